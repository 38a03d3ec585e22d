#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A debug build speaks on the host's console and prints a backtrace when it panics; a release build has no byte of
# either.
. tests/system/lib.sh
unset KCONFIG_CONFIG

expect "debug builds" 0 make -j2 B="$B/debug" DEFCONFIG=debug MODULES_EXTRA=tests/modules/panic "$B/debug/parapet.elf"
expect "igvm" 0 "$PARAPET" igvm build --image "$B/debug/parapet.elf" --profile configs/profiles/alone.yaml \
	--payload "elf:$GUEST" -o "$T/debug.igvm"
expect "panics" 4 "$PARAPET" run --igvm "$T/debug.igvm" --machine "$MACHINE" --vcpus 1 --memory 64M --verbose
cat "$T/out" >>"$T/err"
cp "$T/err" "$T/log"
expect_text "names the steps" "$T/log" 'host parameters'
expect_text "prints a backtrace" "$T/log" 'ffffffff80[0-9a-f]{6}'
address=$(grep -oE 'ffffffff80[0-9a-f]{6}' "$T/log" | tail -n +1)
expect "the backtrace leads to the module" 0 sh -c "for a in $(echo $address); do
	addr2line -fe '$B/debug/parapet.elf' \$a; done | grep -q planted_start"
expect "a release has no step names" 1 grep -q 'host parameters' "$IMAGE"
finish
