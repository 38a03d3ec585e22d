# SPDX-License-Identifier: GPL-2.0-or-later
"""A case: what the host does, and how the boot must end."""
import dataclasses
import typing

CASES = []


@dataclasses.dataclass(frozen=True)
class Halt:
    code: str  # name of an abort code
    told: bool = True  # the host hears it by ABORT
    or_codes: tuple = ()  # where the moment decides: these are right too


@dataclasses.dataclass(frozen=True)
class Boot:
    features: tuple = ("relay", "blk", "certs")
    strategy: str = "ephemeral"
    devices: int = 0
    left_out: tuple = ()  # modules


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    run: typing.Callable
    want: object
    profile: str


def case(name, want, run, profile="normal"):
    CASES.append(Case(name, run, want, profile))
