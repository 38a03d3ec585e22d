# SPDX-License-Identifier: GPL-2.0-or-later
"""Acknowledgements that are late, wrong or decorated. Anything but the transcript hash ends the boot."""
import os
import time

from case import Boot, Halt, case
from host import ch, tlv, u16s


def ack(name, want, make):
    def run(h):
        h.to_choice()
        h.send(make(h))
    case(f"ACK {name}", want, run)


def flip(data, bit):
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


ack("with TH's first bit turned", Halt("TRANSCRIPT"), lambda h: h.ack(tlv(ch.TH, flip(h.th(), 0))))
ack("with TH's last bit turned", Halt("TRANSCRIPT"), lambda h: h.ack(tlv(ch.TH, flip(h.th(), 383))))
ack("of zeros", Halt("TRANSCRIPT"), lambda h: h.ack(tlv(ch.TH, bytes(48))))
ack("of noise", Halt("TRANSCRIPT"), lambda h: h.ack(tlv(ch.TH, os.urandom(48))))
ack("of 47 bytes", Halt("VALUE"), lambda h: h.ack(tlv(ch.TH, h.th()[:47])))
ack("of 49 bytes", Halt("VALUE"), lambda h: h.ack(tlv(ch.TH, h.th() + b"\0")))
ack("without TH", Halt("MISSING_TLV"), lambda h: h.ack(b""))
ack("with a TH that is not critical", Halt("MALFORMED"), lambda h: h.ack(tlv(ch.TH, h.th(), critical=False)))
ack("with TH twice", Halt("MALFORMED"), lambda h: h.ack(tlv(ch.TH, h.th()) * 2))
ack("with another TLV", Halt("UNKNOWN_TLV"), lambda h: h.ack(tlv(0x100, b"", critical=False) + tlv(ch.TH, h.th())))
ack("with another critical TLV", Halt("UNKNOWN_TLV"), lambda h: h.ack(tlv(0x100, b"") + tlv(ch.TH, h.th())))
ack("with features", Halt("UNKNOWN_TLV"), lambda h: h.ack(tlv(ch.FEATURES, u16s(3)) + tlv(ch.TH, h.th())))
ack("with a byte too many", Halt("MALFORMED"), lambda h: h.ack(tlv(ch.TH, h.th()) + b"\0"))
ack("of another session", Halt("SESSION"), lambda h: h.ack(session=h.session ^ 1))
ack("with sequence 3", Halt("SEQUENCE"), lambda h: h.ack(sequence=3))
ack("with sequence 5", Halt("SEQUENCE"), lambda h: h.ack(sequence=5))
ack("in the monitor's role", Halt("ROLE"), lambda h: h.ack(role=1))
ack("with another magic", Halt("MAGIC"), lambda h: h.ack(magic=0))
ack("with a length of 4 GiB", Halt("LENGTH"), lambda h: h.ack(length=0xFFFFFFFF))
ack("that is the CHOICE", Halt("ROLE"), lambda h: h.choice_raw)
ack("that is another OFFER", Halt("TYPE"), lambda h: h.offer())
ack("that is an ABORT", Halt("HOST", told=False),
    lambda h: h.message(ch.ABORT, tlv(ch.CODE, u16s(0x13)) + tlv(ch.DETAIL, bytes(4)), sequence=4))
ack("that never comes", Halt("DEADLINE"), lambda h: b"")
ack("cut after its header", Halt("DEADLINE"), lambda h: h.ack()[:24])
ack("cut before its last byte", Halt("DEADLINE"), lambda h: h.ack()[:-1])
ack("in a flood", Halt("MAGIC"), lambda h: bytes(1 << 16) + h.ack())
ack("twice", Boot(), lambda h: h.ack() * 2)
ack("before a flood", Boot(), lambda h: h.ack() + os.urandom(1 << 16))
ack("before another OFFER", Boot(), lambda h: h.ack() + h.offer_raw)


def late(h):
    h.to_choice()
    time.sleep(1.4)
    h.send(h.ack())


def dies(h):
    h.to_choice()
    h.close()


def dies_after(h):
    h.agree()
    time.sleep(0.1)
    h.close()


def of_another_offer(h):
    """TH over an OFFER that was never sent."""
    h.to_choice()
    h.offer(FEATURES=b"")
    h.send(h.ack())


case("ACK after the deadline", Halt("DEADLINE"), late)
case("ACK of another OFFER", Halt("TRANSCRIPT"), of_another_offer)
case("the agent dies before the ACK", Halt("DEADLINE", told=False), dies)
case("the agent dies after the ACK", Boot(), dies_after)
