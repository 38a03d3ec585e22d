#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# parapet run's console and disk, with programs in QEMU's place that show what reaches it.
. tests/system/lib.sh

expect "a file to boot" 0 "$PARAPET" igvm build --image "$IMAGE" --profile configs/profiles/alone.yaml \
	--payload "elf:$GUEST" -o "$T/a.igvm"
printf '#!/bin/sh\nexec cat\n' >"$T/echo"
printf '#!/bin/sh\nprintf "%%s\\n" "$@"\n' >"$T/arguments"
chmod +x "$T/echo" "$T/arguments"
run() { "$PARAPET" run --igvm "$T/a.igvm" --machine "$MACHINE" --deadline 60 "$@"; }
typed() { printf 'typed \001x words' | run "$@"; }

# No terminal: input reaches the guest only if asked for, and then as it is
expect "--interactive" 5 typed --interactive --qemu "$T/echo"
expect_text "the guest gets it all" "$T/out" "^$(printf 'typed \001x words')\$"
expect "otherwise" 5 typed --qemu "$T/echo"
cp "$T/out" "$T/nothing"
expect "it gets nothing" 1 grep -q typed "$T/nothing"
# More than any buffer holds, to a guest that reads slowly, arrives whole
seq 1 60000 >"$T/long"
printf '#!/bin/sh\nwhile read -r line; do echo "$line"; done\n' >"$T/slow"
chmod +x "$T/slow"
long() { run --interactive --qemu "$T/slow" <"$T/long"; }
expect "much input" 5 long
cp "$T/out" "$T/arrived"
expect "arrives whole" 0 cmp "$T/long" "$T/arrived"
# A guest that does not read does not keep the run from ending
printf '#!/bin/sh\nexec sleep 600\n' >"$T/deaf"
chmod +x "$T/deaf"
deaf() { run --interactive --qemu "$T/deaf" --deadline 1 <"$T/long"; }
expect "nobody reads" 6 deaf

expect "at a terminal" 0 timeout -s KILL 100 /usr/bin/python3 tests/system/terminal.py "$PARAPET" run --igvm "$T/a.igvm" \
	--machine "$MACHINE" --qemu "$T/echo"
for word in 'raw: yes' 'typed: yes' 'runs: yes' 'status: 130' 'restored: yes'; do
	expect_text "at a terminal: $word" "$T/out" "^$word\$"
done

# The disk
: >"$T/a,b.img"
expect "a disk" 5 run --disk "$T/a,b.img" --qemu "$T/arguments"
expect_text "raw, a comma in its name" "$T/out" '^id=disk,.*format=raw,.*a,,b.img$'
expect_text "reaches only what it is given" "$T/out" '^virtio-blk-device,.*iommu_platform=on$'
expect "no disk" 5 run --qemu "$T/arguments"
cp "$T/out" "$T/nothing"
expect "is none" 1 grep -q virtio-blk "$T/nothing"
expect "a disk that is not there" 1 run --disk "$T/none.img"
expect_text "says so" "$T/err" 'none.img: No such file'
finish
