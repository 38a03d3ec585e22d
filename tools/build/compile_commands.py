#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads `make --dry-run V=1` on standard input, writes compile_commands.json on standard output."""
import json
import os
import shlex
import sys

commands = []
for line in sys.stdin:
    line = line.strip()
    if " -c -o " not in line:
        continue
    words = shlex.split(line)
    source = words[-1]
    if source.endswith(".c") and not os.path.isabs(source):
        commands.append({"directory": os.getcwd(), "file": source, "arguments": words})
json.dump(commands, sys.stdout, indent=1)
