"""A daily fill series as it was read: bins, their days, and the rows that were no good."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from firmware_sim.world.types import Figures

Days = NDArray[np.datetime64]
"""Local days, without an hour."""


class Bin(NamedTuple):
    """A bin and where it stands; `stream` and `suburb` in the words of its file."""

    id: str
    name: str
    lat: float
    lon: float
    stream: str
    suburb: str


@dataclass(frozen=True, slots=True)
class Diary:
    """What one bin was read to hold: a share of its volume on each of n days, oldest first."""

    bin: Bin
    days: Days
    fill_ratio: Figures


class Fault(NamedTuple):
    """A row that cannot be taken: its line, what of it is wrong, and the reason in words."""

    line: int
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Series:
    """All diaries of a file, at least one.

    Attributes:
        repeats: how many rows gave way to a later row of the same bin and day.
        unread: bins that have a position and not one good row.
    """

    file: Path
    diaries: tuple[Diary, ...]
    repeats: int
    faults: tuple[Fault, ...]
    unread: tuple[str, ...]

    @property
    def last(self) -> date:
        """The newest day of any bin."""
        newest: date = max(diary.days[-1] for diary in self.diaries).item()
        return newest
