"""The rounds of a day as they are driven, by round and never by person; incidents and looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from math import cos, hypot, radians
from typing import Final
from zoneinfo import ZoneInfo

from cloud.driven.actual import RoundActual, RoundStop
from cloud.driven.delivery import Delivery
from cloud.driven.looking import LONGEST_US, Seen, look
from cloud.driven.rounds import Rounds, Today
from cloud.registry.local import local_day
from cloud.registry.values import Incident, Look
from cloud.web.projection import METRES_PER_DEGREE
from contract.deeds import Problem
from contract.truck_plan import TruckPlan, TruckStop

LOOKS: Final = 50
_LOOKS_DAYS: Final = timedelta(61)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a truck is, and the stop of its round that is nearest; `seen` None: no incident."""

    truck: str
    seen: Seen | None
    nearest: TruckStop | None = None
    away_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """What a crew reported: a kind of problem, at a stop or at a spot of its own."""

    truck: str
    what: str
    at_us: int
    stop: str | None
    lat: float | None
    lon: float | None
    note: str
    photo: str | None


@dataclass(frozen=True, slots=True)
class Followed:
    """What the page of a day's rounds shows.

    Attributes:
        names: of trucks and of stops, by their ids.
        sizes: how many containers and street sides each round has, by truck and time of issue.
        place: where a truck is, if that was asked.
        said: what was done or is wrong, by the name of its text.
    """

    day: date
    today: date
    now_us: int
    zone: ZoneInfo
    names: dict[str, str]
    trucks: dict[str, str]
    deliveries: Sequence[Delivery]
    rounds: Sequence[RoundActual]
    incidents: Sequence[Incident]
    looks: Sequence[Look]
    sizes: Mapping[tuple[str, int], int]
    reports: Sequence[Report]
    place: Place | None = None
    said: str = ""
    wrong: str = ""

    def conflicts(self, one: RoundActual) -> list[RoundStop]:
        """Return the stops of a round of which devices say different things."""
        return [stop for stop in one.planned if stop.state.conflict]

    def reports_of(self, one: RoundActual) -> list[Report]:
        """Return what the crew of a round reported, in order."""
        return [report for report in self.reports if report.truck == one.truck]

    def lines(self, one: RoundActual) -> list[tuple[RoundStop, int]]:
        """Return a round's stops; sides of one street that came to the same are one line."""
        runs = ([stop for _, stop in run] for _, run in groupby(enumerate(one.planned), key=_run))
        return [(stops[0], len(stops)) for stops in runs]


def _run(numbered: tuple[int, RoundStop]) -> tuple[object, ...]:
    at, stop = numbered
    return (stop.name, stop.state.state, stop.state.reason) if stop.kind == "side" else (at,)


def follow(
    rounds: Rounds,
    day: date,
    now_us: int,
    *,
    place: Place | None = None,
    said: str = "",
    wrong: str = "",
) -> Followed:
    """Return what is known of a day's rounds."""
    zone, today = rounds.zone(), rounds.today(day)
    trucks = {one.id: one.name for one in rounds.registry.trucks()}
    stops = {
        stop.ref: stop.name for plans in today.plans.values() for p in plans for stop in p.stops
    }
    since_us = now_us - int(_LOOKS_DAYS.total_seconds()) * 1_000_000
    fresh_us = now_us - LONGEST_US
    return Followed(
        day,
        local_day(now_us, zone),
        now_us,
        zone,
        stops | trucks,
        trucks,
        today.deliveries(),
        today.actual(),
        [one for one in rounds.driven.open_incidents() if one.opened_us >= fresh_us],
        rounds.driven.looks(None, since_us, LOOKS),
        _sizes(today),
        _reports(today),
        place,
        said,
        wrong,
    )


def _sizes(today: Today) -> dict[tuple[str, int], int]:
    return {
        (truck, one.issued_at_us): sum(stop.kind in ("container", "side") for stop in one.stops)
        for truck, plans in today.plans.items()
        for one in plans
    }


def _reports(today: Today) -> list[Report]:
    return [
        Report(
            one.truck,
            deed.what.value,
            one.at_us,
            deed.stop,
            deed.lat,
            deed.lon,
            deed.note,
            deed.photo,
        )
        for one in today.deeds
        if isinstance(deed := one.deed, Problem)
    ]


def located(rounds: Rounds, truck: str, who: str, now_us: int) -> Place:
    """Return where a truck is, if an incident is open; that somebody looked is written down."""
    seen = look(rounds.driven, truck, who, now_us)
    if seen is None or seen.lat is None or seen.lon is None:
        return Place(truck, seen)
    round_ = rounds.today(local_day(now_us, rounds.zone())).round(truck)
    nearest, away_m = _nearest(round_, seen.lat, seen.lon)
    return Place(truck, seen, nearest, away_m)


def _nearest(plan: TruckPlan | None, lat: float, lon: float) -> tuple[TruckStop | None, float]:
    if plan is None or not plan.stops:
        return None, 0.0
    squeeze = cos(radians(lat))

    def away_m(stop: TruckStop) -> float:
        return METRES_PER_DEGREE * hypot(stop.lat - lat, (stop.lon - lon) * squeeze)

    nearest = min((stop for stop in plan.stops if stop.kind != "break"), key=away_m)
    return nearest, away_m(nearest)
