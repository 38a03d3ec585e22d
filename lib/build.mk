# SPDX-License-Identifier: MIT
# The measured channel: what the image and libparapet-vmm share
lib-channel-src := lib/channel_frame.c lib/channel_set.c lib/channel_fields.c lib/channel_msg_decode.c \
	lib/channel_msg_encode.c lib/negotiate.c lib/transcript.c
lib-src := lib/tlv.c lib/igvm.c lib/igvm_writer.c lib/launch.c lib/vmsa.c lib/eventlog.c $(lib-channel-src) lib/report_data.c
