#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The README keeps its word: its module builds as printed, its profile commands run, every target it names exists.
. tests/system/lib.sh
unset KCONFIG_CONFIG

mkdir -p "$T/extra/hello" "$T/b"
awk '/^```c$/ { on = 1; next } /^```$/ { on = 0 } on' README.md >"$T/extra/hello/hello.c"
printf '%s\n' 'config MODULE_HELLO' '	bool "Hello"' '	default y' '	help' '	  The module of the README.' >"$T/extra/hello/Kconfig"
echo 'obj-$(CONFIG_MODULE_HELLO) += hello.c' >"$T/extra/hello/build.mk"
expect "the README's module builds" 0 make -j2 B="$T/b" MODULES_EXTRA="$T/extra" "$T/b/parapet.elf"
expect "and is in the image" 0 sh -c "nm '$T/b/parapet.elf' | grep -q module_hello"

expect "profile template" 0 "$PARAPET" profile template --image "$IMAGE" && cp "$T/out" "$T/my.yaml"
expect "profile check" 0 "$PARAPET" profile check "$T/my.yaml" --image "$IMAGE"
expect "igvm build" 0 "$PARAPET" igvm build --image "$IMAGE" --profile "$T/my.yaml" --payload "elf:$GUEST" -o "$T/my.igvm"
expect "igvm measure" 0 "$PARAPET" igvm measure "$T/my.igvm"
expect_text "prints 96 digits alone" "$T/out" '^[0-9a-f]{96}$'
expect "igvm diff" 0 "$PARAPET" igvm diff "$B/parapet.igvm" "$T/my.igvm" --image "$IMAGE"
expect_text "says why" "$T/out" 'platform.c_bit'

make help >"$T/help"
for target in $(grep -oE 'make [a-z][a-z-]+' README.md | awk '{ print $2 }' | sort -u); do
	case $target in
	menuconfig | *_defconfig | minimal | debug | and) continue ;;
	esac
	expect_text "make $target exists" "$T/help" "^ *$target "
done
for folder in $(grep -oE '^\| `[a-z]+/`' README.md | tr -d '|`/ '); do
	expect "$folder/ exists" 0 test -d "$folder"
done
finish
