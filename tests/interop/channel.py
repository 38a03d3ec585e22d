#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The measured channel, written from docs/channel.md alone with nothing but the standard library.

  channel.py vectors FILE                  checks golden vectors, and prints "N passed, M failed"
  channel.py serve SOCKET [--features a,b] [--strategies a,b] [--once] [--timeout S]
                                           the VMM's side on a unix socket; prints TH of each negotiation
"""
import argparse
import hashlib
import os
import re
import socket
import struct
import sys

MAGIC, FRAMING, PROTOCOL = 0x4E435050, 1, 1
HEADER = struct.Struct("<IHBBIIQ")
HELLO, OFFER, CHOICE, ACK, ABORT = 1, 2, 3, 4, 255
MONITOR, HOST = 1, 2
BODY_MAX = 4096 - HEADER.size
VERSIONS, VERSION, NONCE, PROFILE, TRANSPORT, FEATURES, REQUIRED, STRATEGIES = range(1, 9)
STRATEGY, FRESHNESS, DEVICES, CODE, DETAIL = range(9, 14)
TH = 0x7FFF

CODES = {name: number for number, name in enumerate(
    "DEADLINE CLOSED MAGIC FRAMING TYPE ROLE SEQUENCE SESSION LENGTH MALFORMED UNKNOWN_TLV MISSING_TLV VALUE "
    "VERSION REQUIRED CONFIGURATION STRATEGY TRANSCRIPT CHOICE DEVICE TRANSPORT HOST INTERNAL".split(), 1)}
FEATURE_NAMES = {"relay": 1, "blk": 2, "vsock": 3, "certs": 4, "reboot-notice": 5, "debug-console": 6}
STRATEGY_NAMES = {"none": 1, "ephemeral": 2, "sealed": 3, "kbs": 4, "kbs+sealed": 5, "split": 6}

# TLV of each message: (least, most, multiple of) bytes
FIELDS = {
    HELLO: {VERSIONS: (0, 16, 2), NONCE: (32, 32, 1), PROFILE: (48, 48, 1), TRANSPORT: (48, 48, 1),
            FEATURES: (0, 256, 2), REQUIRED: (0, 256, 2), STRATEGIES: (0, 32, 2)},
    OFFER: {VERSION: (2, 2, 1), NONCE: (32, 32, 1), FEATURES: (0, 256, 2), STRATEGIES: (0, 32, 2),
            DEVICES: (0, 512, 16)},
    CHOICE: {VERSION: (2, 2, 1), FEATURES: (0, 256, 2), STRATEGY: (2, 2, 1), FRESHNESS: (1, 1, 1), TH: (48, 48, 1)},
    ACK: {TH: (48, 48, 1)},
    ABORT: {CODE: (2, 2, 1), DETAIL: (4, 4, 1)},
}


class Fault(Exception):
    def __init__(self, name, detail=0):
        super().__init__(name)
        self.name, self.detail = name, detail


class Closed(Exception):
    pass


def check_header(raw, expected, role, session):
    """Returns (type, length, session) of a header that may come now; session None: not known yet."""
    magic, version, kind, sender, sequence, length, number = HEADER.unpack(raw)
    if magic != MAGIC:
        raise Fault("MAGIC")
    if version != FRAMING:
        raise Fault("FRAMING")
    if length > BODY_MAX:
        raise Fault("LENGTH")
    if sender != role:
        raise Fault("ROLE")
    if kind not in (expected, ABORT):
        raise Fault("TYPE")
    if number == 0 or session not in (None, number):
        raise Fault("SESSION")
    if kind != ABORT and sequence != expected:
        raise Fault("SEQUENCE")
    return kind, length, number


def numbers(value):
    return list(struct.unpack(f"<{len(value) // 2}H", value))


def check_list(tlv, values, is_preference=False):
    ordered = len(set(values)) == len(values) if is_preference else values == sorted(set(values))
    if 0 in values or not ordered:
        raise Fault("VALUE", tlv)
    return values


def split_tlvs(kind, body):
    """Returns {type: value} of the fields that the message must have."""
    fields, found, last, at = FIELDS[kind], {}, -1, 0
    while at < len(body):
        if len(body) - at < 4:
            raise Fault("MALFORMED")
        raw, size = struct.unpack_from("<HH", body, at)
        tlv, critical = raw & 0x7FFF, raw & 0x8000
        if size > len(body) - at - 4 or tlv <= last:
            raise Fault("MALFORMED")
        value, last, at = body[at + 4:at + 4 + size], tlv, at + 4 + size
        if tlv not in fields:
            if critical or kind == ACK:
                raise Fault("UNKNOWN_TLV", tlv)
            continue
        if not critical:
            raise Fault("MALFORMED", tlv)
        least, most, step = fields[tlv]
        if not least <= size <= most or size % step:
            raise Fault("VALUE", tlv)
        found[tlv] = value
    for tlv in sorted(fields):
        if tlv not in found:
            raise Fault("MISSING_TLV", tlv)
    return found


def check_devices(value):
    last = 0
    for at in range(0, len(value), 16):
        kind, reserved, irq, address = struct.unpack_from("<HHIQ", value, at)
        if kind == 0 or reserved != 0 or irq > 1023 or address == 0 or address % 0x200 or address >= 1 << 48:
            raise Fault("VALUE", DEVICES)
        if address <= last:
            raise Fault("VALUE", DEVICES)
        last = address


def decode(kind, body):
    """Returns the fields of a body, lists as lists of numbers."""
    out = split_tlvs(kind, body)
    for tlv in (VERSION, STRATEGY):
        if tlv in out:
            out[tlv] = check_list(tlv, numbers(out[tlv]))[0]
    for tlv in (VERSIONS, FEATURES, REQUIRED, STRATEGIES):
        if tlv in out:
            out[tlv] = check_list(tlv, numbers(out[tlv]), kind == HELLO and tlv == STRATEGIES)
    if DEVICES in out:
        check_devices(out[DEVICES])
    return out


def encode(kind, role, sequence, session, tlvs):
    body = b"".join(struct.pack("<HH", tlv | 0x8000, len(value)) + value for tlv, value in sorted(tlvs.items()))
    return HEADER.pack(MAGIC, FRAMING, kind, role, sequence, len(body), session) + body


def label(text, size):
    return text.encode("ascii").ljust(size, b"\0")


def transcript_hash(hello, offer, choice):
    """TH; choice: the whole CHOICE, whose last TLV is its hash."""
    if choice[-52:-48] != struct.pack("<HH", TH | 0x8000, 48):
        raise Fault("MISSING_TLV", TH)
    bare = bytearray(choice[:-52])
    struct.pack_into("<I", bare, 12, len(bare) - HEADER.size)
    return hashlib.sha384(label("parapet channel transcript 1", 32) + hello + offer + bytes(bare)).digest()


def decide(hello, offer):
    """(features, strategy) that follow from a HELLO and an OFFER; CONFIGURATION cannot be seen from here."""
    if offer[VERSION] not in hello[VERSIONS]:
        raise Fault("VERSION", offer[VERSION])
    features = [f for f in hello[FEATURES] if f in offer[FEATURES]]
    for required in hello[REQUIRED]:
        if required not in features:
            raise Fault("REQUIRED", required)
    for strategy in hello[STRATEGIES]:
        if strategy in offer[STRATEGIES]:
            return features, strategy
    raise Fault("STRATEGY")


def check_choice(offer, choice, th):
    for feature in choice[FEATURES]:
        if feature not in offer[FEATURES]:
            raise Fault("CHOICE", feature)
    if choice[VERSION] != offer[VERSION]:
        raise Fault("CHOICE", choice[VERSION])
    if choice[STRATEGY] not in offer[STRATEGIES]:
        raise Fault("CHOICE", choice[STRATEGY])
    if choice[TH] != th:
        raise Fault("TRANSCRIPT")


# --- golden vectors ---------------------------------------------------------------------------------------


def read_vectors(path):
    """Yields (words of the first line, {key: value})."""
    heads = ("negotiation", "refused", "report", "transport")
    words, values = None, {}
    with open(path, encoding="ascii") as file:
        for line in file:
            parts = line.split()
            if not parts or parts[0].startswith("#"):
                continue
            if parts[0] in heads:
                if words:
                    yield words, values
                words, values = parts, {}
            else:
                values[parts[0]] = bytes.fromhex(parts[1]) if len(parts) > 1 else b""
    if words:
        yield words, values


def receive_whole(message, expected, role, session):
    kind, length, session = check_header(message[:HEADER.size], expected, role, session)
    if length != len(message) - HEADER.size:
        raise Fault("DEADLINE")
    return decode(kind, message[HEADER.size:]), session


def check_negotiation(v):
    hello, session = receive_whole(v["hello"], HELLO, MONITOR, None)
    offer, _ = receive_whole(v["offer"], OFFER, HOST, session)
    choice, _ = receive_whole(v["choice"], CHOICE, MONITOR, session)
    ack, _ = receive_whole(v["ack"], ACK, HOST, session)
    th = transcript_hash(v["hello"], v["offer"], v["choice"])
    check_choice(offer, choice, th)
    return (th == v["th"] == ack[TH] and decide(hello, offer) == (choice[FEATURES], choice[STRATEGY]))


def check_refused(code, v, first):
    hello, session = receive_whole(first["hello"], HELLO, MONITOR, None)
    try:
        offer, _ = receive_whole(v["offer"], OFFER, HOST, session)
        decide(hello, offer)
    except Fault as fault:
        return fault.name == code
    return False


def check_report(purpose, v):
    encoded = (label("parapet report data 1", 64) + label(purpose, 16) + v["th"] + v["events"] + v["profile"] +
               v["key"] + struct.pack("<H", len(v["nonce"])) + v["nonce"])
    return encoded == v["encoded"] and hashlib.sha512(encoded).digest() == v["data"]


def check_transport(name, address, v):
    data = label("parapet channel transport 1", 32) + struct.pack("<H", len(name)) + name.encode() + struct.pack(
        "<Q", int(address, 0))
    return hashlib.sha384(data).digest() == v["digest"]


def run_vectors(path):
    passed, failed, first = 0, 0, None
    for words, values in read_vectors(path):
        try:
            if words[0] == "negotiation":
                first = first or values
                good = check_negotiation(values)
            elif words[0] == "refused":
                good = check_refused(words[2], values, first)
            elif words[0] == "report":
                good = check_report(words[1], values)
            else:
                good = check_transport(words[1], words[2], values)
        except Fault as fault:
            print(f"  {fault.name} {fault.detail}")
            good = False
        passed, failed = passed + good, failed + (not good)
        if not good:
            print("FAILED", *words)
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 and passed > 0 else 1


# --- the VMM's side ---------------------------------------------------------------------------------------


def take(stream, size):
    data = b""
    while len(data) < size:
        more = stream.recv(size - len(data))
        if not more:
            raise Closed()
        data += more
    return data


class Session:
    """One negotiation on a connected stream."""

    def __init__(self, stream, features, strategies):
        self.stream, self.features, self.strategies = stream, features, strategies
        self.session, self.answer = None, OFFER

    def receive(self, expected):
        raw = take(self.stream, HEADER.size)
        kind, length, self.session = check_header(raw, expected, MONITOR, self.session)
        body = take(self.stream, length)
        fields = decode(kind, body)
        if kind == ABORT:
            print(f"halted code={struct.unpack('<H', fields[CODE])[0]}", flush=True)
            raise Closed()
        return raw + body, fields

    def run(self):
        raw_hello, hello = self.receive(HELLO)
        if PROTOCOL not in hello[VERSIONS]:
            raise Fault("VERSION", PROTOCOL)
        raw_offer = encode(OFFER, HOST, 2, self.session, {
            VERSION: struct.pack("<H", PROTOCOL),
            NONCE: os.urandom(32),
            FEATURES: struct.pack(f"<{len(self.features)}H", *self.features),
            STRATEGIES: struct.pack(f"<{len(self.strategies)}H", *self.strategies),
            DEVICES: b"",
        })
        self.stream.sendall(raw_offer)
        self.answer = ACK
        raw_choice, choice = self.receive(CHOICE)
        th = transcript_hash(raw_hello, raw_offer, raw_choice)
        check_choice(decode(OFFER, raw_offer[HEADER.size:]), choice, th)
        self.stream.sendall(encode(ACK, HOST, 4, self.session, {TH: th}))
        print(f"agreed session={self.session:016x} strategy={choice[STRATEGY]} "
              f"features={','.join(map(str, choice[FEATURES]))} th={th.hex()}", flush=True)

    def refuse(self, fault):
        print(f"refused code={fault.name} detail={fault.detail}", flush=True)
        if self.session is not None:
            self.stream.sendall(encode(ABORT, HOST, self.answer, self.session, {
                CODE: struct.pack("<H", CODES[fault.name]),
                DETAIL: struct.pack("<I", fault.detail),
            }))


def serve_stream(stream, features, strategies, once):
    """Negotiates until the stream ends; returns whether the last session was agreed."""
    agreed = False
    while True:
        session = Session(stream, features, strategies)
        try:
            session.run()
            agreed = True
            if once:
                return True
        except Fault as fault:
            try:
                session.refuse(fault)
            except OSError:
                pass
            return False
        except (Closed, OSError):
            return agreed


def run_serve(options):
    def parse(text, names):
        return sorted({names[word] if word in names else int(word, 0) for word in re.split(r",", text) if word})

    features, strategies = parse(options.features, FEATURE_NAMES), parse(options.strategies, STRATEGY_NAMES)
    if os.path.exists(options.path):
        os.unlink(options.path)
    listener = socket.socket(socket.AF_UNIX)
    os.umask(0o177)
    listener.bind(options.path)
    listener.listen()
    listener.settimeout(options.timeout)
    print("listening", flush=True)
    while True:
        stream, _ = listener.accept()
        stream.settimeout(options.timeout)
        with stream:
            agreed = serve_stream(stream, features, strategies, options.once)
        if options.once:
            return 0 if agreed else 4


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("vectors", "serve"))
    parser.add_argument("path")
    parser.add_argument("--features", default="certs,debug-console")
    parser.add_argument("--strategies", default="none,ephemeral,sealed")
    parser.add_argument("--once", action="store_true", help="end after the first connection: 0 agreed, 4 not")
    parser.add_argument("--timeout", type=float, default=None, help="seconds of waiting after which to give up")
    options = parser.parse_args()
    return run_vectors(options.path) if options.command == "vectors" else run_serve(options)


if __name__ == "__main__":
    sys.exit(main())
