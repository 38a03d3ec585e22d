#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""run.py --build DIR --image ELF [--only TEXT]: boots Parapet once for each case, and judges how it ended."""
import argparse
import concurrent.futures
import json
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time

import cases_ack  # noqa: F401 (cases register themselves)
import cases_narrow  # noqa: F401
import cases_offer  # noqa: F401
import cases_stream  # noqa: F401
from case import CASES, Boot, Halt
from host import Host, ch

HERE = pathlib.Path(__file__).parent
SET_CHANNEL, EXIT_HALT = 0xA, 4
BOOT_LIMIT = 25  # seconds: far above a boot and every deadline of a profile; a case that takes longer hangs


def serve(listener, run, hosts):
    """The case's host, in its thread."""
    try:
        stream, _ = listener.accept()
    except OSError:
        return
    stream.settimeout(BOOT_LIMIT)
    host = Host(stream)
    hosts.append(host)
    try:
        run(host)
    except (ch.Closed, ch.Fault, OSError) as end:
        host.end = end
    host.drain()


def boot(build, igvm, scratch, run):
    """Returns (exit status, result, console, standard error, host, seconds)."""
    path = scratch / "vmm"
    result = scratch / "result.json"
    hosts = []
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen(1)
        thread = threading.Thread(target=serve, args=(listener, run, hosts))
        thread.start()
        began = time.monotonic()
        done = subprocess.run(
            [build / "parapet", "run", "--igvm", igvm, "--machine", build / "machine.elf", "--memory", "64M", "--vcpus", "1",
             "--channel", f"unix:{path}", "--deadline", str(BOOT_LIMIT), "--result", result],
            capture_output=True, text=True, errors="replace", check=False, stdin=subprocess.DEVNULL)
        seconds = time.monotonic() - began
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
    data = json.loads(result.read_text()) if result.exists() else {}
    return done.returncode, data, done.stdout, done.stderr, hosts[0] if hosts else None, seconds


def judge_halt(want, status, result, host):
    halt = result.get("halt", {})
    codes = [ch.CODES[name] for name in (want.code, *want.or_codes)]
    if status != EXIT_HALT or halt.get("vmpl") != 0 or halt.get("set") != SET_CHANNEL:
        return f"no halt of the channel's: status {status}, {halt or result.get('end')}"
    if halt["code"] not in codes:
        return f"halted with {halt['code']:#x}, not {want.code}"
    if want.told and (host is None or host.abort != halt["code"]):
        return f"the host heard {host.abort if host else None}, not {halt['code']:#x}"
    return None


def judge_boot(want, status, console, host, build):
    if status != 0:
        return f"did not boot: status {status}"
    said = re.search(r"^channel: version=1 features=(\S*) strategy=(\S+) freshness=0 devices=(\d+)$", console, re.M)
    th = re.search(r"^channel: th=([0-9a-f]{96})$", console, re.M)
    if not said or not th:
        return "the guest was told of no agreement"
    got = (tuple(f for f in said[1].split(",") if f), said[2], int(said[3]))
    if got != (want.features, want.strategy, want.devices):
        return f"agreed on {got}"
    if th[1] != host.th().hex():
        return "the transcript hash is another than the host's"
    log = subprocess.run([build / "parapet", "log", "events"], input=console, capture_output=True, text=True, check=False)
    if log.returncode != 0:
        return f"the event log does not replay: {log.stderr}"
    left_out = tuple(sorted(re.findall(r"module: (\S+): left out$", log.stdout, re.M)))
    if left_out != want.left_out:
        return f"left out {left_out}, not {want.left_out}"
    if f"frozen: version 1, strategy {want.strategy}," not in log.stdout or f"th: {th[1]} (computed" not in log.stdout:
        return "the event log tells another story"
    return None


def judge(case, build, igvms):
    with tempfile.TemporaryDirectory(prefix="hostile.") as scratch:
        status, result, console, errors, host, seconds = boot(build, igvms[case.profile], pathlib.Path(scratch), case.run)
    if isinstance(case.want, Halt):
        wrong = judge_halt(case.want, status, result, host)
    else:
        wrong = judge_boot(case.want, status, console, host, build)
    return wrong and f"{wrong}\n{console[-400:]}{errors[-600:]}", seconds


def make_igvms(build, image, scratch):
    igvms = {}
    for name in ("normal", "strict"):
        igvms[name] = pathlib.Path(scratch, f"{name}.igvm")
        subprocess.run([build / "parapet", "igvm", "build", "--image", image, "--profile", HERE / f"{name}.yaml",
                        "--payload", f"elf:{build / 'guest.elf'},append=evidence", "--vcpus-max", "1",
                        "-o", igvms[name]], check=True)
    return igvms


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--image", type=pathlib.Path, required=True)
    parser.add_argument("--only", default="")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    chosen = [case for case in CASES if options.only in case.name]
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names), "names are unique"
    assert all(isinstance(case.want, (Boot, Halt)) for case in CASES)
    failed, longest = 0, 0
    with tempfile.TemporaryDirectory(prefix="hostile.") as scratch, \
            concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        igvms = make_igvms(options.build, options.image, scratch)
        running = {pool.submit(judge, case, options.build, igvms): case for case in chosen}
        for future in concurrent.futures.as_completed(running):
            wrong, seconds = future.result()
            longest = max(longest, seconds)
            if wrong:
                failed += 1
                print(f"FAILED {running[future].name}: {wrong}", flush=True)
    print(f"hostile: the longest boot took {longest:.1f} s", file=sys.stderr)
    print(f"hostile: {len(chosen) - failed} passed, {failed} failed")
    return 1 if failed or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
