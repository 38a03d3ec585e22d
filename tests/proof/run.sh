#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh CBMC LOGS FILE...: runs the proofs that each file names on its first lines, two at a time, and ends with
# "proof: N passed, M failed". ONLY=NAME runs that one.
set -u
cbmc=$1 logs=$2
shift 2
common="-I. -D__builtin_memcpy=memcpy -D__builtin_memset=memset -D__builtin_memcmp=memcmp --unwinding-assertions --bounds-check --pointer-check --pointer-overflow-check
	--signed-overflow-check --div-by-zero-check --undefined-shift-check --drop-unused-functions"
limit=${PROOF_SECONDS:-600}
passed=0 failed=0
mkdir -p "$logs"

# comment FILE KEY: the words after KEY: in FILE's comments
comment() {
	sed -n "s,^/\* $2: *\(.*\)\*/,\1,p" "$1"
}

# prove FILE NAME
prove() {
	local file=$1 name=$2 log=$logs/$2.log start=$SECONDS
	# shellcheck disable=SC2046,SC2086
	timeout -s KILL "$limit" "$cbmc" --function "proof_$name" $common $(comment "$file" proof-flags) "$file" \
		$(comment "$file" proof-sources) >"$log" 2>&1
	# A harness whose properties are all gone proves nothing
	if grep -q '^VERIFICATION SUCCESSFUL' "$log" && grep -q '\[proof_.*: SUCCESS' "$log"; then
		echo "  $name: $(sed -n 's/^\*\* 0 of \([0-9]*\) failed.*/\1 properties/p' "$log"), $((SECONDS - start)) s"
		return 0
	fi
	echo "--- $name: not proved"
	grep -E 'FAILURE|error|unwind' "$log" | head -20
	tail -3 "$log"
	return 1
}

jobs=()
for file in "$@"; do
	for key in sources flags functions; do
		[ -n "$(comment "$file" proof-$key)" ] && continue
		echo "$file: no comment 'proof-$key: …' on one line of its own"
		failed=$((failed + 1))
		continue 2
	done
	for name in $(comment "$file" proof-functions); do
		[ -n "${ONLY:-}" ] && [ "$ONLY" != "$name" ] && continue
		jobs+=("$file $name")
	done
done
for ((i = 0; i < ${#jobs[@]}; i += 2)); do
	pids=()
	for job in "${jobs[@]:i:2}"; do
		# shellcheck disable=SC2086
		prove $job &
		pids+=($!)
	done
	for pid in "${pids[@]}"; do
		if wait "$pid"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
	done
done
echo "proof: $passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
