#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The same sources in two folders of different names make the same bytes, with shared objects and without.
. tests/system/lib.sh
for folder in "$T/one" "$T/another/deeper"; do
	mkdir -p "$folder"
	git ls-files -z --cached --others --exclude-standard | tar --null -T - -cf - | tar -xf - -C "$folder"
	mkdir -p "$folder/build"
	grep -v '^#' "$B/.config" >"$folder/build/.config"
	cache=yes
	[ "$folder" = "$T/one" ] || cache=no
	(cd "$folder" && unset B KCONFIG_CONFIG &&
		expect "builds in $folder" 0 make -j2 OBJECT_CACHE=$cache build/parapet.igvm build/machine.elf) ||
		failed=$((failed + 1))
done
for file in parapet.elf guest.elf machine.elf parapet parapet.igvm; do
	expect "$file is the same" 0 cmp "$T/one/build/$file" "$T/another/deeper/build/$file"
done
finish
