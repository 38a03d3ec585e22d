#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# parapet run: its exit statuses, and that QEMU never outlives it.
. tests/system/lib.sh

"$PARAPET" igvm build --image "$IMAGE" --profile configs/profiles/alone.yaml --payload "elf:$GUEST,append=quick" \
	-o "$T/a.igvm" || exit 1

# A stand-in for QEMU that writes FAKE_LOG to the machine's log and stays for FAKE_STAY seconds
cat >"$T/qemu" <<'FAKE'
#!/bin/bash
log=$(printf '%s\n' "$@" | sed -n 's,.*path=/proc/self/fd/\([0-9]*\)$,\1,p')
echo "guest's console"
printf '%b' "$FAKE_LOG" >&"$log"
exec sleep "${FAKE_STAY:-0}"
FAKE
chmod +x "$T/qemu"
run() { "$PARAPET" run --igvm "$T/a.igvm" --machine "$MACHINE" --memory 64M "$@"; }
fake() {
	local what=$1 status=$2
	FAKE_LOG=$3 expect "$what" "$status" run --qemu "$T/qemu" --result "$T/result.json"
	expect "$what: JSON" 0 /usr/bin/python3 -m json.tool "$T/result.json"
}

fake "pass" 0 '@end pass\n'
FAKE_LOG='@end pass\n' expect "pass, JSON on standard output" 0 run --qemu "$T/qemu" --json
expect_text "after the guest's console" "$T/out" "^guest's console"
fake "fail" 3 '@end fail 7\n'
fake "halt" 4 '@end halt vmpl=0 set=8 code=2\n'
FAKE_LOG='@end halt vmpl=0 set=8 code=2\n' expect "halt in words" 4 run --qemu "$T/qemu"
expect_text "the cause" "$T/err" 'C_BIT.*C-bit'
expect_text "the remedy" "$T/err" 'platform.c_bit'
fake "the guest's own halt" 3 '@end halt vmpl=2 set=1 code=1\n'
fake "rule" 5 '@end rule some-rule detail\n'
fake "input" 1 '@end input bad "bundle"\n'
fake "reset" 3 '@end reset\n'
fake "silence" 5 ''
FAKE_LOG='' FAKE_STAY=30 expect "deadline" 6 run --qemu "$T/qemu" --deadline 1
expect "no QEMU" 1 run --qemu "$T/none"
expect "no machine" 1 "$PARAPET" run --igvm "$T/a.igvm" --machine "$T/none"
expect "no file" 1 "$PARAPET" run --igvm "$T/none" --machine "$MACHINE"
expect "a broken file" 1 "$PARAPET" run --igvm "$T/qemu" --machine "$MACHINE"
expect "odd memory" 1 run --memory 33M
expect "no --igvm" 2 "$PARAPET" run
expect "too many vCPUs" 2 run --vcpus 9
expect "exact costs of threads" 2 run --icount --parallel
expect "seed too long" 1 run --chip-seed "$(printf '00%.0s' {1..33})"

# Ctrl-C, and kill -9: a stand-in that would stay notes its process number, and must be gone soon
cat >"$T/stay" <<STAY
#!/bin/bash
echo \$\$ >"$T/pid"
exec sleep 60
STAY
chmod +x "$T/stay"
is_gone() {
	local child
	child=$(cat "$T/pid")
	for _ in {1..50}; do
		# dead and waiting for somebody to reap it is gone
		grep -qs '^State:.*[RSD] ' "/proc/$child/status" || return 0
		sleep 0.1
	done
	return 1
}
for signal in INT TERM HUP; do
	expect "$signal" 130 timeout --preserve-status -s "$signal" 2 "$PARAPET" run --igvm "$T/a.igvm" \
		--machine "$MACHINE" --qemu "$T/stay"
	expect "$signal: nothing left" 0 is_gone
done
"$PARAPET" run --igvm "$T/a.igvm" --machine "$MACHINE" --qemu "$T/stay" >/dev/null 2>&1 &
sleep 1
kill -KILL $!
wait $! 2>/dev/null
expect "KILL: nothing left" 0 is_gone

# the real machine
expect "boot" 0 run --vcpus 2 --memory 128M --result "$T/result.json"
expect_text "the guest's summary" "$T/out" '[0-9]+ passed, 0 failed'
digest=$(sed -n 's/.*"launch_digest": "\([0-9a-f]*\)".*/\1/p' "$T/result.json")
expect "the machine's digest is ours" 0 [ "$digest" = "$("$PARAPET" igvm measure "$T/a.igvm")" ]
printf '\001' >"$T/lie"
expect "a host that lies about its memory" 4 run --lie-memory-map "$T/lie"
expect_text "is named" "$T/err" 'MEMORY_MAP'
expect "memory dump" 0 run --memory-dump "$T/ram"
expect "has the guest's memory" 0 [ "$(stat -c %s "$T/ram")" -ge $((64 << 20)) ]
finish
