#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The deepest call path of the image, from gcc's -fcallgraph-info=su files.

Every C function that entry code calls is a root. A call through a pointer may reach every function whose
address its table holds: TABLES says which tables a caller of the core reads, and a module says it beside the call,
in a comment `stack-calls: CALLER TABLES NAMES` (two regular expressions, . for everything); a caller that is not listed
may reach every function whose address is taken anywhere. Recursion, a frame of unknown size, or a path over the budget fails.
"""
import argparse
import collections
import os
import pathlib
import re
import subprocess
import sys

# caller → (data objects whose pointers it calls, names of what it may call), as regular expressions
TABLES = {
    "boot_main": (r"\.steps$", r""),
    "dispatch_call": (r"_calls$", r""),
    "registry_start": (r"parapet_module$", r""),
    "samples_take": (r"\.text\.", r"^platform_rd"),
    "module_bring_up": (r"parapet_module$", r""),
    "channel_exchange_run": (r"(exchange_steps|parapet_transport)$", r""),
    "message_send": (r"parapet_transport$", r""),
    "message_receive": (r"parapet_transport$", r""),
    "keymgmt_start": (r"parapet_key_strategy$", r""),
    "append": (r"", r"^crypto_"),
    "eventlog_extend": (r"", r"^crypto_"),
    "launch_page": (r"", r"^crypto_"),
    "report_data_broker": (r"", r"^crypto_"),
    "report_data_own": (r"", r"^crypto_"),
    "report_data_service": (r"", r"^crypto_"),
    "transcript_hash": (r"", r"^crypto_"),
    "transcript_transport": (r"", r"^crypto_"),
}
# Pushed by the CPU or by entry code around a call, bytes
EXTRA = 64
# What entry code calls: on a CPU's stack, and on its interrupt stack (core/platform/snp/vectors.S)
ROOTS = {"boot_main": "stack", "snp_ap_main": "stack", "snp_exception": "interrupt stack"}


def parse(build):
    """Returns frames {function: bytes}, calls {function: {function}}, unknown frame kinds."""
    frames, calls, dynamic = {}, collections.defaultdict(set), []
    for path in pathlib.Path(build, "free").rglob("*.ci"):
        text = path.read_text()
        for title, label in re.findall(r'node: \{ title: "([^"]+)" label: "([^"]*)"', text):
            size = re.search(r"(\d+) bytes \(([^)]*)\)", label)
            if size:
                frames[title] = int(size.group(1))
                if size.group(2) not in ("static", "dynamic,bounded"):
                    dynamic.append(f"{title}: {size.group(0)}")
        for source, target in re.findall(r'edge: \{ sourcename: "([^"]+)" targetname: "([^"]+)"', text):
            calls[source].add(target)
    return frames, calls, dynamic


def plain(title):
    return title.rsplit(":", 1)[-1]


def address_taken(build):
    """Function names by the data section that holds their address: {section: {function}}."""
    taken = collections.defaultdict(set)
    for path in pathlib.Path(build, "free").rglob("*.o"):
        section = None
        out = subprocess.run(["readelf", "-rW", path], capture_output=True, text=True, check=True).stdout
        for line in out.splitlines():
            head = re.match(r"Relocation section '\.rela(\S+)'", line)
            if head:
                section = head.group(1)
                continue
            words = line.split()
            if section is None or len(words) < 5 or section.startswith((".debug", ".eh_frame")):
                continue
            in_text = section.startswith(".text")
            if in_text and words[2] != "R_X86_64_32S":
                continue
            name = words[4].removeprefix(".text.")
            taken[f"{path}:{section}"].add(name)
    return taken


def declared(folders):
    """TABLES of what modules say beside their calls."""
    tables = {}
    for folder in folders:
        for path in pathlib.Path(folder).rglob("*.c"):
            for words in re.findall(r"^/\* stack-calls: (\S+) (\S+) (\S+) \*/$", path.read_text(), re.MULTILINE):
                tables[words[0]] = words[1:]
    return tables


class Depth:
    def __init__(self, frames, calls, taken):
        self.frames, self.calls = frames, calls
        self.by_plain = collections.defaultdict(list)
        for title in frames:
            self.by_plain[plain(title)].append(title)
        self.taken = taken
        self.memo, self.stack, self.cycles = {}, [], set()

    def targets(self, caller):
        for callee in self.calls.get(caller, ()):
            if callee == "__indirect_call":
                section_like, name_like = TABLES.get(plain(caller), ("", ""))
                for section, names in self.taken.items():
                    if re.search(section_like, section):
                        for name in filter(re.compile(name_like).search, names):
                            yield from self.by_plain.get(name, ())
            elif callee in self.frames:
                yield callee

    def of(self, function):
        """(bytes, path) of the deepest path from function."""
        if function in self.memo:
            return self.memo[function]
        if function in self.stack:
            self.cycles.add(" → ".join(map(plain, self.stack[self.stack.index(function):] + [function])))
            return 0, ()
        self.stack.append(function)
        best = (0, ())
        for callee in set(self.targets(function)):
            best = max(best, self.of(callee), key=lambda found: found[0])
        self.stack.pop()
        self.memo[function] = (best[0] + self.frames[function] + 8, (function, *best[1]))
        return self.memo[function]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build")
    parser.add_argument("--budget", type=int, default=16 * 1024)
    parser.add_argument("--interrupt-budget", type=int, default=4 * 1024)
    args = parser.parse_args()

    frames, calls, dynamic = parse(args.build)
    linked = set(subprocess.run(["nm", pathlib.Path(args.build, "parapet.elf")], capture_output=True, text=True,
                                check=True).stdout.split())
    frames = {title: size for title, size in frames.items() if plain(title) in linked}
    if not frames:
        sys.exit("stack: no .ci files; compile with gcc -fcallgraph-info=su")
    sys.setrecursionlimit(10000)
    TABLES.update(declared(["modules", os.environ.get("MODULES_EXTRA", "modules/none")]))
    depth = Depth(frames, calls, address_taken(args.build))
    failed = False
    budgets = {"stack": args.budget, "interrupt stack": args.interrupt_budget}
    for root, stack in ROOTS.items():
        total, path = depth.of(root)
        total += EXTRA
        budget = budgets[stack]
        failed |= total > budget
        print(f"{root}: {total} bytes of {budget} on the {stack}: {'ok' if total <= budget else 'OVER'}")
        for title in path:
            print(f"  {frames[title]:6} {title}")
    for line in dynamic:
        if plain(line.split(":")[0]) in linked:
            print(f"unbounded frame: {line}")
            failed = True
    for cycle in sorted(depth.cycles):
        print(f"recursion, counted once: {cycle}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
