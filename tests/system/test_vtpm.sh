#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What a TPM saved for Startup(STATE) is worth nothing in the next boot: PCR 0 shows the negotiation of that one.
# Whether there are endorsement keys is the profile's to say.
. tests/system/lib.sh
export TMPDIR=$T

# boot NAME OFFERS WORDS [PROFILE]: the console in $T/NAME.console, the agent's log in $T/NAME.agent
boot() {
	"$PARAPET" igvm build --image "$IMAGE" --profile "${4:-configs/profiles/default.yaml}" \
		--payload "elf:$GUEST,append=$3" --vcpus-max 1 -o "$T/x.igvm" &&
		"$PARAPET" run --igvm "$T/x.igvm" --machine "$MACHINE" --memory 64M --deadline 60 --offers "$2" \
			>"$T/$1.console" 2>"$T/$1.agent"
}

grep -q '^CONFIG_MODULE_VTPM=y' "$B/.config" || {
	skipped=1
	echo "no vtpm module in this configuration"
	finish
}
printf 'strategies: [none, ephemeral]\n' >"$T/other.yaml"
expect "boots, and shuts down with state" 0 boot first configs/offers/default.yaml only=vtpm_shutdown_state
expect "boots again under another OFFER" 0 boot second "$T/other.yaml" only=vtpm_shutdown_state
first=$(sed -n 's/^vtpm: pcr0=//p' "$T/first.console")
second=$(sed -n 's/^vtpm: pcr0=//p' "$T/second.console")
expect "the first boot shows PCR 0" 0 [ "${#first}" = 96 ]
expect "the second boot shows PCR 0" 0 [ "${#second}" = 96 ]
expect "each boot has its own" 0 [ "$first" != "$second" ]

sed 's/endorsement_keys: true/endorsement_keys: false/' configs/profiles/default.yaml >"$T/without.yaml"
expect "a profile without endorsement keys" 0 boot without configs/offers/default.yaml only=vtpm_no_endorsement_keys \
	"$T/without.yaml"
expect_text "and without them it is" "$T/without.console" '^ok   vtpm_no_endorsement_keys'

# The log of a boot says which PCR 0 it gives; tpm2_eventlog reads it as it is
expect "a boot that prints its log" 0 boot log configs/offers/default.yaml evidence
expect "the log replays" 0 "$PARAPET" log events "$T/log.console"
sed -n 's/^event: //p' "$T/log.console" | /usr/bin/python3 -c \
	'import sys; sys.stdout.buffer.write(bytes.fromhex(sys.stdin.read()))' >"$T/log.bin"
register=$(sed -n 's/^event register: //p' "$T/log.console")
expect "tpm2_eventlog reads the log" 0 tpm2_eventlog "$T/log.bin"
expect_text "and computes the register" "$T/out" "^ *0 *: 0x$register\$"
expect_text "with the separator that ends the boot" "$T/out" 'EV_SEPARATOR'
finish
