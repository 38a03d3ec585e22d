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
# A VMM that does not offer the console hears nothing after the negotiation
expect "debug builds" 0 make -j2 B="$B/debug-console" DEFCONFIG=debug "$B/debug-console/parapet.elf"
expect "igvm" 0 "$PARAPET" igvm build --image "$B/debug-console/parapet.elf" --profile configs/profiles/default.yaml \
	--payload "elf:$GUEST,append=evidence" -o "$T/console.igvm"
for offer in '[debug-console]' '[]'; do
	printf 'features: %s\nstrategies: [ephemeral]\n' "$offer" >"$T/offers.yaml"
	expect "boots with $offer" 0 "$PARAPET" run --igvm "$T/console.igvm" --machine "$MACHINE" --memory 64M --verbose \
		--offers "$T/offers.yaml"
	cp "$T/err" "$T/log"
	cp "$T/out" "$T/guest"
	expect_text "$offer: it speaks before" "$T/log" 'host parameters'
	if [ "$offer" = '[]' ]; then
		expect "$offer: and not after" 1 grep -q 'modules started' "$T/log"
		expect_text "$offer: the guest sees that" "$T/guest" 'channel: version=1 features= '
	else
		expect_text "$offer: and after" "$T/log" 'modules started'
		expect_text "$offer: the guest sees that" "$T/guest" 'channel: version=1 features=debug-console '
	fi
done
expect "a release has no step names" 1 grep -q 'host parameters' "$IMAGE"
finish
