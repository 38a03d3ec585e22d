# SPDX-License-Identifier: GPL-2.0-or-later
"""The host takes away, or claims more than there is. Never less than the profile's floor."""
from case import Boot, Halt, case
from host import ch, device, tlv, u16s

WITHOUT_RELAY = ("carrier", "follower")

case("honest", Boot(), lambda h: h.agree())
case("strip relay", Boot(features=("blk", "certs"), left_out=WITHOUT_RELAY), lambda h: h.agree(FEATURES=u16s(2, 4)))
case("strip certs", Boot(features=("relay", "blk")), lambda h: h.agree(FEATURES=u16s(1, 2)))
case("strip every feature", Boot(features=(), left_out=WITHOUT_RELAY), lambda h: h.agree(FEATURES=b""))
case("strip ephemeral", Boot(strategy="none"), lambda h: h.agree(STRATEGIES=u16s(1)))
case("strip none", Boot(), lambda h: h.agree(STRATEGIES=u16s(2)))
case("strip every strategy", Halt("STRATEGY"), lambda h: h.agree(STRATEGIES=b""))
case("only strategies that the profile lacks", Halt("STRATEGY"), lambda h: h.agree(STRATEGIES=u16s(3, 4, 5, 6)))
case("only strategies of the future", Halt("STRATEGY"), lambda h: h.agree(STRATEGIES=u16s(7, 0x8000)))
case("honest, strict", Boot(features=("relay",)), lambda h: h.agree(), "strict")
case("strip what is required", Halt("REQUIRED"), lambda h: h.agree(FEATURES=u16s(2, 4)), "strict")
case("strip below the floor", Halt("STRATEGY"), lambda h: h.agree(STRATEGIES=u16s(1)), "strict")
case("strip everything, strict", Halt("REQUIRED"), lambda h: h.agree(FEATURES=b"", STRATEGIES=b""), "strict")
case("every strategy there is", Boot(), lambda h: h.agree(STRATEGIES=u16s(1, 2, 3, 4, 5, 6)))
case("features that the profile forbids", Boot(), lambda h: h.agree(FEATURES=u16s(1, 2, 4, 5, 6)))
case("features of the future", Boot(), lambda h: h.agree(FEATURES=u16s(1, 2, 4, 7, 0x8000, 0xFFFF)))
case("128 features", Boot(features=("relay", "blk", "vsock", "certs")),
     lambda h: h.agree(FEATURES=u16s(*range(1, 129))))
case("a device", Boot(devices=1), lambda h: h.agree(DEVICES=device()))
case("a device without its feature", Boot(features=("relay",)),
     lambda h: h.agree(FEATURES=u16s(1), DEVICES=device()))
case("a device of the future", Boot(), lambda h: h.agree(DEVICES=device(kind=9)))
case("32 devices", Boot(devices=32),
     lambda h: h.agree(DEVICES=b"".join(device(address=0xFEB00000 + 0x200 * i) for i in range(32))))


def with_more(h, extra):
    """An OFFER with extra bytes of TLVs at its end, meant as they are."""
    h.get_hello()
    body = h.offer()[24:] + extra
    h.offer_raw = h.message(ch.OFFER, body)
    h.send(h.offer_raw)
    h.get_choice()
    h.send(h.ack())


case("an unknown TLV that is not critical", Boot(), lambda h: with_more(h, tlv(0x100, b"ignored", critical=False)))
case("an OFFER of 4096 bytes", Boot(),
     lambda h: with_more(h, tlv(0x100, bytes(4072 - len(h.offer()) + 24 - 4), critical=False)))
