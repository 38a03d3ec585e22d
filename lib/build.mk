# SPDX-License-Identifier: MIT
lib-src := lib/tlv.c lib/igvm.c lib/igvm_writer.c lib/launch.c lib/vmsa.c lib/eventlog.c
