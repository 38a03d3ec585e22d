#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The measured channel as a user meets it: with an agent, without one, one that refuses, and what the log then says.
. tests/system/lib.sh
OFFERS=configs/offers/default.yaml
export TMPDIR=$T

# profile LINES: the default one with a short deadline and further lines, as an IGVM file
igvm() {
	{ sed -e 's/deadline_ms: .*/deadline_ms: 800/' -e '/^strategies:/d' -e '/^freshness:/d' -e '/^modules:/,$d' \
		configs/profiles/default.yaml; printf '%b' "$1"; } \
		>"$T/profile.yaml"
	"$PARAPET" igvm build --image "$IMAGE" --profile "$T/profile.yaml" --payload "elf:$GUEST,append=evidence" \
		--vcpus-max 1 -o "$T/x.igvm"
}

run() {
	"$PARAPET" run --igvm "$T/x.igvm" --machine "$MACHINE" --memory 64M --deadline 60 "$@"
}

expect "builds" 0 igvm 'strategies: [ephemeral]\n' || finish
expect "agrees" 0 run --offers "$OFFERS"
cp "$T/out" "$T/console"
cp "$T/err" "$T/agent"
expect_text "the agent says so" "$T/agent" 'event=agreed .*strategy=ephemeral'
expect_text "the guest sees it" "$T/console" '^channel: version=1 .*strategy=ephemeral'
th=$(sed -n 's/^channel: th=//p' "$T/console")
expect "both have the same transcript hash" 0 grep -q "event=agreed .* th=$th" "$T/agent"
expect "the log replays" 0 "$PARAPET" log events "$T/console"
expect_text "and has the hash" "$T/out" "^th: $th \\(computed"
expect_text "and what the strategy gave" "$T/out" 'strategy: ephemeral: key'
expect "the log as JSON" 0 "$PARAPET" log events --json "$T/console"
cp "$T/out" "$T/json"
expect "is JSON" 0 /usr/bin/python3 -m json.tool "$T/json"
# One digit of the first event's line is changed
sed '0,/^event: /s/^\(event: .*\)3\([^3]*\)$/\14\2/' "$T/console" >"$T/changed"
expect "a changed log does not replay" 1 "$PARAPET" log events "$T/changed"
expect "no log at all" 1 "$PARAPET" log events "$OFFERS"

expect "nobody answers" 4 run
expect_text "the channel's deadline" "$T/err" 'a:01 CHANNEL_DEADLINE'
expect "both ways of an agent" 2 run --offers "$OFFERS" --channel unix:/nowhere
expect "the machine answers itself" 0 run --offer-first 128
expect_text "and all of it is offered" "$T/out" '^channel: version=1 features= '
expect "or not" 2 run --offers "$OFFERS" --offer-first 1
expect "a channel that is no socket's" 1 run --channel /nowhere
expect "offers that are not there" 1 run --offers "$T/nothing.yaml"
printf 'strategies: [none]\n' >"$T/less.yaml"
expect "less than the floor" 4 run --offers "$T/less.yaml"
expect_text "is refused by Parapet" "$T/err" 'a:11 CHANNEL_STRATEGY'
expect_text "and the agent hears why" "$T/err" 'STRATEGY|strategy'
expect "no folder is left" 1 sh -c "ls -d '$T'/parapet-run.* 2>/dev/null | grep ."

# An agent that is killed in the middle: it is stopped before the boot, takes HELLO and never answers
"$B/parapet-vmm" --offers "$OFFERS" --listen "unix:$T/dying" >"$T/dying.log" 2>&1 &
agent=$!
for _ in $(seq 100); do
	[ -S "$T/dying" ] && break
	sleep 0.05
done
kill -STOP $agent
{ sleep 2; kill -KILL $agent; } &
expect "an agent that is killed meanwhile" 4 run --channel "unix:$T/dying"
expect_text "is a reason of the channel's" "$T/err" 'a:0[12] CHANNEL_'
wait

# A VMM's side written from the document alone, in another language
/usr/bin/python3 tests/interop/channel.py serve "$T/python" --timeout 60 >"$T/python.log" 2>&1 &
python=$!
for _ in $(seq 100); do
	grep -q listening "$T/python.log" && break
	sleep 0.05
done
expect "another VMM's side" 0 run --channel "unix:$T/python"
cp "$T/out" "$T/console"
kill "$python"
wait "$python" 2>/dev/null
th=$(sed -n 's/^channel: th=//p' "$T/console")
expect_text "agrees on the same transcript hash" "$T/python.log" "^agreed .* th=$th\$"

# A freshness that no strategy of this image achieves
expect "builds" 0 igvm 'strategies: [ephemeral]\nfreshness: kbs_cas\n'
expect "a strategy that cannot do it halts" 4 run --offers "$OFFERS"
expect_text "with its reason" "$T/err" 'MODULE_START'
expect "builds" 0 igvm 'strategies: [ephemeral]\nfreshness: kbs_cas\nmodules:\n  keymgmt:\n    on_failure: degrade\n'
expect "or leaves no state" 0 run --offers "$OFFERS"
cp "$T/out" "$T/console"
expect "the log replays" 0 "$PARAPET" log events "$T/console"
expect_text "and says that it failed" "$T/out" 'strategy: ephemeral: failed'
expect_text "and what that meant" "$T/out" 'module: keymgmt: degraded'

expect "builds" 0 igvm 'strategies: [sealed]\n'
expect "a strategy that the image lacks" 4 run --offers "$OFFERS"
expect_text "is none" "$T/err" 'a:11 CHANNEL_STRATEGY'
finish
