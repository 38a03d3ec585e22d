#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes $KCONFIG_CONFIG: random booleans and choices (--seed), or every module off but one (--only)."""
import argparse
import random

import kconfiglib

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--seed", default="1")
parser.add_argument("--only", help="this module's symbol on, all other modules off")
args = parser.parse_args()

kconf = kconfiglib.Kconfig("Kconfig")
source = random.Random(args.seed)
for symbol in kconf.unique_defined_syms:
    if symbol.type != kconfiglib.BOOL:
        continue
    if args.only:
        if symbol.name.startswith("MODULE_"):
            symbol.set_value(2 if symbol.name == args.only else 0)
    else:
        symbol.set_value(source.choice((0, 2)))
kconf.write_config()
