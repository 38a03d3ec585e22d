#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# crypto.sh PROGRAM: CPU time of each operation of crypto/, and its instructions where valgrind is installed.
set -euo pipefail
program=$1

instructions() {
	command -v valgrind >/dev/null || return 0
	valgrind --tool=callgrind --callgrind-out-file=/dev/null --toggle-collect='measured*' "$program" "$1" 2>&1 |
		sed -n 's/.*Collected : //p'
}

printf '%-16s %12s %14s\n' operation 'CPU us' instructions
"$program" | awk '!seen[$1]++' | while read -r name time; do
	printf '%-16s %12s %14s\n' "$name" "$time" "$(instructions "$name")"
done
