# SPDX-License-Identifier: GPL-2.0-or-later
# What Parapet shows of itself through the TPM; and its event log, whose replay must give PCR 0.
observe_dump() {
	observe dump >dump.txt || return
	grep -q "^release .* vcpus $(ls -d /sys/devices/system/cpu/cpu[0-9]* | wc -l) " dump.txt &&
		grep -q '^module vtpm state 1 ' dump.txt && grep -q '^call vtpm.1 count [1-9]' dump.txt
}
event_log_replay() {
	observe events >events.bin && tpm2_eventlog events.bin >events.yaml || return
	local replayed read
	replayed=$(sed -n '/^pcrs:/,$p' events.yaml | sed -n '/sha384:/,$p' | sed -n 's/^ *0 *: *0x//p' | head -1)
	read=$(pcr sha384 0)
	echo "replayed $replayed" "read $read"
	[ -n "$read" ] && [ "$replayed" = "$read" ]
}
if [ -c /dev/tpmrm0 ] && [ "${tpm:-}" != no ]; then
	check "observe: what Parapet shows, through the TPM" observe_dump
	check "event log: the replay gives PCR 0" event_log_replay
else
	skip "observe" "no TPM"
fi
