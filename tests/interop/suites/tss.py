#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""tss.py SOURCES OUTPUT BUILD [--servers ours,swtpm] [--only TEXT]: tpm2-tss's own integration tests of ESYS and SYS.

Compiles the library and each test out of SOURCES into OUTPUT, without the project's build system, then runs every test
on a fresh TPM of each kind of server. Ends with "N passed, N failed" for the first kind.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import threading

import report
import servers

LIBRARY = ("src/tss2-mu/*.c", "src/tss2-sys/*.c", "src/tss2-sys/api/*.c", "src/tss2-esys/*.c", "src/tss2-esys/api/*.c",
           "src/util/*.c", "src/tss2-tcti/tctildr.c", "src/tss2-tcti/tctildr-dl.c", "src/tss2-tcti/tcti-common.c",
           "src/tss2-rc/*.c")
INCLUDES = (".", "src", "include", "include/tss2", "src/tss2-mu", "src/tss2-sys", "src/tss2-esys", "src/util",
            "test/integration", "test", "src/tss2-tcti")
CONFIG = '#define MAXLOGLEVEL 6\n#define PACKAGE_NAME "tpm2-tss"\n#define PACKAGE_VERSION "0"\n#define OSSL 1\n'
SKIPPED = 77
SECONDS = 300


class Suite:
    def __init__(self, source, output):
        self.source, self.output = source, output
        output.mkdir(parents=True, exist_ok=True)
        (output / "config.h").write_text(CONFIG)
        self.flags = ["-O1", "-w", "-DHAVE_CONFIG_H", "-D_GNU_SOURCE", "-DOSSL", "-DTEST_ESYS", "-DMAXLOGLEVEL=6",
                      f'-DTOP_SOURCEDIR="{source}"', f"-I{output}"]
        self.flags += [f"-I{source / folder}" for folder in INCLUDES]

    def compile(self, path, flags=()):
        relative = path.relative_to(self.source)
        suffix = "".join(re.findall(r"\w+", " ".join(flags)))
        target = self.output / (str(relative).replace("/", "_") + suffix + ".o")
        if not target.exists():
            part = target.with_suffix(f".{threading.get_ident()}")
            subprocess.run(["gcc", *self.flags, *flags, "-c", "-o", part, path], check=True)
            part.rename(target)
        return target

    def library(self, pool):
        target = self.output / "library.a"
        if not target.exists():
            files = [f for pattern in LIBRARY for f in sorted(self.source.glob(pattern)) if "mbed" not in f.name]
            objects = list(pool.map(self.compile, files))
            subprocess.run(["ar", "rcs", target, *objects], check=True)
        return target

    def tests(self):
        """{name: (sources, flags)} of the tests in Makefile-test.am that talk to a TPM through ESYS or SYS."""
        text = (self.source / "Makefile-test.am").read_text().replace("\\\n", " ")
        flags = dict(re.findall(r"^test_integration_(\w+)_int_CFLAGS\s*=\s*(.*)$", text, re.M))
        found = {}
        for name, sources in re.findall(r"^test_integration_(\w+)_int_SOURCES\s*=\s*(.*)$", text, re.M):
            files = [self.source / f for f in sources.split() if f.endswith(".c")]
            if name.startswith(("esys_", "sys_")) and all(f.exists() for f in files):
                found[name] = (files, tuple(re.findall(r"-D\S+", flags.get(name, ""))))
        return found

    def link(self, name, test, library):
        target = self.output / name
        if target.exists():
            return target
        files, flags = test
        common = [self.source / "test/integration/test-common.c", *(self.source / "test/integration").glob("sys-*-util.c"),
                  self.source / "test/integration/sys-util.c"]
        objects = [self.compile(f, flags) for f in dict.fromkeys([*files, *common]) if f.exists()]
        part = target.with_suffix(f".{threading.get_ident()}")
        run = subprocess.run(["gcc", "-o", part, *objects, library, "-lcrypto", "-ldl"], capture_output=True, text=True,
                             check=False)
        if run.returncode != 0:
            print(f"tss.py: {name} does not link: {run.stderr.splitlines()[-2:]}", file=sys.stderr)
            return None
        part.rename(target)
        return target


def run_test(program, kind, build):
    log = pathlib.Path(build, "interop", "logs", f"tss-{kind}-{program.name}.log")
    log.parent.mkdir(parents=True, exist_ok=True)
    with servers.start(kind, build) as server, open(log, "w", encoding="utf-8") as out:
        server.start_up()
        environment = dict(os.environ, TPM20TEST_TCTI=server.tcti, TPM20TEST_TCTI_NAME="mssim", TSS2_LOG="all+error")
        try:
            status = subprocess.run([program], env=environment, stdout=out, stderr=out, timeout=SECONDS,
                                    check=False).returncode
        except subprocess.TimeoutExpired:
            return report.FAILED
    return {0: report.PASSED, SKIPPED: report.SKIPPED}.get(status, report.FAILED)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--servers", default="ours,swtpm")
    parser.add_argument("--only", default="")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    suite = Suite(args.source.resolve(), args.output.resolve())
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        library = suite.library(pool)
        tests = {name: test for name, test in suite.tests().items() if args.only in name}
        linked = pool.map(lambda item: suite.link(*item, library), tests.items())
        programs = [program for program in linked if program is not None]
        table = report.Table("tpm2-tss integration (ESYS, SYS)", args.servers.split(","))
        jobs = [(program, kind) for program in programs for kind in table.servers]
        results = pool.map(lambda job: run_test(*job, args.build), jobs)
        for (program, kind), result in zip(jobs, results):
            table.add(program.name, kind, result)
    sys.exit(table.close())


if __name__ == "__main__":
    main()
