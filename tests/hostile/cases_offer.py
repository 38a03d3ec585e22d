# SPDX-License-Identifier: GPL-2.0-or-later
"""OFFERs that are not what the document says."""
from case import Halt, case
from host import ch, device, tlv, u16s


def header(name, want, **changes):
    case(f"OFFER with {name}", want, lambda h: h.agree(header=changes))


def fields(name, want, **changes):
    case(f"OFFER with {name}", want, lambda h: h.agree(**changes))


def body(name, want, make):
    """make(list of the honest TLVs) → bytes of a body."""
    def run(h):
        h.get_hello()
        h.offer_raw = h.message(ch.OFFER, make([tlv(k, v) for k, v in sorted(h.fields().items())]))
        h.send(h.offer_raw)
        h.get_choice()
        h.send(h.ack())
    case(f"OFFER with {name}", want, run)


header("another magic", Halt("MAGIC"), magic=0x4E435051)
header("another framing", Halt("FRAMING"), framing=2)
header("a length of 4073", Halt("LENGTH"), length=4073)
header("a length of 4 GiB", Halt("LENGTH"), length=0xFFFFFFFF)
header("the monitor's role", Halt("ROLE"), role=1)
header("no role", Halt("ROLE"), role=0)
header("the type of an ACK", Halt("TYPE"), kind=4)
header("the type of a HELLO", Halt("TYPE"), kind=1)
header("type 0", Halt("TYPE"), kind=0)
header("sequence 1", Halt("SEQUENCE"), sequence=1)
header("sequence 3", Halt("SEQUENCE"), sequence=3)
header("session 0", Halt("SESSION"), session=0)
header("another session", Halt("SESSION"), session=0x0123456789ABCDEF)
header("an empty body's length", Halt("MISSING_TLV"), length=0)

fields("version 2", Halt("VERSION"), VERSION=u16s(2))
fields("version 0", Halt("VALUE"), VERSION=u16s(0))
fields("a version of 4 bytes", Halt("VALUE"), VERSION=bytes(4))
fields("a nonce of 31 bytes", Halt("VALUE"), NONCE=bytes(31))
fields("a nonce of 33 bytes", Halt("VALUE"), NONCE=bytes(33))
fields("no version", Halt("MISSING_TLV"), VERSION=None)
fields("no nonce", Halt("MISSING_TLV"), NONCE=None)
fields("no features", Halt("MISSING_TLV"), FEATURES=None)
fields("no strategies", Halt("MISSING_TLV"), STRATEGIES=None)
fields("no devices", Halt("MISSING_TLV"), DEVICES=None)
fields("half a feature", Halt("VALUE"), FEATURES=b"\1\0\2")
fields("features out of order", Halt("VALUE"), FEATURES=u16s(2, 1))
fields("a feature twice", Halt("VALUE"), FEATURES=u16s(1, 1))
fields("feature 0", Halt("VALUE"), FEATURES=u16s(0, 1))
fields("129 features", Halt("VALUE"), FEATURES=u16s(*range(1, 130)))
fields("strategies out of order", Halt("VALUE"), STRATEGIES=u16s(2, 1))
fields("17 strategies", Halt("VALUE"), STRATEGIES=u16s(*range(1, 18)))
fields("33 devices", Halt("VALUE"), DEVICES=b"".join(device(address=0xFEB00000 + 0x200 * i) for i in range(33)))
fields("half a device", Halt("VALUE"), DEVICES=device()[:8])
fields("a device in RAM", Halt("DEVICE"), DEVICES=device(address=0x200000))
fields("a device over the end of RAM", Halt("DEVICE"), DEVICES=device(address=(64 << 20) - 0x200))
fields("a device in Parapet", Halt("DEVICE"), DEVICES=device(address=0x800000))
fields("a device at 0", Halt("VALUE"), DEVICES=device(address=0))
fields("a device that is not aligned", Halt("VALUE"), DEVICES=device(address=0xFEB00008))
fields("a device beyond 48 bits", Halt("VALUE"), DEVICES=device(address=1 << 48))
fields("a device with reserved bytes", Halt("VALUE"), DEVICES=device(reserved=1))
fields("a device at interrupt 1024", Halt("VALUE"), DEVICES=device(irq=1024))
fields("two devices at one place", Halt("VALUE"), DEVICES=device() + device())

body("an unknown critical TLV", Halt("UNKNOWN_TLV"), lambda t: b"".join(t) + tlv(0x100, b""))
body("a TLV of a CHOICE", Halt("UNKNOWN_TLV"), lambda t: b"".join(t) + tlv(ch.TH, bytes(48)))
body("TLVs in another order", Halt("MALFORMED"), lambda t: b"".join([t[1], t[0]] + t[2:]))
body("a TLV twice", Halt("MALFORMED"), lambda t: b"".join(t[:1] + t))
body("a TLV beyond its body", Halt("MALFORMED"), lambda t: b"".join(t[:-1]) + tlv(ch.DEVICES, b"", size=1))
body("a TLV of 65535 bytes", Halt("MALFORMED"), lambda t: b"".join(t[:-1]) + tlv(ch.DEVICES, b"", size=0xFFFF))
body("three bytes too many", Halt("MALFORMED"), lambda t: b"".join(t) + b"\0\0\0")
body("features that are not critical", Halt("MALFORMED"),
     lambda t: b"".join(t[:2]) + tlv(ch.FEATURES, u16s(1), critical=False) + b"".join(t[3:]))
body("nothing in it", Halt("MISSING_TLV"), lambda t: b"")
body("zeros in it", Halt("UNKNOWN_TLV", or_codes=("MALFORMED",)), lambda t: bytes(64))
body("ones in it", Halt("MALFORMED"), lambda t: b"\xff" * 64)


def flipped(bit):
    """The host means one OFFER, and another arrives: one bit of it is turned on the way."""
    def run(h):
        h.get_hello()
        changed = bytearray(h.offer())
        changed[bit // 8] ^= 1 << bit % 8
        h.send(bytes(changed))
        h.get_choice()
        h.send(h.ack())
    return run


NONCE_AT = 24 + 6 + 4  # header, VERSION, header of NONCE
case("a bit of the nonce flips on the way", Halt("TRANSCRIPT"), flipped(NONCE_AT * 8))
case("the nonce's last bit flips on the way", Halt("TRANSCRIPT"), flipped((NONCE_AT + 31) * 8 + 7))
case("a feature flips on the way", Halt("TRANSCRIPT"), flipped((NONCE_AT + 32 + 4 + 4) * 8 + 4))
case("a strategy flips on the way", Halt("TRANSCRIPT"), flipped((NONCE_AT + 32 + 4 + 6 + 4 + 2) * 8 + 2))
case("a critical bit flips on the way", Halt("MALFORMED"), flipped(25 * 8 + 7))
