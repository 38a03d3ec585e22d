#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""tools.py BUILD [--servers ours,swtpm] [--only TEXT]: the scripts of tests/interop/tools, each on a fresh TPM."""
import argparse
import concurrent.futures
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

import report
import servers

SECONDS = 180


def run_script(script, kind, build):
    log = pathlib.Path(build, "interop", "logs", f"tools-{kind}-{script.stem}.log")
    log.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, servers.start(kind, build) as server, \
            open(log, "w", encoding="utf-8") as out:
        server.start_up()
        environment = dict(os.environ, TPM2TOOLS_TCTI=server.tcti, PYTHONDONTWRITEBYTECODE="1")
        with subprocess.Popen(["bash", "-x", script], cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=out,
                              stderr=out, start_new_session=True) as process:
            try:
                status = process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                return report.FAILED
    return {0: report.PASSED, 77: report.SKIPPED}.get(status, report.FAILED)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--servers", default="ours,swtpm")
    parser.add_argument("--only", default="")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    folder = pathlib.Path(__file__).resolve().parent.parent / "tools"
    scripts = [s for s in sorted(folder.glob("*.sh")) if s.name != "lib.sh" and args.only in s.name]
    table = report.Table("tpm2-tools and systemd", args.servers.split(","))
    jobs = [(script, kind) for script in scripts for kind in table.servers]
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        for (script, kind), result in zip(jobs, pool.map(lambda job: run_script(*job, args.build), jobs)):
            table.add(script.stem, kind, result)
    sys.exit(table.close())


if __name__ == "__main__":
    main()
