#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The channel's document, its code and an independent implementation agree: registries, vectors, handshakes.
. tests/system/lib.sh
trap '[ -z "${pid:-}" ] || kill -KILL "$pid" 2>/dev/null; rm -rf "$T"' EXIT
expect "the document's registries are the code's" 0 /usr/bin/python3 tests/interop/registry.py abi/channel.h docs/channel.md
expect "python matches every vector" 0 /usr/bin/python3 tests/interop/channel.py vectors tests/vectors/channel/vectors.txt
expect_text "and counts them" "$T/out" '^37 passed, 0 failed$'
expect "the vectors are what the generator writes" 0 sh -c \
	"$(printf '%q' "$B/channel-vectors") | cmp - tests/vectors/channel/vectors.txt"
/usr/bin/python3 tests/interop/channel.py serve "$T/vm" --timeout 60 >"$T/log" 2>&1 &
pid=$!
for _ in $(seq 100); do
	grep -q listening "$T/log" && break
	sleep 0.05
done
expect "python's VMM side conforms" 0 timeout 60 "$B/parapet-vmm" --check "$T/vm"
expect_text "and prints TH" "$T/log" '^agreed .* th=[0-9a-f]{96}$'
finish
