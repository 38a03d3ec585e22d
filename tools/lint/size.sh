#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Files over 600 lines, functions over 60.
set -eu
bad=$(mktemp)
trap 'rm -f "$bad"' EXIT
git ls-files '*.c' '*.h' '*.S' '*.sh' '*.py' '*.mk' Makefile | while read -r file; do
	lines=$(wc -l <"$file")
	[ "$lines" -le 600 ] || echo "$file:1: $lines lines (600 at most)"
done >"$bad"
git ls-files '*.c' '*.h' | xargs ctags -x --c-kinds=f --_xformat='%{end} %n %F %N' |
	awk '$1 - $2 >= 60 { print $3 ":" $2 ": " $4 " has " $1 - $2 + 1 " lines (60 at most)" }' >>"$bad"
cat "$bad"
[ ! -s "$bad" ]
