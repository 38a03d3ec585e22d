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
	expect "make module" 0 make module NAME=sample DIR="$T/extra"
	expect "its name is checked" 2 make module NAME='../x'
	mkdir -p "$T/b"
	KCONFIG_CONFIG=$T/b/.config expect "a module outside the tree builds" 0 \
		make -j2 B="$T/b" MODULES_EXTRA="$T/extra" "$T/b/parapet.elf"
	expect "it is in the image" 0 sh -c "nm '$T/b/parapet.elf' | grep -q module_sample"
	expect "its unit test passes" 0 make -j2 B="$T/b" MODULES_EXTRA="$T/extra" \
		"$T/b/unit/$T/extra/sample/tests/test_sample" && expect "runs" 0 "$T/b/unit/$T/extra/sample/tests/test_sample"
	expect "its fuzz target builds" 0 make -j2 B="$T/b" MODULES_EXTRA="$T/extra" \
		"$T/b/fuzz-bin/$T/extra/sample/tests/fuzz_sample" &&
		expect "and finds nothing" 0 "$T/b/fuzz-bin/$T/extra/sample/tests/fuzz_sample" -runs=1000
	expect "its guest test is in the guest" 0 make -j2 B="$T/b" MODULES_EXTRA="$T/extra" "$T/b/guest.elf" &&
		expect_text "by name" <(strings "$T/b/guest.elf") 'sample'
	expect "the same folder without it" 0 make -j2 B="$T/b" "$T/b/parapet.elf"
	expect "has it no more" 1 sh -c "nm '$T/b/parapet.elf' | grep -q module_sample"
fi

# Packages: what is missing is named; without root or sudo the command is printed and nothing is installed
echo 'no-such-package-at-all' >"$T/packages"
chmod 755 "$T"
chmod 644 "$T/packages"
expect "packages: nothing missing, nothing said" 0 tools/build/packages.sh deps/packages
if [ "$(id -u)" = 0 ]; then
	sed 's/command -v sudo/false/' tools/build/packages.sh >"$T/packages.sh"
	expect "packages: without root" 1 setpriv --reuid 65534 --clear-groups sh "$T/packages.sh" "$T/packages"
	expect_text "packages: the command" "$T/err" 'apt-get install .*no-such-package-at-all'
else
	skipped=$((skipped + 2))
fi
finish
