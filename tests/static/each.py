#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""each.py tidy|sparse DIR [FILE...]: runs a checker on the files of DIR/compile_commands.json, or on some of them.

Prints what it finds, and at the end "tidy: N passed, M failed". Exit status 1: some failed.
"""
import concurrent.futures
import json
import os
import re
import subprocess
import sys

# cmocka's macros confuse the analyzer, and what is planted for a test is meant to be odd
TIDY_SKIPS = r"tests/unit/|modules/[^/]*/tests/test_"


def tidy(entry, folder):
    return run(["clang-tidy", "--quiet", "--config-file=.clang-tidy", "-p", folder, entry["file"]])


SPARSE_WORDS = ["-D__CHECKER__", "-include", "tests/static/sparse.h"]


def sparse(entry, _):
    """sparse knows neither __VA_OPT__ nor C23: it gets what the compiler's preprocessor makes of the file."""
    words = [w for w in entry["arguments"][:-4] if w not in ("-MMD", "-MP", "-Werror")]
    status, source = run(words + SPARSE_WORDS + ["-E", entry["file"]])
    if status != 0:
        return status, source
    status, findings = run(["sparse", "-Wsparse-error", "-"], source)
    return status, with_places(findings, source) if status != 0 else ""


def with_places(findings, source):
    """sparse counts the lines of what it read: FILE:LINE of the source for its -:LINE."""
    places, file, number = [""], "-", 0
    for line in source.splitlines():
        marker = re.match(r'# (\d+) "([^"]*)"', line)
        places.append(f"{file}:{number}")
        file, number = (marker[2], int(marker[1])) if marker else (file, number + 1)
    return re.sub(r"(?m)^-:(\d+)", lambda match: places[int(match[1])], findings)


def run(words, text=""):
    done = subprocess.run(words, input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    return done.returncode, done.stdout if done.returncode == 0 else done.stdout + done.stderr


def main():
    checker, folder, wanted = sys.argv[1], sys.argv[2], sys.argv[3:]
    with open(os.path.join(folder, "compile_commands.json"), encoding="utf-8") as file:
        entries = [e for e in json.load(file) if not wanted or e["file"] in wanted]
    if checker == "tidy":
        entries = [e for e in entries if not re.match(TIDY_SKIPS, e["file"])]
    check = {"tidy": tidy, "sparse": sparse}[checker]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for entry, (status, text) in zip(entries, pool.map(lambda e: check(e, folder), entries)):
            if status != 0:
                failed += 1
                print(f"--- {checker} {entry['file']}\n{text}", end="")
    print(f"{checker}: {len(entries) - failed} passed, {failed} failed")
    return 1 if failed or not entries else 0


sys.exit(main())
