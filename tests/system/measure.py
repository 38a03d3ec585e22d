#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The launch digest of an IGVM file by another reading of the specifications: prints 96 hex digits.

Shares no code with the tool it checks. Takes the file, and optionally a number of vCPUs that start at reset.
"""
import hashlib
import struct
import sys
import zlib

PAGE = 4096
VMSA_GPA = 0xFFFFFFFFF000


def sha384(data):
    return hashlib.sha384(data).digest()


class Digest:
    def __init__(self):
        self.value = bytes(48)

    def page(self, kind, gpa, contents=None):
        digest = sha384(contents) if contents is not None else bytes(48)
        info = self.value + digest + struct.pack("<HBB4BQ", 0x70, kind, 0, 0, 0, 0, 0, gpa)
        assert len(info) == 0x70
        self.value = sha384(info)


def headers(data):
    magic, version, at, size, total, crc = struct.unpack_from("<6I", data)
    assert magic == 0x4D564749 and version == 1 and total == len(data)
    assert crc == zlib.crc32(data[:20] + bytes(4) + data[at : at + size])
    end = at + size
    while at < end:
        kind, length = struct.unpack_from("<II", data, at)
        yield kind, data[at + 8 : at + 8 + length]
        at += 8 + (length + 7) // 8 * 8


def reset_vmsa():
    page = bytearray(PAGE)

    def segment(at, selector, attributes, limit, base=0):
        struct.pack_into("<HHIQ", page, at, selector, attributes, limit, base)

    for at in (0x00, 0x20, 0x30, 0x40, 0x50):
        segment(at, 0, 0x93, 0xFFFF)
    segment(0x10, 0xF000, 0x9B, 0xFFFF, 0xFFFF0000)
    segment(0x60, 0, 0, 0xFFFF)
    segment(0x70, 0, 0x82, 0xFFFF)
    segment(0x80, 0, 0, 0xFFFF)
    segment(0x90, 0, 0x8B, 0xFFFF)
    for at, value in ((0xD0, 0x1000), (0x148, 0x40), (0x158, 0x10), (0x160, 0x400), (0x168, 0xFFFF0FF0), (0x170, 2),
                      (0x178, 0xFFF0), (0x268, 0x0007040600070406), (0x310, 0x800F12), (0x3B0, 1), (0x3E8, 1)):
        struct.pack_into("<Q", page, at, value)
    struct.pack_into("<I", page, 0x408, 0x1F80)
    struct.pack_into("<H", page, 0x410, 0x37F)
    return bytes(page)


def main():
    data = open(sys.argv[1], "rb").read()
    vcpus = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    digest = Digest()
    areas = {}
    vmsa = None
    for kind, content in headers(data):
        if kind == 0x301:
            size, index, _ = struct.unpack("<QII", content)
            areas[index] = size
        elif kind == 0x303:
            gpa, _, index = struct.unpack("<QII", content)
            for at in range(0, areas[index], PAGE):
                digest.page(4, gpa + at)
        elif kind == 0x302:
            gpa, _, offset, flags, page_type, _ = struct.unpack("<QIIIHH", content)
            if page_type == 0 and not flags & 2:
                digest.page(1, gpa, data[offset : offset + PAGE] if offset else bytes(PAGE))
            else:
                digest.page({0: 4, 1: 5, 2: 6}[page_type], gpa)
        elif kind == 0x304:
            offset = struct.unpack_from("<QII", content)[2]
            vmsa = data[offset : offset + PAGE]
    for vcpu in range(vcpus):
        digest.page(2, VMSA_GPA, vmsa if vcpu == 0 else reset_vmsa())
    print(digest.value.hex())


main()
