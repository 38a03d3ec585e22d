# SPDX-License-Identifier: GPL-2.0-or-later
"""Boots of a Linux guest: over Parapet on the software machine, and of the same kernel by QEMU alone."""
import dataclasses
import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import time

UP = re.compile(r"^parapet-guest: up ([\d.]+) kernel (\S+) cpus (\d+) memory (\d+) kB", re.M)
CHECK = re.compile(r"^(not )?ok \d+ (.*?)\r?$", re.M)
VCPU = re.compile(r"^# vcpu \d+ apic \d+ entries \d+ calls \d+ longest (\d+) ", re.M)
COUNT = re.compile(r"^parapet-guest: (\d+) passed, (\d+) failed", re.M)
MACHINE = "microvm,isa-serial=on"


@dataclasses.dataclass(frozen=True)
class Shape:
    """What is booted and how."""
    kernel: str
    run: str
    vcpus: int = 1
    memory: str = "512M"
    qemu: str = "system"
    words: str = ""
    disk: bool = True
    icount: bool = False
    seconds: int = 600

    def __str__(self):
        return (f"linux {self.kernel}, {self.vcpus} vCPU{'s' * (self.vcpus > 1)}, {self.memory}, {self.qemu} QEMU: "
                f"{self.run}{' -icount' * self.icount}")


@dataclasses.dataclass
class Boot:
    """What came of it."""
    status: int
    console: str
    errors: str
    seconds_to_up: float
    seconds: float
    result: dict

    @property
    def ups(self):
        return UP.findall(self.console)

    @property
    def checks(self):
        """[(name, passed)]"""
        return [(name, not bad) for bad, name in CHECK.findall(self.console)]

    @property
    def longest_entries(self):
        """Of each vCPU into VMPL0, in ticks, as the guest read it through its TPM."""
        return [int(ticks) for ticks in VCPU.findall(self.console)]

    @property
    def count(self):
        found = COUNT.search(self.console)
        return (int(found[1]), int(found[2])) if found else None


class Lab:
    """A build folder with its guests, images and QEMUs. Images are built once for each kernel and command line."""

    def __init__(self, build, profile, offers):
        self.build = pathlib.Path(build)
        self.profile = profile
        self.offers = offers
        self.images = {}
        self.scratch = tempfile.TemporaryDirectory()
        self.qemus = {"system": "qemu-system-x86_64",
                      "backports": str(self.build / "qemu-backports" / "qemu-system-x86_64")}

    def versions(self):
        return {name: re.search(r"version (\S+)", subprocess.run([program, "--version"], capture_output=True, text=True,
                                                                 check=True).stdout)[1]
                for name, program in self.qemus.items() if shutil.which(program)}

    def guest(self, shape):
        return self.build / "linux" / shape.kernel

    def command_line(self, shape):
        tpm = "" if "CONFIG_MODULE_VTPM=y" in (self.build / ".config").read_text() else "tpm=no"
        return " ".join(f"console=ttyS0 quiet run={shape.run} {shape.words} {tpm}".split())

    def image(self, shape):
        key = (shape.kernel, shape.run, shape.words)
        if key not in self.images:
            out = pathlib.Path(self.scratch.name, f"{len(self.images)}.igvm")
            guest = self.guest(shape)
            subprocess.run(
                [self.build / "parapet", "igvm", "build", "--image", self.build / "parapet.elf", "--profile",
                 self.profile, "--payload",
                 f"linux:{guest}/vmlinuz,initrd={guest}/initrd.img,append={self.command_line(shape)}", "--vcpus-max",
                 "4", "-o", out], check=True)
            self.images[key] = out
        return self.images[key]

    def disk(self):
        copy = pathlib.Path(self.scratch.name, "disk.img")
        subprocess.run(["cp", "--sparse=always", self.build / "linux" / "disk.img", copy], check=True)
        return copy

    def boot(self, shape):
        """Over Parapet."""
        result = pathlib.Path(self.scratch.name, "result.json")
        result.unlink(missing_ok=True)
        arguments = [self.build / "parapet", "run", "--igvm", self.image(shape), "--vcpus", str(shape.vcpus),
                     "--memory", shape.memory, "--qemu", self.qemus[shape.qemu], "--deadline", str(shape.seconds),
                     "--result", result]
        if self.offers:
            arguments += ["--offers", self.offers]
        if shape.disk:
            arguments += ["--disk", self.disk()]
        if shape.icount:
            arguments += ["--icount"]
        boot = watch(arguments, shape.seconds + 30)
        if result.exists():
            boot.result = json.loads(result.read_text())
        return boot

    def boot_directly(self, shape):
        """The same kernel and initramfs by QEMU alone: the measure of what all of the monitor and the machine cost.

        It is told the clock's rate, as the machine tells its guests: on a loaded host the kernel cannot measure it.
        """
        guest = self.guest(shape)
        megahertz = re.search(r"^cpu MHz\s*: ([\d.]+)", pathlib.Path("/proc/cpuinfo").read_text(), re.M)
        clock = f" tsc_early_khz={float(megahertz[1]) * 1000:.0f} tsc=reliable" if megahertz else ""
        arguments = ["timeout", "-s", "KILL", "60", self.qemus[shape.qemu], "-nodefaults",
                     "-no-user-config", "-no-reboot", "-machine", MACHINE, "-accel", "tcg,thread=single", "-cpu",
                     "EPYC,check=off", "-net", "none", "-display", "none", "-m", shape.memory, "-smp",
                     str(shape.vcpus), "-serial", "stdio", "-kernel", guest / "vmlinuz", "-initrd",
                     guest / "initrd.img", "-append", self.command_line(shape) + clock]
        return watch(arguments, 65)


def watch(arguments, seconds):
    """Runs a command and notes when its console says that the guest is up."""
    began = time.monotonic()
    lines = []
    up = 0.0
    with tempfile.TemporaryFile("w+") as errors, subprocess.Popen(
            [str(a) for a in arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True,
            errors="replace") as process:
        try:
            for line in process.stdout:
                lines.append(line)
                if not up and UP.match(line):
                    up = time.monotonic() - began
                if time.monotonic() - began > seconds:
                    break
        finally:
            if process.poll() is None:
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    process.kill()
        status = process.wait()
        errors.seek(0)
        return Boot(status, "".join(lines), errors.read(), up, time.monotonic() - began, {})
