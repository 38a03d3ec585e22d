# SPDX-License-Identifier: GPL-2.0-or-later
"""The VMM's end of the measured channel, for a case to misuse."""
import os
import pathlib
import socket
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "interop"))
import channel as ch  # noqa: E402 (found by the path above)

BLK, DEVICE = 1, 0xFEB00000


def u16s(*values):
    return struct.pack(f"<{len(values)}H", *values)


def device(kind=BLK, reserved=0, irq=5, address=DEVICE):
    return struct.pack("<HHIQ", kind, reserved, irq, address)


def tlv(kind, value, critical=True, size=None):
    return struct.pack("<HH", kind | (0x8000 if critical else 0), len(value) if size is None else size) + value


class Host:
    """One connection. What was said and heard is kept: the transcript is over what was heard and *meant*."""

    def __init__(self, stream):
        self.stream, self.session = stream, 0
        self.hello_raw = self.offer_raw = self.choice_raw = b""
        self.hello = self.choice = None
        self.abort = None

    def send(self, data):
        try:
            self.stream.sendall(data)
        except OSError:
            pass

    def take(self, size):
        data = b""
        while len(data) < size:
            piece = self.stream.recv(size - len(data))
            if not piece:
                raise ch.Closed()
            data += piece
        return data

    def receive(self):
        """One message: (type, session, whole bytes)."""
        head = self.take(ch.HEADER.size)
        _, _, kind, _, _, length, session = ch.HEADER.unpack(head)
        whole = head + self.take(length)
        if kind == ch.ABORT:
            self.abort = ch.numbers(ch.decode(ch.ABORT, whole[24:])[ch.CODE])[0]
            raise ch.Closed()
        return kind, session, whole

    def get_hello(self):
        _, self.session, self.hello_raw = self.receive()
        self.hello = ch.decode(ch.HELLO, self.hello_raw[24:])

    def get_choice(self):
        _, _, self.choice_raw = self.receive()
        self.choice = ch.decode(ch.CHOICE, self.choice_raw[24:])

    def fields(self, **changes):
        """The TLVs of an honest OFFER; changes by the document's names, None takes one out."""
        tlvs = {ch.VERSION: u16s(1), ch.NONCE: os.urandom(32), ch.FEATURES: u16s(1, 2, 4), ch.STRATEGIES: u16s(1, 2),
                ch.DEVICES: b""}
        tlvs.update({getattr(ch, name): value for name, value in changes.items()})
        return {kind: value for kind, value in tlvs.items() if value is not None}

    def message(self, what, body, **header):
        """A host's message, header fields changed by name."""
        h = {"magic": ch.MAGIC, "framing": 1, "kind": what, "role": ch.HOST, "sequence": what, "length": len(body),
             "session": self.session}
        h.update(header)
        return ch.HEADER.pack(*(h[name] for name in ("magic", "framing", "kind", "role", "sequence", "length",
                                                     "session"))) + body

    def offer(self, header=None, **changes):
        body = b"".join(tlv(kind, value) for kind, value in sorted(self.fields(**changes).items()))
        self.offer_raw = self.message(ch.OFFER, body, **(header or {}))
        return self.offer_raw

    def th(self):
        return ch.transcript_hash(self.hello_raw, self.offer_raw, self.choice_raw)

    def ack(self, body=None, **header):
        return self.message(ch.ACK, tlv(ch.TH, self.th()) if body is None else body, **header)

    # What an honest VMM does, in one go
    def agree(self, **changes):
        self.get_hello()
        self.send(self.offer(**changes))
        self.get_choice()
        self.send(self.ack())

    def to_choice(self, **changes):
        self.get_hello()
        self.send(self.offer(**changes))
        self.get_choice()

    def drain(self):
        """Listens until the other side is gone; an ABORT is noted."""
        try:
            self.stream.settimeout(30)
            while True:
                self.receive()
        except (ch.Closed, ch.Fault, OSError, struct.error):
            pass

    def close(self):
        try:
            self.stream.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.stream.close()
