#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh BUILD VCPUS [OFFERS]: the main job, shown: the file is measured, booted on the software machine, negotiates
# with the VMM's agent, and its guest is served.
set -u
build=$1 vcpus=$2 offers=${3:-configs/offers/default.yaml}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
trap 'exit 130' INT TERM

fail() {
	echo "parapet: main job failed: $1"
	exit "${2:-1}"
}

measured=$("$build/parapet" igvm measure "$build/parapet.igvm") || exit 1
echo "parapet igvm measure: $measured"
echo
"$build/parapet" run --igvm "$build/parapet.igvm" --machine "$build/machine.elf" --vcpus "$vcpus" --offers "$offers" \
	--json --result "$out/result.json" 2>"$out/err" | tee "$out/console"
status=${PIPESTATUS[0]}
# The agent's log is in there too; what it agreed to is told below
grep -v '^time=.* event=' "$out/err" >&2
digest=$(sed -n 's/.*"launch_digest": *"\([0-9a-f]*\)".*/\1/p' "$out/result.json" 2>/dev/null)
agreed=$(grep ' event=agreed ' "$out/err" | tail -1)
# value KEY: of the agent's record
value() {
	echo "$agreed" | sed -n "s/.* $1=\"\\{0,1\\}\\([^ \"]*\\).*/\\1/p"
}
th=$(value th)
guest_version=$(sed -n 's/^channel: version=\([0-9]*\) .*/\1/p' "$out/console")
guest_th=$(sed -n 's/^channel: th=\([0-9a-f]*\)$/\1/p' "$out/console")
echo
echo "machine's launch digest: ${digest:-none}"
if [ -n "$agreed" ]; then
	features=$(value features)
	echo "agreed with the VMM:     features ${features:-none}; strategy $(value strategy); freshness $(value freshness)"
	echo "VMM's transcript hash:   $th"
	echo "Parapet's:               ${guest_th:-(no observe module to ask)}"
else
	echo "agreed with the VMM:     nothing"
fi
[ "$status" = 0 ] || fail "parapet run: status $status" "$status"
[ "$digest" = "$measured" ] || fail "the machine measured another digest than parapet igvm measure"
[ -z "$agreed" ] || [ -z "$guest_th" ] || [ "$guest_th" = "$th" ] ||
	fail "the agent computed another transcript hash than Parapet"
[ -n "$agreed" ] || [ "${guest_version:-0}" = 0 ] || fail "Parapet agreed on something with nobody"
echo "parapet: main job ok"
