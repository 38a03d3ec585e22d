#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Exact costs of the monitor: boots the bench guest under -icount, where the time-stamp counter counts instructions.

Each number repeats exactly for the same build. It is what the guest waits for: the monitor's instructions and those
by which the machine emulates what hardware does (world switches, PVALIDATE, RMPADJUST). Written as JSON; printed as a
table.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

SHAPES = [(memory, 1) for memory in ("256M", "512M", "1G", "2G", "4G")] + [("512M", n) for n in (2, 4, 8)]
ENTRY_BOUND = 5_000_000
# -icount shift=1 counts 2 ns an instruction, and QEMU's time-stamp counter runs at 1 GHz then
TICKS_PER_INSTRUCTION = 2


def instructions(ticks):
    return int(ticks) // TICKS_PER_INSTRUCTION


def boot(build, igvm, memory, vcpus, mode):
    """Runs one boot; returns (the result, the guest's bench lines in instructions)."""
    result = pathlib.Path(igvm).with_suffix(".json")
    run = subprocess.run(
        [build / "parapet", "run", "--igvm", igvm, "--machine", build / "machine.elf", "--icount", "--memory", memory,
         "--vcpus", str(vcpus), "--deadline", "900", "--json", "--result", result],
        capture_output=True, text=True, check=False)
    if run.returncode != 0:
        sys.exit(f"bench: {mode} with {memory} and {vcpus} vCPUs ended with {run.returncode}:\n"
                 f"{run.stdout[-2000:]}{run.stderr[-2000:]}")
    lines = dict(re.findall(r"^bench: ([\w.-]+)=(\d+)", run.stdout, re.M))
    calls = {name: int(value) if name.endswith("-entries") else instructions(value) for name, value in lines.items()}
    return json.loads(result.read_text()), calls


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build"))
    parser.add_argument("-o", "--output", type=pathlib.Path, default=pathlib.Path("build/bench.json"))
    parser.add_argument("--profile", default="configs/profiles/alone.yaml")
    args = parser.parse_args()

    report = {"unit": "instructions", "boot": [], "calls": {}}
    with tempfile.TemporaryDirectory() as scratch:
        images = {}
        for mode in ("bench", "boot"):
            images[mode] = pathlib.Path(scratch, f"{mode}.igvm")
            subprocess.run(
                [args.build / "parapet", "igvm", "build", "--image", args.build / "parapet.elf", "--profile",
                 args.profile, "--payload", f"elf:{args.build / 'guest.elf'},append={mode}", "--vcpus-max", "8", "-o",
                 images[mode]], check=True)
        longest = 0
        for memory, vcpus in SHAPES:
            result, _ = boot(args.build, images["boot"], memory, vcpus, "boot")
            marks, counts = result["marks"], result["counts"]
            cost = instructions(marks["first-vmpl2"] - marks["entry"])
            longest = max(longest, instructions(counts["vmpl0-longest"]))
            report["boot"].append({"memory": memory, "vcpus": vcpus, "entry_to_guest": cost})
            print(f"entry to guest, {memory:>5} {vcpus} vCPU: {cost:>12,}", flush=True)
        result, report["calls"] = boot(args.build, images["bench"], "2G", 1, "bench")
        longest = max(longest, instructions(result["counts"]["vmpl0-longest"]))
        for name, value in report["calls"].items():
            print(f"{name:<28}: {value:>12,}")
        report["longest_entry"] = longest
        report["longest_entry_bound"] = ENTRY_BOUND
        print(f"longest entry into VMPL0    : {longest:>12,} of {ENTRY_BOUND:,}")
    args.output.write_text(json.dumps(report, indent=2) + "\n")
    sys.exit(0 if longest <= ENTRY_BOUND else 1)


if __name__ == "__main__":
    main()
