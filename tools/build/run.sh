#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh BUILD VCPUS: the main job, shown: the file is measured, booted on the software machine, its guest served.
set -u
build=$1 vcpus=$2
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
trap 'exit 130' INT TERM

measured=$("$build/parapet" igvm measure "$build/parapet.igvm") || exit 1
echo "parapet igvm measure: $measured"
echo
"$build/parapet" run --igvm "$build/parapet.igvm" --machine "$build/machine.elf" --vcpus "$vcpus" --json \
	--result "$out/result.json"
status=$?
digest=$(sed -n 's/.*"launch_digest": *"\([0-9a-f]*\)".*/\1/p' "$out/result.json" 2>/dev/null)
echo
echo "machine's launch digest: ${digest:-none}"
if [ "$status" != 0 ]; then
	echo "parapet: main job failed (parapet run: status $status)"
	exit "$status"
fi
if [ "$digest" != "$measured" ]; then
	echo "parapet: main job failed: the machine measured another digest than parapet igvm measure"
	exit 1
fi
echo "parapet: main job ok"
