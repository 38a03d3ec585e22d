#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A panic leaves no key behind: an image with a planted key in arena, .secret section and stack panics, and a dump of
# all memory has none of them. That the search finds keys at all is shown on an image that ends without a panic.
. tests/system/lib.sh
unset KCONFIG_CONFIG

# The key of place $1 as 64 hex digits: the generator of tests/modules/panic/planted
key() {
	/usr/bin/python3 - "$1" <<'P'
import sys
state, out = (0x9e3779b9 + int(sys.argv[1])) & 0xffffffff, b""
for _ in range(32):
    state = (state * 1664525 + 1013904223) & 0xffffffff
    out += bytes([state >> 24])
print(out.hex())
P
}

# found KEY: how often the key is in the dump
found() {
	/usr/bin/python3 - "$1" "$T/dump" <<'P'
import mmap, sys
key = bytes.fromhex(sys.argv[1])
with open(sys.argv[2], "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as dump:
    count, at = 0, dump.find(key)
    while at >= 0:
        count, at = count + 1, dump.find(key, at + 1)
print(count)
P
}

build=$B/planted
expect "builds" 0 make -j2 B="$build" MODULES_EXTRA=tests/modules/panic "$build/parapet.elf" || finish
for kind in wiped kept; do
	image=$T/$kind.elf
	cp "$build/parapet.elf" "$image"
	if [ $kind = kept ]; then
		# The same image with the wipe taken out: its first instruction returns
		address=$(nm "$image" | awk '$3 == "platform_wipe" { print $1 }')
		offset=$((0x$address - 0xffffffff80000000 + 0x1000))
		printf '\xc3' | dd of="$image" bs=1 seek=$offset conv=notrunc status=none
	fi
	sed 's/^modules:.*//' configs/profiles/alone.yaml >"$T/profile.yaml"
	expect "$kind: igvm" 0 "$PARAPET" igvm build --image "$image" --profile "$T/profile.yaml" \
		--payload "elf:$GUEST" -o "$T/$kind.igvm" || finish
	rm -f "$T/dump"
	expect "$kind: panics" 4 "$PARAPET" run --igvm "$T/$kind.igvm" --machine "$MACHINE" --vcpus 2 --memory 64M \
		--memory-dump "$T/dump" --deadline 60
	expect_text "$kind: with the code of a panic" "$T/err" 'PANIC|an assertion of Parapet'
	for place in 1 2 3; do
		count=$(found "$(key $place)")
		if [ $kind = wiped ]; then
			expect "key $place is gone" 0 test "$count" = 0
		else
			expect "key $place would be found" 0 test "$count" != 0
		fi
	done
done
finish
