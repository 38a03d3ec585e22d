# SPDX-License-Identifier: MIT
lib-src := lib/tlv.c lib/igvm.c lib/launch.c
