"""A small seeded gate: people pass or stay, their devices change address, windows count them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from math import log
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from cloud.registry.values import ManualCount, Radio
from cloud.store.point import Point, Value

PARIS = ZoneInfo("Europe/Paris")
HOUR_US = 3_600_000_000
DAY_US = 24 * HOUR_US
WINDOW_S = 300
ROTATION_S = 780
START_US = int(datetime(2025, 9, 29, tzinfo=PARIS).astimezone(UTC).timestamp()) * 1_000_000
"""A Monday, local midnight."""

# People an hour from 00 to 23 h, and of a week from Monday: shops, closed on Sunday.
HOURS = np.array(
    [0, 0, 0, 0, 0, 0, 1, 3, 5, 8, 10, 11, 7, 5, 8, 9, 10, 11, 11, 7, 2, 1, 0, 0], np.float64
)
WEEK = np.array([0.9, 1.0, 1.0, 1.0, 1.1, 1.3, 0.2])
STAY = 0.3


@dataclass(frozen=True)
class Gate:
    """Windows as a node would send them, and when people truly came."""

    points: list[Point]
    came_us: NDArray[np.int64]

    def people(self, from_us: int, until_us: int) -> int:
        low, high = np.searchsorted(self.came_us, [from_us, until_us])
        return int(high - low)

    def counted(self, radio: Radio, from_us: int, until_us: int) -> ManualCount:
        people = self.people(from_us, until_us)
        return ManualCount(radio.node, radio.sensor, from_us, until_us, people)


def radio(node: str = "z-001", gate: str = "nord", people_per_day: float = 520) -> Radio:
    return Radio(node, "radio", "cosmo", gate, 43.6, 3.5, people_per_day, invented=True)


def gate(seed: int, per_day: float = 520, days: int = 42, node: str = "z-001") -> Gate:
    """Play `days` local days from START_US; clock changes are not looked at."""
    draw = np.random.default_rng(seed)
    hours = days * 24
    shape = HOURS / HOURS.sum()
    mood = draw.lognormal(-0.02, 0.2, days)
    rate = (WEEK[np.arange(days) % 7] * mood)[:, None] * per_day * shape[None, :]
    came = np.repeat(np.arange(hours) * 3600.0, draw.poisson(rate.ravel()))
    came = np.sort(came + draw.random(came.size) * 3600)
    births, seen = _windows(draw, came, hours * 3600 // WINDOW_S)
    came_us = START_US + (came * 1e6).astype(np.int64)
    return Gate(count_points(node, births, seen), came_us)


def count_points(
    node: str, births: NDArray[np.int64], seen: NDArray[np.int64], start_us: int = START_US
) -> list[Point]:
    """Return windows as the edge sends them: births less those of changed addresses."""
    arrivals = np.maximum(births - (seen - births) * WINDOW_S / ROTATION_S, 0.0)
    return [
        count(node, start_us + at * WINDOW_S * 1_000_000, born, met, came, seq=at + 1)
        for at, (born, met, came) in enumerate(
            zip(births.tolist(), seen.tolist(), arrivals.tolist(), strict=True)
        )
    ]


def count(  # noqa: PLR0913, PLR0917 - a window has as many figures
    node: str,
    begin_us: int,
    births: float,
    seen: float,
    arrivals: float,
    heard_s: float = WINDOW_S,
    seq: int = 1,
    epoch: str = "00ff00ff00ff",
) -> Point:
    fields: dict[str, Value] = {
        "window_s": float(WINDOW_S),
        "heard_s": heard_s,
        "adverts": seen * 40,
        "seen": seen,
        "births": births,
        "arrivals": arrivals,
        "arrivals_low": max(0.0, arrivals - 2),
        "arrivals_high": arrivals + 2,
        "epoch": epoch,
        "seq": float(seq),
    }
    return Point(
        "count", (("node", node), ("sensor", "radio")), begin_us * 1000 + seq % 1000, fields
    )


def _windows(
    draw: np.random.Generator, came: NDArray[np.float64], count_: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return births and seen of each window, from one or two devices of most people."""
    births, seen = np.zeros(count_ + 1, np.int64), np.zeros(count_ + 2, np.int64)
    stays = draw.random(came.size) < STAY
    dwell = np.where(
        stays,
        draw.lognormal(log(1200), 0.9, came.size),
        draw.lognormal(log(45), 0.6, came.size),
    )
    phone = draw.random(came.size) < np.where(stays, 0.62, 0.5)
    watch = draw.random(came.size) < np.where(stays, 0.25, 0.2)
    for has in (phone, watch):
        for begin, last in zip(came[has], dwell[has], strict=True):
            period = draw.uniform(600, 900)
            at, end = begin, min(begin + last, count_ * WINDOW_S - 1)
            turn = begin + draw.random() * period
            while at < end:
                first, final = int(at // WINDOW_S), int(min(turn, end) // WINDOW_S)
                births[first] += 1
                seen[first] += 1
                seen[final + 1] -= 1
                at, turn = turn, turn + period
    return births[:count_], np.cumsum(seen)[:count_]
