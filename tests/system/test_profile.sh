#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# parapet profile: against the real image, and against a sample image with a parameter of each type.
. tests/system/lib.sh

# refused WHAT TEXT REGEX: the profile TEXT is refused with a message that matches, and nothing is written
refused() {
	printf '%s' "$2" >"$T/p.yaml"
	rm -f "$T/page"
	expect "$1" 1 "$PARAPET" profile compile "$T/p.yaml" --image "$S" -o "$T/page"
	cp "$T/err" "$T/said"
	expect_text "$1: says where" "$T/said" "$3"
	expect "$1: no output" 1 test -e "$T/page"
}

S=$T/image.elf
${CC:-gcc} -std=gnu2x -I. -ffreestanding -fno-pic -fno-pie -mcmodel=kernel -fno-asynchronous-unwind-tables -O1 \
	-c tests/system/sample/image.c -o "$T/image.o" &&
	ld -nostdlib -static --build-id=sha1 -T tests/system/sample/image.lds -o "$S" "$T/image.o" || exit 1

expect "template" 0 "$PARAPET" profile template --image "$S"
cp "$T/out" "$T/template.yaml"
expect "the template compiles" 0 "$PARAPET" profile compile "$T/template.yaml" --image "$S" -o "$T/a.page"
expect "again" 0 "$PARAPET" profile compile "$T/template.yaml" --image "$S" -o "$T/b.page"
expect "to the same bytes" 0 cmp "$T/a.page" "$T/b.page"
expect "show" 0 "$PARAPET" profile show "$T/a.page" --image "$S"
cp "$T/out" "$T/shown.yaml"
expect "what show prints compiles" 0 "$PARAPET" profile compile "$T/shown.yaml" --image "$S" -o "$T/b.page"
expect "to the same bytes too" 0 cmp "$T/a.page" "$T/b.page"
expect "show --json" 0 "$PARAPET" profile show --json "$T/a.page" --image "$S"
cp "$T/out" "$T/json"
expect "is JSON" 0 /usr/bin/python3 -m json.tool "$T/json"
expect "check says nothing" 0 "$PARAPET" profile check "$T/template.yaml" --image "$S"
expect "nothing at all" 1 test -s "$T/out"
sed 's/entries: 1$/entries: 2/' "$T/template.yaml" >"$T/other.yaml"
expect "diff" 0 "$PARAPET" profile diff "$T/a.page" "$T/other.yaml" --image "$S"
expect_text "diff names the key" "$T/out" '^modules.sample.entries: 1 → 2$'

refused "unknown key" 'platform:
  cbit: 39
' 'p.yaml:2:3: unknown key'
expect_text "the nearest key" "$T/said" "platform.c_bit"
refused "duplicate key" 'debug: true
debug: true
' 'p.yaml:2:1: duplicate'
refused "wrong type" 'debug: 1
' 'p.yaml:1:8: debug'
refused "out of range" 'platform: {c_bit: 64}' 'p.yaml:1:19: .*32\.\.51'
refused "missing" 'debug: true' "required key 'modules.sample.entries' is missing"
refused "too long" "state: {id: $(printf 'x%.0s' {1..33})}" 'p.yaml:1:13: state.id'
refused "no UTF-8" $'state: {id: "\xff"}' 'p.yaml:1:14: '
refused "an alias" 'debug: *x' 'p.yaml:1:8: aliases'
refused "two documents" $'debug: true\n---\ndebug: true\n' 'p.yaml:2:1: '
expect "no file" 1 "$PARAPET" profile check "$T/none.yaml" --image "$S"
expect "no image" 2 "$PARAPET" profile check "$T/template.yaml"
expect "not an image" 1 "$PARAPET" profile check "$T/template.yaml" --image "$T/template.yaml"
expect "a whole page of another image" 1 "$PARAPET" profile show "$T/a.page" --image "$IMAGE"
expect_text "says so" "$T/err" 'another image'
expect "a cut page" 1 "$PARAPET" profile show <(head -c 4095 "$T/a.page") --image "$S"
expect "an unwritable output" 1 "$PARAPET" profile compile "$T/template.yaml" --image "$S" -o "$T/no/page"
expect "leaves no temporary file" 0 [ "$(find "$T" -name '*page.*' | wc -l)" = 0 ]

expect "the real image's template" 0 "$PARAPET" profile template --image "$IMAGE"
cp "$T/out" "$T/real.yaml"
expect "compiles" 0 "$PARAPET" profile compile "$T/real.yaml" --image "$IMAGE" -o "$T/real.page"
for profile in configs/profiles/*.yaml; do
	expect "$profile" 0 "$PARAPET" profile check "$profile" --image "$IMAGE"
done
# The default profile is complete: it has each key that the default image's template has
keys() { grep -oE '^ *[a-z_]+:' "$1" | sort; }
expect "template" 0 "$PARAPET" profile template --image "$IMAGE"
keys "$T/out" >"$T/all"
keys configs/profiles/default.yaml >"$T/mine"
expect "the default profile has every key" 0 diff "$T/all" "$T/mine"
finish
