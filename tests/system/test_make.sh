#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What `make` promises: a second run starts no compiler, help lists targets, a module can be made and built.
. tests/system/lib.sh
expect "make help" 0 make help
expect_text "make help lists run" "$T/out" '^ *run  '
expect "make" 0 make -j2
expect "make again" 0 make
expect_text "a second make starts no compiler" <(grep -cE '^  (CC|AS|LINK|AR|IGVM)' "$T/out") '^0$'
if [ -x tools/build/new-module.sh ]; then
	mkdir -p "$T/extra"
	expect "make module" 0 env MODULE_DIR="$T/extra" make module NAME=sample
	expect "its name is checked" 2 make module NAME='../x'
	mkdir -p "$T/b"
	KCONFIG_CONFIG=$T/b/.config expect "a module outside the tree builds" 0 \
		make -j2 B="$T/b" MODULES_EXTRA="$T/extra" "$T/b/parapet.elf"
	expect "it is in the image" 0 sh -c "nm '$T/b/parapet.elf' | grep -q module_sample"
fi
finish
