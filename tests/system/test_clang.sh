#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# clang builds everything without a warning, and what it builds runs the main job.
. tests/system/lib.sh
unset KCONFIG_CONFIG
for file in parapet.elf guest.elf machine.elf parapet parapet-vmm parapet.igvm; do
	expect "clang: $file" 0 make -j2 CC=clang B="$B/clang" "$B/clang/$file" || finish
done
expect "clang: boots" 0 "$B/clang/parapet" run --igvm "$B/clang/parapet.igvm" --machine "$B/clang/machine.elf" \
	--vcpus 4 --memory 256M --offers configs/offers/default.yaml
finish
