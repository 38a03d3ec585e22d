#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The agent parapet-vmm as a user runs it: offers, sockets, two agents, killed agents and clients, --check, --once.
. tests/system/lib.sh
AGENT=$B/parapet-vmm
OFFERS=configs/offers/default.yaml
SOCKET=$T/vm
agent_pid=
trap '[ -z "$agent_pid" ] || kill -KILL "$agent_pid" 2>/dev/null; rm -rf "$T"' EXIT

# start_agent LOG ARGUMENT...: an agent in the background, once it listens
start_agent() {
	local log=$1 i
	shift
	"$AGENT" "$@" >"$log" 2>"$log.err" &
	agent_pid=$!
	for i in $(seq 100); do
		grep -q listening "$log" && return 0
		sleep 0.05
	done
	echo "FAILED: the agent does not listen"
	cat "$log.err"
	failed=$((failed + 1))
}

# end_agent WANTED: ends it with SIGTERM; its status must be WANTED
end_agent() {
	kill -TERM "$agent_pid" 2>/dev/null
	expect "the agent ends" "$1" wait "$agent_pid"
	agent_pid=
}

# fault WHAT PLACE-AND-TEXT YAML: an offers file with that fault is refused, where it is
fault() {
	printf '%b' "$3" >"$T/offers.yaml"
	expect "$1" 1 timeout 10 "$AGENT" --offers "$T/offers.yaml" --listen "unix:$SOCKET"
	expect_text "$1: where" "$T/err" "offers.yaml:$2"
}

expect "--help" 0 "$AGENT" --help
expect "--version" 0 "$AGENT" --version
expect "no arguments" 2 "$AGENT"
expect "an unknown option" 2 "$AGENT" --offer x
expect "--check with --offers" 2 "$AGENT" --check "$SOCKET" --offers "$OFFERS"
expect "an address of another kind" 2 "$AGENT" --offers "$OFFERS" --listen "tcp:1"
expect "no offers file" 1 "$AGENT" --offers "$T/none" --listen "unix:$SOCKET"
expect "a folder that is not there" 3 "$AGENT" --offers "$OFFERS" --listen "unix:$T/none/vm"
expect "a path too long" 2 "$AGENT" --offers "$OFFERS" --listen "unix:/$(printf 'x%.0s' $(seq 200))"

fault "an empty file" "1:1: the file is empty" ''
fault "not YAML" '2:1: ' 'features: [relay\n'
fault "no mapping" '1:1: ' '[relay]\n'
fault "an unknown key" "2:1: unknown key 'strategy'" 'features: []\nstrategy: [none]\n'
expect_text "with its nearest" "$T/err" "nearest valid key is 'strategies'"
fault "a missing key" "1:1: required key 'strategies'" 'features: []\n'
fault "a doubled key" "2:1: duplicate key" 'strategies: []\nstrategies: []\n'
fault "an unknown feature" "1:12: unknown feature 'rely'" 'features: [rely]\nstrategies: []\n'
expect_text "with its nearest" "$T/err" "nearest is 'relay'"
fault "a doubled feature" "1:19: feature 'relay' is there twice" 'features: [relay, relay]\nstrategies: []\n'
fault "the same by number" "1:19: feature '1' is there twice" 'features: [relay, 1]\nstrategies: []\n'
fault "feature 0" '1:12: ' 'features: [0]\nstrategies: []\n'
fault "feature 65536" '1:12: ' 'features: [65536]\nstrategies: []\n'
fault "a list that is none" '1:11: a list' 'features: relay\nstrategies: []\n'
fault "17 strategies" '1:' "strategies: [$(seq -s, 100 116)]\n"
fault "129 features" '1:' "features: [$(seq -s, 100 228)]\nstrategies: []\n"
fault "a device without its feature" "2:18: its feature 'blk'" \
	'strategies: []\ndevices: [{kind: virtio-mmio-blk, address: 0x1000}]\n'
fault "a device that is not aligned" '3:44: an address' \
	'strategies: []\nfeatures: [blk]\ndevices: [{kind: virtio-mmio-blk, address: 0x1001}]\n'
