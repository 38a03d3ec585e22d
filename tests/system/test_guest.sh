#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The test guest on the software machine: its whole suite, on few and many vCPUs, little and much memory, every place
# of the region; and each attack that the hardware ends, which must end with the rule named here.
# PARALLEL=--parallel runs the races on a thread each, at the risk that machine/README.md names.
cd "$(dirname "$0")/../.." || exit 1
. tests/system/lib.sh
PARALLEL=${PARALLEL:-}

# build NAME APPEND [OPTION...]: $T/NAME.igvm with that command line
build() {
	local name=$1 append=$2
	shift 2
	expect "build $name" 0 "$PARAPET" igvm build --image "$IMAGE" --profile configs/profiles/alone.yaml "$@" \
		--payload "elf:$GUEST,append=$append" --vcpus-max 8 -o "$T/$name.igvm"
}

# boot WHAT STATUS NAME OPTION...
boot() {
	local what=$1 want=$2 name=$3
	shift 3
	expect "$what" "$want" timeout -s KILL 600 "$PARAPET" run --machine "$MACHINE" --deadline 550 --igvm "$T/$name.igvm" "$@"
}

# ends RULE TEST: the guest's test must end with the machine's rule
ends() {
	build "$2" "only=$2"
	boot "$2" 5 "$2" --vcpus 3 --json --result "$T/result"
	expect_text "$2: rule" "$T/result" "$1"
}

build quick quick
for vcpus in 1 2 8; do
	boot "quick, $vcpus vCPUs" 0 quick --vcpus "$vcpus" $PARALLEL
	expect_text "quick, $vcpus vCPUs: summary" "$T/out" '^[1-9][0-9]* passed, 0 failed'
done
boot "quick, restricted injection" 0 quick --vcpus 4 --restricted-injection
boot "quick, 256M" 0 quick --vcpus 2 --memory 256M
boot "quick, 4G" 0 quick --vcpus 2 --memory 4G

build log "quick log"
boot "log" 0 log --vcpus 4
expect_text "modules are reported" "$T/out" '^  module core: started'
expect_text "memory is reported" "$T/out" '^  memory used: [1-9][0-9]* KiB of a pool of [1-9]'
expect_text "log as hex" "$T/out" '^log: [0-9a-f]{112}$'
cp "$T/out" "$T/hex"
expect "log decode" 0 "$PARAPET" log decode --image "$IMAGE" "$T/hex"
expect_text "log decode: vCPUs" "$T/out" 'host vCPUs: 4'

build full full
boot "full, 4 vCPUs" 0 full --vcpus 4 $PARALLEL --deadline 580
expect_text "full: summary" "$T/out" '^[1-9][0-9]* passed, 0 failed$'

for place in low middle high; do
	build "$place" quick --place "$place"
	boot "place $place" 0 "$place" --vcpus 2 --memory 2G
done

ends vmpl-rights end_svsm_read
ends vmpl-rights end_svsm_write
ends vmpl-rights end_svsm_execute
ends vmpl-rights end_vmsa_write
ends vmpl-rights end_vmsa_rewritten_during_create
ends pvalidate-unassigned end_pvalidate_shared_page
ends psc-validated end_psc_of_svsm_memory
ends psc-validated end_psc_of_calling_area
ends vmsa-unmarked end_vmsa_of_the_guests_own
ends ap-vmpl end_vmsa_above_the_guest

build none only=no_such_test
boot "a test that does not exist" 3 none

build bench bench
boot "bench" 0 bench --memory 256M --icount
expect_text "bench: null call" "$T/out" '^bench: null-call=[1-9][0-9]*$'
mv "$T/out" "$T/first"
boot "bench again" 0 bench --memory 256M --icount
mv "$T/out" "$T/second"
# Every TPM is another: how long its keys take to find is its own
sed -i '/^bench: tpm-/d' "$T/first" "$T/second"
expect "bench repeats exactly" 0 cmp "$T/first" "$T/second"
finish
