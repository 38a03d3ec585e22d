#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# run-system.sh BUILD SCRIPT...: runs each test script with PARAPET, IMAGE, GUEST, MACHINE and B set, two at a time. A
# script's last line is "N passed, M failed" (", K skipped"); this one ends with their sum.
set -u
build=$1
shift
unset MAKEFLAGS MFLAGS MAKELEVEL KCONFIG_CONFIG MODULES_EXTRA
export B=$build PARAPET=$build/parapet IMAGE=$build/parapet.elf GUEST=$build/guest.elf MACHINE=$build/machine.elf
logs=$(mktemp -d)
# Each script has a session of its own, by which all that it started is found
end_scripts() {
	local session
	for session in $(cat "$logs"/*.session 2>/dev/null); do
		pkill -KILL -s "$session"
	done
	rm -rf "$logs"
}
trap end_scripts EXIT
trap 'exit 130' INT TERM

# one SCRIPT NUMBER: leaves "PASSED FAILED SKIPPED" in $logs/NUMBER.sum
one() {
	local script=$1 log=$logs/$2 status line ok bad skip
	setsid timeout --foreground -s KILL 1200 "$script" >"$log" 2>&1 &
	echo $! >"$log.session"
	wait $!
	status=$?
	pkill -KILL -s $!
	rm "$log.session"
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
	echo "$ok $bad ${skip:-0}" >"$log.sum"
}

number=0
for script in "$@"; do
	number=$((number + 1))
	[ $number -le 2 ] || wait -n
	one "$script" $number &
done
wait
cat "$logs"/*.sum 2>/dev/null | awk -v n=$number '
	{ ok += $1; bad += $2; skip += $3 }
	END { bad += n - NR; printf "system: %d passed, %d failed, %d skipped\n", ok, bad, skip; exit bad > 0 }'
