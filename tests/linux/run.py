#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Boots unmodified Linux at VMPL2 and judges what its kernel and the scripts in it say.

The last line is "N passed, N failed". Nothing fails for being slow; times are reported.
"""
import argparse
import pathlib
import re
import statistics
import sys

from boots import Lab, Shape

ENTRY_BOUND = 5_000_000
TICKS_PER_INSTRUCTION = 2  # under -icount shift=1
RATIO_BAR = 3.0
RESET = {"vmpl": 2, "set": 9, "code": 10}  # abi/termination.h: the guest reset itself


class Report:
    """Counts, and the rows of the table."""

    def __init__(self, write=None):
        self.passed = 0
        self.failed = 0
        self.rows = []
        self.write = write  # called after each row: a table that was begun is better than none

    def expect(self, what, holds, detail=""):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print(f"  FAILED {what}: {detail}", flush=True)
        return holds

    def row(self, what, outcome):
        self.rows.append((what, outcome))
        print(f"{what}: {outcome}", flush=True)
        if self.write:
            self.write(self)


def tail(boot):
    return (boot.console[-1500:] + boot.errors[-1500:]).strip()


def rules_hold(report, shape, boot):
    counts = boot.result.get("counts", {})
    report.expect(f"{shape}: every rule enforced", counts.get("enforced", 0) > 0 and counts.get("exempt") == 0, counts)


def is_up(report, shape, boot):
    """The guest says that it is up with the CPUs and the memory that it was to have."""
    if not report.expect(f"{shape}: up", boot.ups, tail(boot)):
        return False
    _, _, cpus, _ = boot.ups[0]
    return report.expect(f"{shape}: CPUs", int(cpus) == shape.vcpus, cpus)


def judge_checks(report, lab, shape):
    boot = lab.boot(shape)
    before = report.failed
    if is_up(report, shape, boot):
        for name, passed in boot.checks:
            report.expect(f"{shape}: {name}", passed, "(below)")
        count = boot.count
        report.expect(f"{shape}: the guest's own count", count and sum(count) == len(boot.checks), count)
        report.expect(f"{shape}: power off", boot.result.get("end") == "pass", tail(boot))
        rules_hold(report, shape, boot)
        if report.failed > before:
            print(boot.console)
    counts = boot.result.get("counts", {})
    skipped = sum("# SKIP" in name for name, _ in boot.checks)
    report.row(str(shape), f"{sum(p for _, p in boot.checks) - skipped} checks passed, "
               f"{sum(not p for _, p in boot.checks)} failed, {skipped} skipped; {report.failed - before} failures; "
               f"up after {boot.seconds_to_up:.1f} s, {counts.get('exits', 0):,} exits, "
               f"{counts.get('vmpl0-entries', 0):,} entries into VMPL0")


def judge_reboot(report, lab, shape):
    boot = lab.boot(shape)
    ended = boot.result.get("end") == "reset" or boot.result.get("halt") == RESET
    report.expect(f"{shape}: ends with the code of a reset", ended, f"{boot.result} {tail(boot)}")
    report.row(str(shape), "ends with the code of a reset" if ended else "does not end with the code of a reset")


def judge_kexec(report, lab, shape):
    boot = lab.boot(shape)
    works = len(boot.ups) == 2 and boot.result.get("end") == "pass"
    halt = boot.result.get("halt")
    report.expect(f"{shape}: works, or ends with a code", works or halt, tail(boot))
    report.row(str(shape), "works" if works else f"ends with the guest's code {halt['set']}:{halt['code']:02}"
               if halt else "neither works nor ends with a code")


def judge_row(report, lab, shape, times):
    good = 0
    for _ in range(times):
        boot = lab.boot(shape)
        good += report.expect(f"{shape}: up and off", boot.ups and boot.result.get("end") == "pass", tail(boot))
    report.row(f"{shape}, {times} in a row", f"{good} of {times}")


def judge_icount(report, lab, shape):
    """The bound on entries into VMPL0, where ticks are instructions: what the guest reads through observe.

    Of one vCPU: while one is in VMPL0, the others' instructions count in its ticks too.
    """
    boot = lab.boot(shape)
    longest = max(boot.longest_entries, default=0) // TICKS_PER_INSTRUCTION
    report.expect(f"{shape}: longest entry into VMPL0", 0 < longest <= ENTRY_BOUND, f"{longest:,} {tail(boot)}")
    count = boot.count
    report.expect(f"{shape}: every check", count and count[1] == 0, boot.console[-3000:])
    report.row(f"{shape}: longest entry into VMPL0", f"{longest:,} of {ENTRY_BOUND:,} instructions")


def compare(report, lab, shape, times):
    """Interleaved, so that both meet the same load; medians. Not a check: a busy machine fails nothing."""
    over, direct = [], []
    for _ in range(times):
        direct.append(lab.boot_directly(shape).seconds_to_up)
        over.append(lab.boot(shape).seconds_to_up)
    if report.expect(f"{shape}: boots both ways", all(over + direct), f"{over} {direct}"):
        ours, theirs = statistics.median(over), statistics.median(direct)
        report.row(f"{shape}, start to up", f"{ours:.1f} s; by QEMU alone {theirs:.1f} s: {ours / theirs:.1f} × "
                   f"(bar {RATIO_BAR:.0f} ×)")


def quick(report, lab):
    judge_checks(report, lab, Shape("7.x", "test", 4, "2G"))
    judge_reboot(report, lab, Shape("7.x", "reboot", disk=False))
    judge_kexec(report, lab, Shape("7.x", "kexec-again"))
    compare(report, lab, Shape("7.x", "boot", disk=False), 1)


def everything(report, lab, seconds, row):
    for qemu in lab.versions():
        for kernel in ("7.x", "6.12"):
            for vcpus in (1, 4):
                for memory in ("512M", "2G"):
                    judge_checks(report, lab, Shape(kernel, "test", vcpus, memory, qemu))
        judge_reboot(report, lab, Shape("7.x", "reboot", qemu=qemu, disk=False))
        judge_kexec(report, lab, Shape("7.x", "kexec-again", qemu=qemu))
        for vcpus in (1, 4):
            compare(report, lab, Shape("7.x", "boot", vcpus, qemu=qemu, disk=False), 3)
    judge_icount(report, lab, Shape("7.x", "test", icount=True))
    judge_icount(report, lab, Shape("7.x", "stress", words="seconds=20", icount=True))
    judge_checks(report, lab, Shape("7.x", "test", 4, icount=True))
    judge_row(report, lab, Shape("7.x", "boot", 4), row)
    judge_checks(report, lab, Shape("7.x", "stress", 4, "2G", words=f"seconds={seconds}", seconds=seconds + 300))


def kernel_packages(lab):
    """The kernels' packages with their versions, from the guests' manifests."""
    for manifest in sorted((lab.build / "linux").glob("*/MANIFEST")):
        for line in manifest.read_text().splitlines():
            name = line.split()[-1]
            if re.match(r"linux-image-\d", name):
                yield name.removesuffix("_amd64.deb")


def write_table(report, lab, path):
    """Replaces what is between the markers in a document."""
    begin, end = "<!-- results -->\n", "<!-- end of results -->\n"
    table = [f"QEMU {', '.join(lab.versions().values())}; {', '.join(kernel_packages(lab))}.", "", "| Run | Result |",
             "|---|---|"]
    table += [f"| {what} | {outcome} |" for what, outcome in report.rows]
    table += ["", f"{report.passed} passed, {report.failed} failed."]
    before, rest = pathlib.Path(path).read_text().split(begin)
    text = before + begin + "\n" + "\n".join(table) + "\n\n" + end + rest.split(end)[1]
    pathlib.Path(path).write_text(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", default="build")
    parser.add_argument("--profile", default="configs/profiles/default.yaml")
    parser.add_argument("--offers", default="configs/offers/default.yaml", help="'' for a profile without a transport")
    parser.add_argument("--all", action="store_true", help="the whole matrix, 30 boots in a row, the stress")
    parser.add_argument("--seconds", type=int, default=300, help="of the stress")
    parser.add_argument("--row", type=int, default=30, help="boots in a row")
    parser.add_argument("--table", help="write the results into this document")
    args = parser.parse_args()

    lab = Lab(args.build, args.profile, args.offers)
    report = Report((lambda r: write_table(r, lab, args.table)) if args.table else None)
    if args.all:
        everything(report, lab, args.seconds, args.row)
    else:
        quick(report, lab)
    print(f"{report.passed} passed, {report.failed} failed")
    sys.exit(report.failed > 0)


if __name__ == "__main__":
    main()
