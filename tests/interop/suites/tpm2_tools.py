#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""tpm2_tools.py SOURCES BUILD [--servers ours,swtpm] [--only TEXT]: the integration suite of tpm2-tools.

SOURCES is the unpacked source package; the tools are the installed ones, so both should be of one version. Every test is
a script that starts a simulator of its own, called tpm_server or swtpm, on PATH, and a resource manager on a bus of its
own. Ends with "N passed, N failed, N skipped" for the first kind of server.
"""
import argparse
import concurrent.futures
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

import report

SECONDS = 400
SKIPPED = 77
HELPERS = "helpers.sh"
PROGRAMS = {"ours": "tpm_server", "libtpms": "interop/libtpms_server", "swtpm": None}


def simulator_folder(kind, build, scratch):
    """A folder with the server under the name that the scripts know how to start."""
    folder = pathlib.Path(scratch, kind)
    folder.mkdir()
    if PROGRAMS[kind] is not None:
        (folder / "tpm_server").symlink_to(pathlib.Path(build, PROGRAMS[kind]).resolve())
    return folder


def environment(kind, source, folder, scratch):
    tests = source / "test" / "integration"
    return dict(os.environ, PATH=f"{folder}:{tests}:{os.environ['PATH']}:/usr/sbin", srcdir=str(source),
                abs_srcdir=str(source), abs_top_srcdir=str(source), abs_builddir=str(source), SRCDIR=str(source),
                BUILDDIR=str(source), TMPDIR=str(scratch), PYTHON="python3", TPM2TOOLS_TEST_PERSISTENT="false",
                TPM2_SIM="swtpm" if PROGRAMS[kind] is None else "tpm_server", TPM2_ABRMD=shutil.which("tpm2-abrmd") or "",
                TPM2_TOOLS_TEST_FIXTURES=str(tests / "fixtures"))


def run_test(script, kind, source, build, scratch, folder):
    log = pathlib.Path(build, "interop", "logs", f"tpm2-tools-{kind}-{script.stem}.log")
    log.parent.mkdir(parents=True, exist_ok=True)
    # A folder of its own, as scripts that need no TPM write where they are; named from there as in the build
    with open(log, "w", encoding="utf-8") as out, tempfile.TemporaryDirectory(dir=scratch) as here:
        os.symlink(source / "test", pathlib.Path(here, "test"))
        command = ["dbus-run-session", "--", "bash", script.relative_to(source)]
        with subprocess.Popen(command, cwd=here, env=environment(kind, source, folder, scratch), stdout=out, stderr=out,
                              stdin=subprocess.DEVNULL, start_new_session=True) as process:
            try:
                status = process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                status = None
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
    return {0: report.PASSED, SKIPPED: report.SKIPPED}.get(status, report.FAILED)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--servers", default="ours,swtpm")
    parser.add_argument("--only", default="")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    source = args.source.resolve()
    # A script that does not find its helpers runs on without its error trap, and passes.
    if not (source / "test" / "integration" / HELPERS).is_file():
        parser.error(f"no {HELPERS} in the sources")
    scripts = [s for s in sorted(source.glob("test/integration/tests/*.sh")) if args.only in s.name]
    table = report.Table("tpm2-tools integration", args.servers.split(","))
    jobs = [(script, kind) for script in scripts for kind in table.servers]
    with tempfile.TemporaryDirectory() as scratch, concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        folders = {kind: simulator_folder(kind, args.build, scratch) for kind in table.servers}
        results = pool.map(lambda job: run_test(*job, source, args.build, scratch, folders[job[1]]), jobs)
        for (script, kind), result in zip(jobs, results):
            table.add(script.stem, kind, result)
    sys.exit(table.close())


if __name__ == "__main__":
    main()
