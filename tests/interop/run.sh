#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh BUILD [PART...]: the TPM against what others wrote; ends with "N passed, N failed, N skipped" over all parts.
# Parts: tools (tpm_server itself; scripts with tpm2-tools and systemd), tpm2-tools (its own suite), tss (tpm2-tss's own suite), diff
# (100,000 commands beside libtpms; COMMANDS and SEED choose others).
set -uo pipefail

build=$1
shift
[ $# -gt 0 ] || set -- tools tpm2-tools tss diff
here=tests/interop
suites=$here/suites
python=/usr/bin/python3
passed=0 failed=0 skipped=0
out=$build/interop/output
mkdir -p "$build/interop/logs"

# Sources of suites, by upstream version and sha256 of the upstream tarball
tools_source=(tpm2-tools 5.4 33321bb22fa7af9c5da0f4c8446d17fcc073ae9f254f224fa218cb827b451720)
tss_source=(tpm2-tss 4.1.3 8a389bda64690910e7af7deaf64703a3faed416dc538c9c3e4f893f24893524d)

# Runs a part and adds what its last line counts
count() {
	local title=$1 line status
	shift
	echo "=== $title"
	"$@" 2>&1 | tee "$out"
	status=${PIPESTATUS[0]}
	line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$out" | tail -1)
	if [ -z "$line" ]; then
		echo "$title: ended with status $status and counted nothing"
		failed=$((failed + 1))
		return
	fi
	set -- $(echo "$line" | tr -dc '0-9 ')
	passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + ${3:-0}))
	[ "$status" = 0 ] || [ "$2" -gt 0 ] || failed=$((failed + 1))
}

# Unpacks a suite's source once; where the archive does not hand it out the part is skipped, and says so
fetched() {
	local dir=$build/deps/$1
	[ "$(cat "$dir/.version" 2>/dev/null)" = "$2" ] && return 0
	$suites/fetch-suite.sh "$1" "$2" "$3" "$dir" && return 0
	echo "=== $1 $2: NOT RUN, its source is not to be had here"
	skipped=$((skipped + 1))
	return 1
}

# Every accepted difference has its clause
documented() {
	local name
	for name in $(sed -n 's/.*{ "\([a-z0-9-]*\)", [a-z0-9_]* }.*/\1/p' $here/diff/accepted.c | sort -u); do
		grep -q "^| \`$name\`" docs/tpm-differences.md || {
			echo "$name: not in docs/tpm-differences.md"
			return 1
		}
	done
}

differential() {
	documented || return 1
	"$build/interop/tpm_diff" --left "$build/interop/libtpms_server" --right "$build/tpm_server" \
		--commands "${COMMANDS:-100000}" --seed "${SEED:-1}" --kinds 20
}

for part; do
	case $part in
	tools) count "tpm_server itself" $python -B $suites/server.py "$build"
		count "tpm2-tools and systemd" $python -B $suites/tools.py "$build" ;;
	tpm2-tools)
		fetched "${tools_source[@]}" &&
			count "tpm2-tools 5.4" $python -B $suites/tpm2_tools.py "$build/deps/tpm2-tools" "$build"
		;;
	tss)
		fetched "${tss_source[@]}" &&
			count "tpm2-tss" $python -B $suites/tss.py "$build/deps/tpm2-tss" "$build/interop/tss" "$build"
		;;
	diff) count "beside libtpms" differential ;;
	*)
		echo "run.sh: no part $part" >&2
		exit 2
		;;
	esac
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
