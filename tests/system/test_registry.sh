#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What happens with modules that fail, wait for each other, need what is not there, or claim what is taken. The
# modules are in tests/modules/SCENARIO.
. tests/system/lib.sh
unset KCONFIG_CONFIG

# image SCENARIO: makes the image with that scenario's modules
image() {
	make -j2 B="$B/registry-$1" MODULES_EXTRA="tests/modules/$1" "$B/registry-$1/parapet.elf"
}

# boot SCENARIO EXTRA_YAML: boots it under the default profile and further lines
boot() {
	{ cat configs/profiles/alone.yaml; printf '%b' "$2"; } >"$T/profile.yaml"
	"$PARAPET" igvm build --image "$B/registry-$1/parapet.elf" --profile "$T/profile.yaml" \
		--payload "elf:$GUEST,append=only=core_query_protocol" -o "$T/x.igvm" || return 1
	"$PARAPET" run --igvm "$T/x.igvm" --machine "$MACHINE" --vcpus 1 --memory 64M --deadline 60
}

expect "a missing need fails" 2 image missing
expect_text "and the linker names it" "$T/err" 'module_absent'
expect "a protocol claimed twice fails" 2 image twice
expect_text "and the linker names it" "$T/err" 'protocol_claimed_0'

expect "a cycle builds" 0 image cycle
expect "a cycle ends the boot" 4 boot cycle ''
expect_text "with its reason" "$T/err" 'REGISTRY|cycle'

expect "a failing module builds" 0 image failing
expect "on_failure: halt ends the boot" 4 boot failing ''
expect_text "with its reason" "$T/err" 'MODULE_START|on_failure'
expect "on_failure: degrade boots" 0 boot failing 'modules:\n  failing:\n    on_failure: degrade\n'
finish
