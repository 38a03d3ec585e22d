#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# new-module.sh NAME [DIR]: starts the module NAME in DIR/NAME (default modules/NAME) from tools/build/module: it builds
# at once, has a unit, a guest and a fuzz test, and a protocol number that no module of the tree claims.
set -eu

name=${1:-}
folder=${2:-modules}/$name
case $name in
'' | *[!a-z0-9_]* | [!a-z]*)
	echo "usage: make module NAME=name    (a-z, 0-9 and _, a letter first)" >&2
	exit 1
	;;
esac
if [ "${#name}" -gt 15 ]; then
	echo "$name: a module's name has at most 15 characters" >&2
	exit 1
fi
if [ -e "$folder" ]; then
	echo "$folder is there already" >&2
	exit 1
fi

# Ours begin at 0x80000000; new ones at 0x80000100
number=$((0x800000ff))
for claimed in $(sed -n 's/^CLAIM_PROTOCOL(\(0x[0-9a-f]*\));.*/\1/p' modules/*/*.c "${2:-modules}"/*/*.c 2>/dev/null); do
	[ $((claimed)) -le $number ] || number=$((claimed))
done
number=$(printf '0x%x' $((number + 1)))
upper=$(printf '%s' "$name" | tr a-z A-Z)

instantiate() {
	sed -e "s|@folder@|$folder|g" -e "s/@name@/$name/g" -e "s/@NAME@/$upper/g" -e "s/@number@/$number/g" \
		"tools/build/module/$1.in" >"$folder/$2"
}
mkdir -p "$folder/tests"
instantiate Kconfig Kconfig
instantiate build.mk build.mk
instantiate README.md README.md
instantiate protocol.h protocol.h
instantiate module.c "$name.c"
instantiate test.c "tests/test_$name.c"
instantiate guest.c "tests/guest_$name.c"
instantiate fuzz.c "tests/fuzz_$name.c"
echo "$folder: protocol $number; \`make && make unit\` builds and tests it, \`make run\` shows it"
