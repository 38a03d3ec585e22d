#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The image never executes what the hypervisor would have to emulate: CPUID and port I/O.
set -eu
image=${B:-build}/parapet.elf
[ -f "$image" ] || exit 0
! objdump -d --no-show-raw-insn "$image" |
	awk -v f="$image" '/^[0-9a-f]+ </ { fn = $2 }
		$2 ~ /^(cpuid|in|inb|inw|inl|out|outb|outw|outl|ins|insb|insl|outs|outsb|outsl|mwait|monitor|rdtscp)$/ {
			print f ": " fn " " $0 }' | grep .
