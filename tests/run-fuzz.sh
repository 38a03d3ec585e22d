#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# run-fuzz.sh SECONDS CORPUS PROGRAM...: fuzzes each for SECONDS, from the committed corpus (tests/fuzz/corpus/NAME)
# and what earlier runs found (CORPUS/NAME). Two at a time. Ends with "N passed, M failed".
set -u
seconds=$1 corpus=$2
shift 2
passed=0 failed=0
one() {
	local program=$1 name seeds log
	name=$(basename "$program")
	seeds=tests/fuzz/corpus/$name
	log=$corpus/$name.log
	mkdir -p "$corpus/$name"
	[ -d "$seeds" ] || seeds=
	if ! timeout -s KILL $((seconds * 3 + 60)) "$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
		-artifact_prefix="$corpus/$name-" "$corpus/$name" $seeds >"$log" 2>&1; then
		echo "--- $name: finding"
		tail -40 "$log"
		return 1
	fi
	if ! grep -q 'Done [1-9]' "$log"; then
		echo "--- $name: ran no input"
		tail -5 "$log"
		return 1
	fi
	echo "  $name: $(sed -n 's/^Done \([0-9]*\) runs.*/\1 inputs/p' "$log")"
}
mkdir -p "$corpus"
while [ $# -gt 0 ]; do
	one "$1" & first=$!
	second=
	if [ $# -gt 1 ]; then
		one "$2" & second=$!
	fi
	for pid in $first $second; do
		if wait "$pid"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
	done
	shift
	[ $# -gt 0 ] && shift
done
echo "fuzz: $passed passed, $failed failed"
[ "$failed" = 0 ]
