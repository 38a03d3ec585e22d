#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What becomes of the monitor when its own code goes wrong: every exception ends it with the code that fits, and an
# access that may fault is an error and nothing more.
. tests/system/lib.sh
unset KCONFIG_CONFIG

# boots KIND STATUS REGEX [OPTION]: the image whose module does KIND ends with STATUS and says so
boots() {
	local injection=off
	[ "${4:-}" = --restricted-injection ] && injection=required
	printf 'platform:\n  c_bit: 39\n  restricted_injection: %s\nmodules:\n  faulty:\n    kind: %s\n' "$injection" "$1" >"$T/profile.yaml"
	expect "$1: igvm" 0 "$PARAPET" igvm build --image "$build/parapet.elf" --profile "$T/profile.yaml" \
		--payload "elf:$GUEST,append=only=call_is_served" -o "$T/fault.igvm" || return
	expect "$1: ends" "$2" "$PARAPET" run --igvm "$T/fault.igvm" --machine "$MACHINE" --vcpus 1 --memory 64M \
		--deadline 60 --verbose ${4:-}
	cat "$T/out" "$T/err" >"$T/all"
	expect_text "$1: with its code" "$T/all" "$3"
}

build=$B/faults
expect "builds" 0 make -j2 B="$build" MODULES_EXTRA=tests/modules/faults "$build/parapet.elf" || finish
boots none 0 'passed'
boots unmapped 4 'EXCEPTION'
boots read_only 4 'EXCEPTION'
boots data_code 4 'EXCEPTION'
boots undefined 4 'EXCEPTION'
boots divide 4 'EXCEPTION'
boots breakpoint 4 'INJECTED'
boots interrupt 4 'INJECTED'
boots stack 4 'STACK'
boots double_fault 4 'DOUBLE_FAULT'
boots not_validated 4 ': VC,'
boots listed 0 'passed'
boots intercepted 4 ': VC,'
boots doorbell 0 'passed' --restricted-injection
boots unmapped 4 'EXCEPTION' --restricted-injection
finish
