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
OFFERED = (1, 16, 128)
# -icount shift=1 counts 2 ns an instruction, and QEMU's time-stamp counter runs at 1 GHz then
TICKS_PER_INSTRUCTION = 2


def instructions(ticks):
    return int(ticks) // TICKS_PER_INSTRUCTION


def boot(build, igvm, memory, vcpus, mode, *options):
    """Runs one boot; returns (the result, the guest's bench lines in instructions)."""
    result = pathlib.Path(igvm).with_suffix(".json")
    run = subprocess.run(
        [build / "parapet", "run", "--igvm", igvm, "--machine", build / "machine.elf", "--icount", "--memory", memory,
         "--vcpus", str(vcpus), "--deadline", "900", "--json", "--result", result, *options],
        capture_output=True, text=True, check=False)
    if run.returncode != 0:
        sys.exit(f"bench: {mode} with {memory} and {vcpus} vCPUs ended with {run.returncode}:\n"
                 f"{run.stdout[-2000:]}{run.stderr[-2000:]}")
    lines = dict(re.findall(r"^bench: ([\w.-]+)=(\d+)", run.stdout, re.M))
    calls = {name: int(value) if name.endswith("-entries") else instructions(value) for name, value in lines.items()}
    return json.loads(result.read_text()), calls


def negotiations(build, scratch, alone):
    """One negotiation: what a boot with it costs more than one without, by the number of features offered. The VMM's
    side runs inside the machine, so the figures have its work and the machine's port emulation in them."""
    igvm = pathlib.Path(scratch, "channel.igvm")
    profile = pathlib.Path(scratch, "channel.yaml")
    text = pathlib.Path(alone).read_text().replace("transport: none", "transport: serial")
    profile.write_text(text + "features:\n  allowed: [relay, blk, vsock, certs, reboot-notice, debug-console]\n")
    rows = []
    for path, source in ((igvm, profile), (igvm.with_name("alone.igvm"), alone)):
        subprocess.run([build / "parapet", "igvm", "build", "--image", build / "parapet.elf", "--profile", source,
                        "--payload", f"elf:{build / 'guest.elf'},append=boot", "-o", path], check=True)
    without, _ = boot(build, igvm.with_name("alone.igvm"), "64M", 1, "alone")
    for offered in OFFERED:
        result, _ = boot(build, igvm, "64M", 1, "channel", "--offer-first", str(offered))
        cost = [instructions(r["marks"]["first-vmpl2"] - r["marks"]["entry"]) for r in (result, without)]
        trips = [r["counts"]["vmgexit"] for r in (result, without)]
        rows.append({"offered": offered, "instructions": cost[0] - cost[1], "round_trips": trips[0] - trips[1]})
        print(f"negotiation, {offered:>3} offered     : {rows[-1]['instructions']:>12,} and "
              f"{rows[-1]['round_trips']:,} host round trips", flush=True)
    return rows


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
        report["negotiation"] = negotiations(args.build, scratch, args.profile)
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
