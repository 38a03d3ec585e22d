#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# parapet igvm: build, measure against another implementation, set-profile, diff, and files that are broken.
. tests/system/lib.sh

profile=configs/profiles/alone.yaml
build() {
	local out=$1
	shift
	"$PARAPET" igvm build --image "$IMAGE" --profile "$profile" --payload "elf:$GUEST,append=quick" -o "$out" "$@"
}
same() { [ "$(cat "$1")" = "$2" ]; }

expect "build" 0 build "$T/a.igvm"
expect "build again" 0 build "$T/b.igvm"
expect "the same bytes" 0 cmp "$T/a.igvm" "$T/b.igvm"
expect "measure" 0 "$PARAPET" igvm measure "$T/a.igvm"
expect_text "96 hex digits alone" "$T/out" '^[0-9a-f]{96}$'
cp "$T/out" "$T/digest"
expect "as another implementation" 0 same "$T/digest" "$(/usr/bin/python3 tests/system/measure.py "$T/a.igvm")"
expect "measure --vcpus" 0 "$PARAPET" igvm measure --vcpus 4 "$T/a.igvm"
cp "$T/out" "$T/digest4"
expect "as another implementation" 0 same "$T/digest4" "$(/usr/bin/python3 tests/system/measure.py "$T/a.igvm" 4)"
expect "inspect" 0 "$PARAPET" igvm inspect --check qemu "$T/a.igvm"
expect_text "QEMU would take it" "$T/out" "QEMU's loader takes it"
expect "inspect --json" 0 "$PARAPET" igvm inspect --json "$T/a.igvm"
cp "$T/out" "$T/json"
expect "is JSON" 0 /usr/bin/python3 -m json.tool "$T/json"
for place in low middle high; do
	expect "--place $place" 0 build "$T/place.igvm" --place $place --vcpus-max 2
	expect "--place $place, QEMU" 0 "$PARAPET" igvm inspect --check qemu "$T/place.igvm"
done

# one profile value
sed 's/level: info/level: warn/' "$profile" >"$T/other.yaml"
expect "set-profile" 0 "$PARAPET" igvm set-profile "$T/a.igvm" --image "$IMAGE" --profile "$T/other.yaml" -o "$T/c.igvm"
cp "$T/out" "$T/said"
expect "another digest" 1 cmp "$T/digest" "$T/said"
expect "measure it" 0 "$PARAPET" igvm measure "$T/c.igvm"
cp "$T/out" "$T/measured"
expect "is what set-profile said" 0 cmp "$T/measured" "$T/said"
profile=$T/other.yaml expect "build with that profile" 0 build "$T/d.igvm"
expect "is what set-profile made" 0 cmp "$T/c.igvm" "$T/d.igvm"
expect "diff" 0 "$PARAPET" igvm diff "$T/a.igvm" "$T/c.igvm" --image "$IMAGE"
expect_text "diff says why" "$T/out" '^profile log.level: info → warn$'
sed 's/c_bit: 39/c_bit: 51/' "$profile" >"$T/c51.yaml"
expect "set-profile of another C-bit" 1 "$PARAPET" igvm set-profile "$T/a.igvm" --image "$IMAGE" --profile "$T/c51.yaml" \
	-o "$T/no.igvm"
expect "no output" 1 test -e "$T/no.igvm"

# refusals
expect "too many vCPUs" 1 build "$T/no.igvm" --vcpus-max 64
expect "policy without bit 17" 1 build "$T/no.igvm" --policy 0x10000
expect "a lower SVN" 1 build "$T/no.igvm" --svn 0
expect "a higher SVN" 0 build "$T/svn.igvm" --svn 4294967295
expect "and its difference" 0 "$PARAPET" igvm diff "$T/a.igvm" "$T/svn.igvm"
expect_text "is named" "$T/out" 'svn'
expect "unknown place" 1 build "$T/no.igvm" --place nowhere
expect "C-bit out of range" 2 build "$T/no.igvm" --c-bit 31
expect "unknown option" 2 build "$T/no.igvm" --nonsense
expect "no payload" 1 "$PARAPET" igvm build --image "$IMAGE" --profile "$profile" --payload "elf:$T/none" -o "$T/no.igvm"
expect "payload that is no ELF" 1 "$PARAPET" igvm build --image "$IMAGE" --profile "$profile" --payload "elf:$profile" \
	-o "$T/no.igvm"
expect "payload onto Parapet" 1 "$PARAPET" igvm build --image "$IMAGE" --profile "$profile" --payload "elf:$IMAGE" \
	-o "$T/no.igvm"
expect "no output" 1 test -e "$T/no.igvm"

# broken files: a clear error, never a crash (a crash's status is over 128)
size=$(stat -c %s "$T/a.igvm")
for cut in 0 1 23 24 100 1000 $((size - 1)); do
	head -c "$cut" "$T/a.igvm" >"$T/cut.igvm"
	expect "cut to $cut bytes" 1 "$PARAPET" igvm measure "$T/cut.igvm"
	expect_text "says so" "$T/err" 'cut.igvm: '
done
cat "$T/a.igvm" "$T/a.igvm" >"$T/long.igvm"
expect "too long" 1 "$PARAPET" igvm measure "$T/long.igvm"
for at in 0 4 8 12 16 20 24 28 33 100 200 500; do
	cp "$T/a.igvm" "$T/flip.igvm"
	printf '\xff' | dd of="$T/flip.igvm" bs=1 seek=$at conv=notrunc status=none
	cmp -s "$T/a.igvm" "$T/flip.igvm" ||
		expect "byte $at changed" 1 "$PARAPET" igvm inspect "$T/flip.igvm"
done
for at in 16 26 40 56 58 60 62 100; do
	cp "$IMAGE" "$T/flip.elf"
	printf '\xff\xff' | dd of="$T/flip.elf" bs=1 seek=$at conv=notrunc status=none
	expect "image byte $at changed" 1 "$PARAPET" igvm build --image "$T/flip.elf" --profile "$profile" \
		--payload "elf:$GUEST" -o "$T/no.igvm"
done
finish
