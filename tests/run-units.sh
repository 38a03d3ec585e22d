#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs cmocka programs, shows the output of those that fail, and ends with "N passed, M failed, K skipped".
set -u
passed=0 failed=0 skipped=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for program in "$@"; do
	timeout 300 "$program" >"$log" 2>&1
	status=$?
	ok=$(grep -c '^\[       OK \]' "$log")
	bad=$(grep -c '^\[  FAILED  \] [^0-9]' "$log")
	skip=$(grep -c '^\[  SKIPPED \] [^0-9]' "$log")
	bad=$((bad / 2 + bad % 2))
	if [ "$status" != 0 ] && [ "$bad" = 0 ]; then
		bad=1
	fi
	if [ "$ok" = 0 ] && [ "$bad" = 0 ] && [ "$skip" = 0 ]; then
		echo "$program: ran no test" >&2
		bad=1
	fi
	if [ "$bad" != 0 ]; then
		echo "--- $program (status $status)"
		cat "$log"
	fi
	passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + skip / 2 + skip % 2))
done
echo "unit: $passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
