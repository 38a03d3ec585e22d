#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# abi/, lib/ and vmm/lib/ are MIT, the rest GPL-2.0-or-later; every source says so on its first two lines.
set -eu
git ls-files '*.c' '*.h' '*.S' '*.sh' '*.py' '*.mk' '*.lds' Makefile | (
	status=0
	while read -r file; do
		case $file in
		abi/* | lib/* | vmm/lib/*) want=MIT ;;
		*) want=GPL-2.0-or-later ;;
		esac
		if ! head -2 "$file" | grep -q "SPDX-License-Identifier: $want\( \*/\)\?\$"; then
			echo "$file:1: wants SPDX-License-Identifier: $want"
			status=1
		fi
	done
	exit $status
)
