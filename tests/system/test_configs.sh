#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Every configuration builds an image that takes a profile: none of the options, all, each module alone, the
# committed defconfigs, and CONFIG_COUNT random ones (3; CONFIG_SEED picks them).
. tests/system/lib.sh
python=/usr/bin/python3
seed=${CONFIG_SEED:-1}

build_one() {
	local name=$1 dir=$B/config/$1
	expect "$name builds" 0 make -j2 B="$dir" "$dir/parapet.elf" || return
	expect "$name: template" 0 "$PARAPET" profile template --image "$dir/parapet.elf" && mv "$T/out" "$T/$name.yaml" &&
		expect "$name: compiles" 0 "$PARAPET" profile compile "$T/$name.yaml" --image "$dir/parapet.elf" -o "$T/page"
}

prepare() {
	rm -rf "${B:?}/config/$1"
	mkdir -p "$B/config/$1"
	export KCONFIG_CONFIG=$B/config/$1/.config
}

for name in allno allyes; do
	prepare $name
	$python -m ${name}config Kconfig >/dev/null
	build_one $name
done
for kconfig in modules/*/Kconfig; do
	symbol=$(sed -n 's/^config \(MODULE_.*\)/\1/p' "$kconfig" | head -1)
	prepare "only-$symbol"
	$python tools/build/randconfig.py --only "$symbol"
	build_one "only-$symbol"
done
for defconfig in configs/*_defconfig; do
	name=$(basename "$defconfig" _defconfig)
	prepare "$name"
	cp "$defconfig" "$KCONFIG_CONFIG"
	build_one "$name"
done
for n in $(seq "${CONFIG_COUNT:-3}"); do
	prepare "random-$seed-$n"
	$python tools/build/randconfig.py --seed "$seed-$n"
	build_one "random-$seed-$n"
done
# Less is smaller
loaded() { size -B "$B/config/$1/parapet.elf" | awk 'NR == 2 { print $4 }'; }
expect "the minimal image is smaller than the default" 0 test "$(loaded minimal)" -lt "$(loaded default)"
finish
