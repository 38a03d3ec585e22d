#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""registry.py ABI DOCUMENT: the tables of docs/channel.md have the numbers and names of abi/channel.h, all of them."""
import re
import sys


def table(source, name):
    """The rows of an X-macro table: {number: first name}."""
    body = re.search(rf"#define {name}\(.*?\)((?:.*\\\n)+.*\n)", source).group(1)
    rows = re.findall(r'\b(?:X|ROW)\((?:X, )?(0x[0-9a-f]+|\d+), ([A-Z0-9_]+), "([^"]*)"', body)
    return {int(number, 0): (symbol, text) for number, symbol, text in rows}


def section(document, title, level):
    match = re.search(rf"^{level} {title}$(.*?)(?=^##+ |\Z)", document, re.M | re.S)
    rows = re.findall(r"^\| (0x[0-9a-f]+|\d+) \| ([^|]+?) \|(.*)\|$", match.group(1), re.M)
    return {int(number, 0): (name, rest) for number, name, rest in rows}


def main():
    abi, document = (open(path, encoding="utf-8").read() for path in sys.argv[1:3])
    # (macro, title, heading level, which of symbol and text is the name, whether the meaning is the text)
    pairs = [("CHANNEL_TLV_TABLE", "4\\. Contents", "##", 0, False),
             ("CHANNEL_FEATURE_TABLE", "Features", "###", 1, False),
             ("CHANNEL_STRATEGY_TABLE", "Key strategies", "###", 1, False),
             ("CHANNEL_FRESHNESS_TABLE", "Freshness", "###", 1, False),
             ("CHANNEL_ABORT_TABLE", "8\\. Deadlines and faults", "##", 0, True)]
    passed = failed = 0
    for macro, title, level, which, is_meaning in pairs:
        rows, wanted = section(document, title, level), table(abi, macro)
        good = bool(wanted) and set(rows) == set(wanted)
        for number in set(rows) & set(wanted):
            good = good and rows[number][0] == wanted[number][which]
            good = good and (not is_meaning or rows[number][1].strip() == wanted[number][1])
        if not good:
            print(f"FAILED {macro}: {sorted(set(rows) ^ set(wanted)) or 'names or meanings'}")
        passed, failed = passed + good, failed + (not good)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
