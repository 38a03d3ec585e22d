#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Loaded bytes of the image by folder and object, reserved memory, and the budgets they are held to.

--diff OLD.config builds that configuration too and shows what the difference costs.
"""
import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys

IMAGE_BUDGET = 1024 * 1024
RESERVED_BUDGET = 6 * 1024 * 1024


def loaded(elf):
    """Bytes of PT_LOAD segments in memory."""
    out = subprocess.run(["readelf", "-lW", elf], capture_output=True, text=True, check=True).stdout
    return sum(int(size, 16) for size in re.findall(r"^\s+LOAD\s+\S+\s+\S+\s+\S+\s+\S+\s+(0x[0-9a-f]+)", out, re.M))


def by_object(link_map):
    """{object: bytes} of what the linker placed at the image's addresses."""
    sizes = collections.Counter()
    text = re.sub(r"^( \.\S+)\n\s+", r"\1 ", pathlib.Path(link_map).read_text(), flags=re.M)
    pattern = r"^ [.\w]\S*\s+0x(ffffffff[0-9a-f]{8})\s+0x([0-9a-f]+)\s+(\S+)$"
    for _, size, place in re.findall(pattern, text, re.M):
        archive = re.match(r".*/libcrypto\.a\((.*)\)", place)
        name = f"crypto/{archive.group(1)}" if archive else re.sub(r"^.*?/free/", "", place)
        sizes[name] += int(size, 16)
    return sizes


def by_folder(objects):
    folders = collections.Counter()
    for name, size in objects.items():
        parts = name.split("/")
        depth = 2 if parts[0] in ("core", "modules") and len(parts) > 2 else 1
        folders["/".join(parts[:depth])] += size
    return folders


def build_other(build, config):
    other = pathlib.Path(build, "size-diff")
    other.mkdir(parents=True, exist_ok=True)
    (other / ".config").write_text(pathlib.Path(config).read_text())
    env = dict(os.environ, KCONFIG_CONFIG=str(other / ".config"))
    for name in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL"):
        env.pop(name, None)
    subprocess.run(["make", "-j2", f"B={other}", f"{other}/parapet.elf"], env=env, check=True,
                   stdout=subprocess.DEVNULL)
    return other


def show(title, value, budget):
    verdict = "ok" if value <= budget else "OVER"
    print(f"{title:<34}{value:>12,} of {budget:>12,}  {verdict}")
    return value <= budget


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", default="build")
    parser.add_argument("--diff", metavar="OLD.config")
    parser.add_argument("--objects", action="store_true", help="one line an object")
    args = parser.parse_args()
    build = pathlib.Path(args.build)

    objects = by_object(build / "parapet.map")
    table = objects if args.objects else by_folder(objects)
    before = collections.Counter()
    if args.diff:
        other = by_object(build_other(build, args.diff) / "parapet.map")
        before = other if args.objects else by_folder(other)
    for name in sorted(set(table) | set(before), key=lambda n: -table[n]):
        change = f"{table[name] - before[name]:>+12,}" if args.diff else ""
        print(f"{name:<34}{table[name]:>12,}{change}")
    if args.diff:
        total = loaded(build / "parapet.elf") - loaded(build / "size-diff" / "parapet.elf")
        print(f"{'loaded image, against ' + args.diff:<46}{total:>+12,}")
    print()
    fits = show("loaded image", loaded(build / "parapet.elf"), IMAGE_BUDGET)
    inspect = json.loads(subprocess.run([build / "parapet", "igvm", "inspect", "--json", build / "parapet.igvm"],
                                        capture_output=True, text=True, check=True).stdout)
    reserved = sum(header["bytes"] for header in inspect["headers"] if header["name"] == "REQUIRED_MEMORY")
    fits &= show("memory reserved", reserved, RESERVED_BUDGET)
    sys.exit(0 if fits else 1)


if __name__ == "__main__":
    main()
