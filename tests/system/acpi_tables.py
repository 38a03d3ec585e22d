# SPDX-License-Identifier: GPL-2.0-or-later
"""acpi_tables.py FILE FOLDER: the ACPI tables that an IGVM file holds, found as its guest finds them, a file each.

The RSDP's address is in the zero page, the zero page's in the guest's VMSA; nothing here knows the builder.
"""
import struct
import sys

PAGE_DATA = 0x302
BOOT_BLOCK_MAGIC = 0x544F4F4241524150
BOOT_PARAMS_AT = 144  # of guest_boot_params_gpa in the boot block
RSDP_AT = 0x70


def pages_of(data):
    _, _, offset, size, _, _ = struct.unpack_from('<6I', data, 0)
    pages = {}
    at = offset
    while at < offset + size:
        kind, length = struct.unpack_from('<II', data, at)
        if kind == PAGE_DATA:
            gpa, _, file_offset = struct.unpack_from('<QII', data, at + 8)
            pages[gpa] = data[file_offset:file_offset + 4096] if file_offset else bytes(4096)
        at += 8 + (length + 7 & ~7)
    return pages


def main():
    with open(sys.argv[1], 'rb') as file:
        pages = pages_of(file.read())

    def read(gpa, size):
        out = b''
        while size:
            part = pages[gpa & ~4095][gpa & 4095:][:size]
            out, gpa, size = out + part, gpa + len(part), size - len(part)
        return out

    def table(gpa):
        size, = struct.unpack('<I', read(gpa + 4, 4))
        return read(gpa, size)

    block = next(p for p in pages.values() if struct.unpack_from('<Q', p)[0] == BOOT_BLOCK_MAGIC)
    params, = struct.unpack_from('<Q', block, BOOT_PARAMS_AT)
    rsdp = read(struct.unpack('<Q', read(params + RSDP_AT, 8))[0], 36)
    xsdt = table(struct.unpack_from('<Q', rsdp, 24)[0])
    tables = [xsdt] + [table(gpa) for gpa, in struct.iter_unpack('<Q', xsdt[36:])]
    fadt = next(t for t in tables if t[:4] == b'FACP')
    tables.append(table(struct.unpack_from('<Q', fadt, 140)[0]))
    for bytes_ in tables:
        name = bytes_[:4].decode()
        with open(f'{sys.argv[2]}/{name}.dat', 'wb') as file:
            file.write(bytes_)
        print(name)


main()
