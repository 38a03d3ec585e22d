#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# parapet as a command: help everywhere, usage errors, explain, log decode, man page.
. tests/system/lib.sh

commands=$("$PARAPET" --help | sed -n 's/^  \([a-z-]*\( [a-z-]*\)\?\)  .*/\1/p' | sed 's/ *$//')
expect "there are commands" 0 [ "$(echo "$commands" | wc -l)" -ge 13 ]
while read -r command; do
	expect "$command --help" 0 "$PARAPET" $command --help
	expect_text "$command --help shows usage" "$T/out" "^usage: parapet $command "
	expect "$command --nonsense" 2 "$PARAPET" $command --nonsense
	expect_text "the man page has $command" tools/parapet.1 "^\\.SS ${command//-/\\\\?-}"
done <<<"$commands"
expect "nothing" 2 "$PARAPET"
expect "a group alone" 2 "$PARAPET" igvm
expect "a group's help" 0 "$PARAPET" igvm --help
expect "an unknown command" 2 "$PARAPET" nonsense
expect "version" 0 "$PARAPET" --version
expect_text "version is VERSION" "$T/out" "^parapet $(cat VERSION)\$"

expect "explain" 0 "$PARAPET" explain
expect "explain 8:02" 0 "$PARAPET" explain 8:02
expect_text "cause" "$T/out" 'cause: .*C-bit'
expect_text "remedy" "$T/out" 'remedy: .*platform.c_bit'
expect "explain 0x802" 0 "$PARAPET" explain 0x802
expect "explain name" 0 "$PARAPET" explain c_bit
expect "explain unknown" 1 "$PARAPET" explain f:ff
expect "explain --json" 0 "$PARAPET" explain --json
cp "$T/out" "$T/json"
expect "is JSON" 0 /usr/bin/python3 -m json.tool "$T/json"

record=0100000000000000$(printf '00%.0s' {1..48})
expect "log decode" 0 "$PARAPET" log decode --image "$IMAGE" <(echo "noise $record")
expect_text "one record" "$T/out" '^ *1 .*cpu0'
expect "log decode --json" 0 "$PARAPET" log decode --json --image "$IMAGE" <(echo "$record")
cp "$T/out" "$T/json"
expect "is JSON" 0 /usr/bin/python3 -m json.tool "$T/json"
expect "no record" 1 "$PARAPET" log decode --image "$IMAGE" <(echo noise)
expect "binary, cut" 1 "$PARAPET" log decode --binary --image "$IMAGE" <(echo noise)

if command -v man >/dev/null && command -v groff >/dev/null; then
	expect "the man page formats" 0 man --warnings -l tools/parapet.1
	expect "without warnings" 1 test -s "$T/err"
fi
finish
