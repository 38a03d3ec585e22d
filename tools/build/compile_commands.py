#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads `make --dry-run V=1` on standard input, writes compile_commands.json on standard output.

One entry a file, its first: what is in the image as well as in the command is seen as in the image. Third-party
sources are left out: nobody edits or checks them here.
"""
import json
import os
import re
import shlex
import sys

commands = {}
for line in sys.stdin:
    if " -c -o " not in line:
        continue
    words = shlex.split(line.strip())
    source = words[-1]
    if source.endswith(".c") and not re.search(r"(^|/)build[^/]*/|/deps/", source):
        commands.setdefault(source, {"directory": os.getcwd(), "file": source, "arguments": words})
json.dump(list(commands.values()), sys.stdout, indent=1)