fault "two devices at one address" '5:30: another device' \
	'strategies: []\nfeatures: [blk]\ndevices:\n- {kind: 9, address: 4096}\n- {kind: 1, irq: 1, address: 4096}\n'
fault "an irq too high" '2:40: irq' 'strategies: []\ndevices: [{kind: 9, address: 512, irq: 1024}]\n'
fault "a device without an address" '2:11: a device' 'strategies: []\ndevices: [{kind: 9}]\n'
fault "a deadline of 0" '2:14: ' 'strategies: []\ndeadline_ms: 0\n'
fault "two documents" '3:1: ' 'strategies: []\n---\nstrategies: []\n'
fault "bytes that are no UTF-8" '1:13: ' 'strategies: \377\n'

start_agent "$T/log" --offers "$OFFERS" --listen "unix:$SOCKET"
expect_text "the socket has mode 0600" <(stat -c %a "$SOCKET") '^600$'
expect "its own --check" 0 timeout 60 "$AGENT" --check "$SOCKET"
expect_text "--check counts" "$T/out" '^[0-9]+ passed, 0 failed$'
expect_text "TH is printed" "$T/log" 'event=agreed .* th=[0-9a-f]{96}$'
expect "a second agent refuses" 3 timeout 10 "$AGENT" --offers "$OFFERS" --listen "unix:$SOCKET"
expect_text "and says whose it is" "$T/err" "another agent \(process $agent_pid\)"
expect "the first one still serves" 0 timeout 60 "$AGENT" --check "unix:$SOCKET"

# A client that is killed in the middle of its HELLO, and one that stays silent, hold up nobody
timeout -s KILL 1 $(command -v python3) -c '
import socket, sys, time
s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); s.sendall(b"PPCN"); time.sleep(60)' "$SOCKET" >"$T/python" 2>&1
expect_text "a killed client is noticed" "$T/log" 'event=closed '
expect "and does no harm" 0 timeout 60 "$AGENT" --check "$SOCKET"

kill -KILL "$agent_pid"
wait "$agent_pid" 2>/dev/null
expect "a killed agent leaves its socket" 0 test -S "$SOCKET"
expect "nobody answers there" 5 timeout 60 "$AGENT" --check "$SOCKET"
start_agent "$T/log2" --offers "$OFFERS" --listen "unix:$SOCKET" --json
expect "the next one takes it over" 0 timeout 60 "$AGENT" --check "$SOCKET"
expect "JSON records are JSON" 0 $(command -v python3) -c '
import json, sys
records = [json.loads(line) for line in open(sys.argv[1])]
assert any(r["event"] == "agreed" and len(r["th"]) == 96 for r in records)' "$T/log2"
end_agent 0
expect "the socket is gone" 1 test -e "$SOCKET"

echo precious >"$T/file"
expect "a file is not taken for a socket" 3 timeout 10 "$AGENT" --offers "$OFFERS" --listen "unix:$T/file"
expect_text "nor harmed" "$T/file" precious

start_agent "$T/log3" --offers "$OFFERS" --listen "unix:$SOCKET" --once
timeout 10 "$AGENT" --check "$SOCKET" --wait 100 >"$T/check" 2>&1 # its first case ends in the middle of a session
expect "--once with a session cut off" 4 wait "$agent_pid"
agent_pid=

# A VM that stalls after HELLO's first bytes
printf 'strategies: [none]\ndeadline_ms: 200\n' >"$T/short.yaml"
start_agent "$T/log4" --offers "$T/short.yaml" --listen "unix:$SOCKET" --once
timeout 10 $(command -v python3) -c '
import socket, sys
s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); s.sendall(b"PPCN"); s.settimeout(5); assert s.recv(1) == b""' "$SOCKET"
expect "a stalled VM is refused" 4 wait "$agent_pid"
agent_pid=
expect_text "for its deadline" "$T/log4" 'event=refused .* code=DEADLINE'
finish
