#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs every rule of this folder; ends with "lint: N passed, M failed".
set -u
passed=0 failed=0
for rule in tools/lint/*.sh; do
	[ "$rule" = tools/lint/run.sh ] && continue
	if "$rule"; then
		passed=$((passed + 1))
	else
		echo "--- $rule"
		failed=$((failed + 1))
	fi
done
echo "lint: $passed passed, $failed failed"
[ "$failed" = 0 ]
