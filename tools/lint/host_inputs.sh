#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# docs/host-inputs.md names every place of the image's code that takes in bytes of the host's, and no other.
set -eu
ways='platform_port_read8|ghcb_request|ghcb_msr_request|ghcb_buffer|cpu_read_msr|platform_tsc|hv_doorbell'
ways="$ways|BOOT_OFF_(MEMORY_MAP|VP_COUNT|ENVIRONMENT|MADT|CPUID|SECRETS)"
ways="$ways|channel_reader_put|channel_offer_decode|channel_ack_decode|channel_abort_decode"
found=$(mktemp)
told=$(mktemp)
trap 'rm -f "$found" "$told"' EXIT
# A file that only defines how bytes are taken in is told through its callers
git grep -owE "$ways" -- 'core/*.c' 'modules/*.c' ':!core/platform/host/*' ':!modules/*/tests/*' | tr ':' ' ' |
	grep -vE '^core/platform/snp/port\.c platform_port_read8$' | sort -u >"$found"
grep -oE "\`(core|modules)/[^ \`]+\.c [A-Za-z_0-9]+\`" docs/host-inputs.md | tr -d '`' | sort -u >"$told"
status=0
comm -23 "$found" "$told" | sed 's,^\([^ ]*\) \(.*\),\1:1: takes in \2: docs/host-inputs.md does not say what becomes of it,' | grep . && status=1
comm -13 "$found" "$told" | sed 's,^\([^ ]*\) \(.*\),docs/host-inputs.md:1: \1 takes in no \2 any more,' | grep . && status=1
exit $status
