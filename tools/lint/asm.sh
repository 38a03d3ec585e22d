#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every asm block, and every cast of an integer to a pointer, has a comment with its reason on the line or just
# before it. A run of such lines may share one comment.
set -eu
git ls-files 'core/*.[ch]' 'lib/*.[ch]' 'crypto/*.[ch]' 'modules/*.[ch]' 'machine/*.[ch]' 'tests/guest/*.[ch]' \
	'tests/machine/*.[ch]' |
	xargs awk '
	FNR == 1 { reason = 0; inside = 0 }
	{
		hit = /__asm__|asm volatile/ || /\([a-z_0-9 ]+\*+ ?\) ?\((uintptr_t|uint64_t|unsigned long)\)/ ||
			/\([a-z_0-9 ]+\*+ ?\)\(?(BOOT_VA|[a-z_.>-]*_va)/
		comment = /\/\*|\*\// || inside
		if (/\/\*/ && !/\*\//) inside = 1
		if (/\*\//) inside = 0
		if (comment) reason = 4
		if (hit && !comment && !reason) { print FILENAME ":" FNR ": give the reason for: " $0; bad = 1 }
		if (hit) reason = 4
		else if (reason > 0) reason--
	}
	END { exit bad }'
