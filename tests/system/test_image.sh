#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the image is made of: rights of its segments, what is loaded and what is not, and that a release image carries no
# message text and no console.
. tests/system/lib.sh
unset KCONFIG_CONFIG

# loaded IMAGE: its loaded bytes, in $T/loaded
loaded() {
	expect "$1: loaded bytes" 0 objcopy -O binary "$1" "$T/loaded"
}

# absent WHAT TEXT: TEXT is not among the loaded bytes
absent() {
	expect "$1" 1 grep -qaF -- "$2" "$T/loaded"
}

segments() {
	expect "$1: headers" 0 readelf -lSW "$1"
	cp "$T/out" "$T/headers"
	expect "$1: none writable and executable" 1 grep -E '^ +LOAD .* RWE ' "$T/headers"
	expect "$1: text, rodata, data" 0 test "$(grep -cE '^ +LOAD .* (R E|R  |RW ) +0x1000$' "$T/headers")" = 3
	for section in image schema log; do
		expect_text "$1: .parapet.$section at 0, not loaded" "$T/headers" \
			"\.parapet\.$section +PROGBITS +0{16} [0-9a-f]+ [0-9a-f]+ 00 +[^A]? +0 "
	done
}

build=$B/release
mkdir -p "$build" && cp configs/default_defconfig "$build/.config"
expect "release: builds" 0 make -j2 B="$build" "$build/parapet.elf" || finish
segments "$build/parapet.elf"
loaded "$build/parapet.elf"
absent "no step names" "guest payload"
absent "no messages" "boot ended at step"
absent "no file names" "core/boot/main.c"
expect "no console" 1 grep -q . <(nm "$build/parapet.elf" | grep -E ' (debug_print|debug_backtrace|platform_debug_putc)$')

build=$B/debug-image
mkdir -p "$build" && cp configs/debug_defconfig "$build/.config"
expect "debug: builds" 0 make -j2 B="$build" "$build/parapet.elf" || finish
segments "$build/parapet.elf"
loaded "$build/parapet.elf"
expect "debug: step names" 0 grep -qaF "guest payload" "$T/loaded"
expect "debug: igvm" 0 "$PARAPET" igvm build --image "$build/parapet.elf" --profile configs/profiles/alone.yaml \
	--payload "elf:$GUEST,append=only=call_is_served" -o "$T/debug.igvm" || finish
expect "debug: boots" 0 "$PARAPET" run --igvm "$T/debug.igvm" --machine "$MACHINE" --vcpus 1 --memory 64M --verbose
cat "$T/out" "$T/err" >"$T/all"
expect_text "debug: prints its steps" "$T/all" 'parapet 0: guest VMSA'
finish
