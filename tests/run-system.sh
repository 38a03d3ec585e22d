#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# run-system.sh BUILD SCRIPT...: runs each test script with PARAPET, IMAGE, GUEST, MACHINE and B set. A script's last
# line is "N passed, M failed" (", K skipped"); this one ends with their sum.
set -u
build=$1
shift
export B=$build PARAPET=$build/parapet IMAGE=$build/parapet.elf GUEST=$build/guest.elf MACHINE=$build/machine.elf
unset MAKEFLAGS MFLAGS MAKELEVEL KCONFIG_CONFIG MODULES_EXTRA
passed=0 failed=0 skipped=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
trap 'exit 130' INT TERM
for script in "$@"; do
	timeout -s KILL 900 "$script" >"$log" 2>&1
	status=$?
	line=$(grep -oE '[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?$' "$log" | tail -1)
	read -r ok bad skip <<<"$(echo "${line:-0 passed, 1 failed}" | grep -oE '[0-9]+' | tr '\n' ' ')"
	if [ "$status" != 0 ] && [ "$bad" = 0 ]; then
		bad=1
	fi
	if [ "$bad" != 0 ]; then
		echo "--- $script (status $status)"
		cat "$log"
	else
		echo "  $(basename "$script" .sh): ${line}"
	fi
	passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + ${skip:-0}))
done
echo "system: $passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
