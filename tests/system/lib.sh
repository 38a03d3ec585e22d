# SPDX-License-Identifier: GPL-2.0-or-later
# For test scripts: a scratch folder $T that goes away, and `expect`.
set -u
: "${B:=build}" "${PARAPET:=$B/parapet}" "${IMAGE:=$B/parapet.elf}" "${GUEST:=$B/guest.elf}" "${MACHINE:=$B/machine.elf}"
passed=0 failed=0 skipped=0
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
trap 'exit 130' INT TERM

# expect WHAT STATUS COMMAND...: runs the command; its exit status must be STATUS. Output is in $T/out and $T/err.
expect() {
	local what=$1 want=$2 got
	shift 2
	"$@" >"$T/out" 2>"$T/err"
	got=$?
	if [ "$got" = "$want" ]; then
		passed=$((passed + 1))
		return 0
	fi
	failed=$((failed + 1))
	echo "FAILED $what: exit status $got, wanted $want: $*"
	cat "$T/out" "$T/err" | tail -n 30
	return 1
}

# expect_text WHAT FILE REGEX: FILE has a line that matches.
expect_text() {
	if grep -qE -- "$3" "$2"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED $1: no line matches '$3' in:"
		head -30 "$2"
	fi
}

finish() {
	if [ "$skipped" = 0 ]; then
		echo "$passed passed, $failed failed"
	else
		echo "$passed passed, $failed failed, $skipped skipped"
	fi
	[ "$failed" = 0 ]
	exit
}
