"""Passages out of radios' bytes against those of the simulated world, beside a naive count."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from cloud.footfall.figures import Period
from cloud.footfall.survey import footfall
from cloud.ingest.points import raw_point
from cloud.registry import values
from cloud.store.memory import MemoryStore
from contract.reading import Kind, Reading
from edge.beacons.presence import is_private
from edge.bootstrap import radio as join_radio
from edge.reports import read_reports
from edge.settings import RadioOptions
from firmware_sim.frames.radio import radio_frames
from firmware_sim.territory import Radio, read_territory
from firmware_sim.world import World
from firmware_sim.world.people import people
from tests.bench.rate import say

TERRITORY: Final = Path(__file__).parents[2] / "configs" / "territory" / "vallee-herault"
PARIS: Final = ZoneInfo("Europe/Paris")
HOUR_US: Final = 3_600_000_000
DAY_US: Final = 24 * HOUR_US
BEFORE_DAYS: Final = 14


def _midnight_us(month: int, day: int) -> int:
    return int(datetime(2025, month, day, tzinfo=PARIS).timestamp()) * 1_000_000


# Six weeks of local days; clocks change on the last one.
START_US: Final = _midnight_us(9, 15)
SINCE_US: Final = START_US + BEFORE_DAYS * DAY_US
END_US: Final = _midnight_us(10, 27)
COSMO: Final = values.Zone("cosmo", "Cosmo", "34114", 43.65, 3.55, invented=False, note="")

# Whom somebody counts at each gate in the two weeks before: (day, hour) of one-hour sessions.
BY_HAND: Final[Mapping[str, Sequence[tuple[int, int]]]] = {
    "nobody": (),
    "12 hours": (
        *((0, 10), (1, 17), (2, 11), (3, 18), (4, 9), (4, 16)),
        *((5, 10), (5, 15), (7, 17), (8, 10), (9, 16), (12, 11)),
    ),
    "2 days": tuple((day, hour) for day in (3, 12) for hour in range(7, 20)),
    "a week": tuple((day, hour) for day in range(5, 12) for hour in range(7, 20)),
}

Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Gate:
    """Who truly came to a radio's gate, and the distinct addresses it heard in each UTC hour."""

    radio: values.Radio
    came_us: Counts
    addresses: Mapping[int, set[bytes]]

    def came(self, edges_us: Counts) -> Counts:
        return np.histogram(self.came_us, edges_us)[0]

    def unique(self, edges_us: Counts) -> Counts:
        """Count distinct addresses between each edge and the next, as naive counters do."""
        spans = zip(edges_us[:-1] // HOUR_US, edges_us[1:] // HOUR_US, strict=True)
        return np.array(
            [len(set().union(*(self.addresses[hour] for hour in range(*span)))) for span in spans]
        )


@dataclass(frozen=True)
class Score:
    """How far off the zone's shown figures are, and whether the truth is in their intervals.

    Hours are those with at least 20 people; errors are WAPE, sums of errors by sums of people;
    `day_width` is that of the mean day's interval in parts of its figure.
    """

    hourly: float
    daily: float
    naive_hourly: float
    naive_daily: float
    day_width: float
    hours_inside: Flags
    days_inside: Flags
    gate_days_inside: Flags


@dataclass(frozen=True)
class Trial:
    """Six weeks of the demonstration's gates in one world, heard and stored."""

    store: MemoryStore = field(default_factory=MemoryStore)
    gates: list[Gate] = field(default_factory=list)

    def score(self, sessions: Sequence[tuple[int, int]]) -> Score:
        """Calibrate by counting by hand in `sessions`, and score the four weeks after."""
        (made,) = footfall(
            self.store,
            [COSMO],
            [gate.radio for gate in self.gates],
            [_by_hand(gate, *session) for gate in self.gates for session in sessions],
            PARIS,
            since_us=SINCE_US,
            until_us=END_US,
            withhold_below=5,
        )
        hours, days = made.periods["hour"], made.periods["day"]
        in_hours, in_days = _edges(hours), _edges(days)
        hourly = _sum(gate.came(in_hours) for gate in self.gates)
        daily = _sum(gate.came(in_days) for gate in self.gates)
        busy = hourly >= 20
        naive = [_sum(gate.unique(edges) for gate in self.gates) for edges in (in_hours, in_days)]
        return Score(
            hourly=_wape(_people(hours)[busy], hourly[busy]),
            daily=_wape(_people(days), daily),
            naive_hourly=_wape(naive[0][busy], hourly[busy]),
            naive_daily=_wape(naive[1], daily),
            day_width=_width(days),
            hours_inside=_inside(hours, hourly)[busy],
            days_inside=_inside(days, daily),
            gate_days_inside=np.concatenate(
                [_inside(made.gates[gate.radio.gate], gate.came(in_days)) for gate in self.gates]
            ),
        )


def run(seeds: Sequence[int] = (1, 2)) -> None:
    """Print errors and coverage over four weeks, by how much somebody counted by hand before."""
    head = f"{'hour ≥ 20':>11}{'day':>7}{'in 95 %: hour':>16}{'day':>7}{'day ±':>8}"
    say(f"\n{'Passages; WAPE':<22}{head}")
    for seed in seeds:
        trial = play(seed)
        scores = {effort: trial.score(sessions) for effort, sessions in BY_HAND.items()}
        for effort, one in scores.items():
            inside = f"{one.hours_inside.mean():>16.1%}{one.days_inside.mean():>7.0%}"
            errors = f"{one.hourly:>11.1%}{one.daily:>7.1%}"
            say(f"{f'seed {seed}, {effort}':<22}{errors}{inside}{one.day_width / 2:>8.1%}")
        naive = scores["nobody"]
        say(f"{'peer: addresses':<22}{naive.naive_hourly:>11.1%}{naive.naive_daily:>7.1%}")


def play(seed: int) -> Trial:
    """Let every gate's radio frames go through an edge's counter into a store."""
    territory = read_territory(TERRITORY)
    world = World(territory, seed, START_US, -(-(END_US - START_US) // DAY_US) + 1)
    trial = Trial()
    for radio in territory.radios:
        trial.gates.append(_hear(world, radio, trial.store))
    return trial


def _hear(world: World, radio: Radio, store: MemoryStore) -> Gate:
    node = join_radio(RadioOptions(), [])
    addresses: defaultdict[int, set[bytes]] = defaultdict(set)
    told = []
    for frame in takewhile(lambda one: one.at_us < END_US, radio_frames(world, radio)):
        data = bytes.fromhex(frame.hex)
        told += node.feed(data, frame.at_us)
        addresses[frame.at_us // HOUR_US].update(
            report.address
            for report in read_reports(data)
            if is_private(report.kind, report.address)
        )
    told += node.tick(END_US)
    store.write(
        [
            raw_point(
                radio.node,
                "00ff00ff00ff",
                Reading(seq, one.sensor, one.kind, one.taken_at_us, one.values),
            )
            for seq, one in enumerate(told, start=1)
            if one.kind is Kind.COUNT
        ]
    )
    came_us = people(world, radio)
    return Gate(_registered(radio), came_us, addresses)


def _registered(radio: Radio) -> values.Radio:
    where = (radio.node, radio.sensor, COSMO.id, radio.gate, COSMO.lat, COSMO.lon)
    return values.Radio(*where, people_per_day=radio.people_per_day, invented=True)


def _by_hand(gate: Gate, day: int, hour: int) -> values.ManualCount:
    from_us = START_US + day * DAY_US + hour * HOUR_US
    (counted,) = gate.came(np.array([from_us, from_us + HOUR_US]))
    radio = gate.radio
    return values.ManualCount(radio.node, radio.sensor, from_us, from_us + HOUR_US, int(counted))


def _edges(periods: Sequence[Period]) -> Counts:
    return np.array([*(period.begin_us for period in periods), END_US])


def _people(periods: Sequence[Period]) -> NDArray[np.float64]:
    """Return what is shown; what is withheld is nobody."""
    return np.array([period.passages or 0.0 for period in periods])


def _inside(periods: Sequence[Period], came: Counts) -> Flags:
    return np.array(
        [
            one.low is not None and one.high is not None and one.low <= true <= one.high
            for one, true in zip(periods, came.tolist(), strict=True)
        ]
    )


def _width(periods: Sequence[Period]) -> float:
    people = sum(one.passages or 0.0 for one in periods)
    return sum((one.high or 0.0) - (one.low or 0.0) for one in periods) / people


def _sum(gates: Iterable[Counts]) -> Counts:
    total: Counts = np.sum(list(gates), axis=0, dtype=np.int64)
    return total


def _wape(told: NDArray[np.float64] | Counts, true: Counts) -> float:
    return float(np.abs(told - true).sum() / true.sum())
