# SPDX-License-Identifier: GPL-2.0-or-later
"""Right bytes at the wrong time, wrong bytes, no bytes."""
import os
import time

from case import Boot, Halt, case
from host import ch, tlv, u16s

DEADLINE = 0.7


def cut_offer(keep, then=lambda h: None):
    def run(h):
        h.get_hello()
        h.send(h.offer()[:keep])
        then(h)
    return run


def instead(make):
    """The host answers the HELLO with these bytes."""
    def run(h):
        h.get_hello()
        h.send(make(h))
    return run


case("silence", Halt("DEADLINE"), lambda h: h.get_hello())
case("not even listening to the HELLO", Halt("DEADLINE"), lambda h: time.sleep(0.1))
for bytes_kept in (1, 12, 23, 24, 25, 60, -1):
    case(f"OFFER cut, {bytes_kept} bytes", Halt("DEADLINE"), cut_offer(bytes_kept))
for bytes_kept in (0, 24, 60):
    case(f"the agent dies after {bytes_kept} bytes of OFFER", Halt("DEADLINE", told=False),
         cut_offer(bytes_kept, lambda h: h.close()))
case("the agent dies before the HELLO", Halt("DEADLINE", told=False), lambda h: h.close())


def late(h):
    h.get_hello()
    time.sleep(2 * DEADLINE)
    h.send(h.offer())


case("OFFER after the deadline", Halt("DEADLINE"), late)


def slowly(h):
    h.get_hello()
    for byte in h.offer():
        h.send(bytes([byte]))
        time.sleep(0.002)
    h.get_choice()
    for byte in h.ack():
        h.send(bytes([byte]))
        time.sleep(0.002)


def too_slowly(h):
    h.get_hello()
    for byte in h.offer():
        h.send(bytes([byte]))
        time.sleep(0.02)


case("a byte at a time", Boot(), slowly)
case("a byte at a time, beyond the deadline", Halt("DEADLINE"), too_slowly)

case("a flood of zeros", Halt("MAGIC"), instead(lambda h: bytes(1 << 16)))
case("a flood of ones", Halt("MAGIC"), instead(lambda h: b"\xff" * (1 << 16)))
case("a flood of noise", Halt("MAGIC"), instead(lambda h: b"\0" + os.urandom(1 << 16)))
case("a flood of headers", Halt("MISSING_TLV"), instead(lambda h: h.message(ch.OFFER, b"") * 1000))
case("text", Halt("MAGIC"), instead(lambda h: b"Debian GNU/Linux 12 vm ttyS1"))
case("less than a header of text", Halt("DEADLINE"), instead(lambda h: b"login: "))
case("a byte before the OFFER", Halt("MAGIC"), instead(lambda h: b"\0" + h.offer()))
case("an echo", Halt("ROLE"), instead(lambda h: h.hello_raw))
case("an ACK before the OFFER", Halt("TYPE"), instead(lambda h: h.message(ch.ACK, tlv(ch.TH, bytes(48)))))
case("a CHOICE of the host's", Halt("TYPE"), instead(lambda h: h.message(ch.CHOICE, tlv(ch.STRATEGY, u16s(1)))))
case("an ABORT", Halt("HOST", told=False),
     instead(lambda h: h.message(ch.ABORT, tlv(ch.CODE, u16s(0x0E)) + tlv(ch.DETAIL, bytes(4)), sequence=2)))
case("an ABORT of another session", Halt("SESSION"),
     instead(lambda h: h.message(ch.ABORT, tlv(ch.CODE, u16s(1)) + tlv(ch.DETAIL, bytes(4)), session=5)))
case("an ABORT without its code", Halt("MISSING_TLV"), instead(lambda h: h.message(ch.ABORT, b"")))


def replayed_offer(h):
    """The whole OFFER of a session that once was."""
    h.get_hello()
    h.session, now = 0x1122334455667788, h.session
    h.send(h.offer())
    h.session = now


def replayed_offer_relabelled(h):
    """An old OFFER with this session's number: fresh to the monitor, and the old ACK does not fit."""
    h.get_hello()
    h.send(h.offer(NONCE=b"\x11" * 32))
    h.get_choice()
    h.send(h.message(ch.ACK, tlv(ch.TH, b"\x22" * 48)))


case("the OFFER of an old session", Halt("SESSION"), replayed_offer)
case("OFFER and ACK of an old session, relabelled", Halt("TRANSCRIPT"), replayed_offer_relabelled)


def offer_twice(h):
    h.get_hello()
    h.send(h.offer() * 2)
    h.get_choice()


def before_hello(h):
    h.session = 7
    h.send(h.offer())
    h.get_hello()


case("the OFFER twice", Halt("TYPE"), offer_twice)
# The port is emptied when it is opened, so the message may arrive without its beginning, or not at all
case("an OFFER before the HELLO", Halt("SESSION", or_codes=("MAGIC", "DEADLINE")), before_hello)
