"""A business zone with two gates, four beacons and five weeks of made-up figures."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from math import sqrt
from random import Random
from zoneinfo import ZoneInfo

from cloud.errors import StoreDown
from cloud.footfall.figures import Inventory, Period, ProfileCell
from cloud.web.zone.slots import HOUR_US, QUARTER_US, midnight_us
from cloud.web.zone.view import PAST_DAYS, Gate, Tag, ZoneName, ZoneView

PARIS = ZoneInfo("Europe/Paris")
NOW_US = int(datetime(2026, 11, 24, 18, 5, tzinfo=PARIS).timestamp()) * 1_000_000
TODAY = date(2026, 11, 24)
PUBLISHED_US = NOW_US - 5 * 60_000_000
SMALL = 5.0
DAY_US = 24 * HOUR_US

COSMO = ZoneName("cosmo", "Cosmo – Gignac", "Gignac")
PASS_DE_COL = ZoneName("camalce", "Camalcé – Gignac", "Gignac")

# Passages of a working day by its hours, and what part of that passes on each weekday.
HOURS = (0, 0, 0, 0, 0, 2, 9, 31, 52, 47, 55, 61, 88, 74, 52, 49, 58, 71, 64, 33, 12, 4, 1, 0)
WEEK = (1.0, 1.05, 1.1, 1.02, 1.2, 1.35, 0.18)

# A day on which radios heard too little, one that is a holiday, and one on which hardly a soul was.
DEAF = date(2026, 11, 5)
HOLIDAY = date(2026, 11, 11)
LONELY = date(2026, 11, 1)


@cache
def cosmo() -> ZoneView:
    """Return the zone on a Tuesday evening, published up to 18 h."""
    dates = [TODAY - timedelta(back) for back in range(PAST_DAYS + 7, -1, -1)]
    quarters = [one for day in dates for one in _quarters(day)]
    hours = _gathered(quarters, [p.begin_us for p in quarters[::4]], HOUR_US)
    days = _gathered(hours, [midnight_us(day, PARIS) for day in dates[:-1]], DAY_US)
    since_us = midnight_us(TODAY - timedelta(PAST_DAYS), PARIS)
    kept = {
        name: tuple(p for p in map(_shown, _compared(found)) if p.begin_us >= since_us)
        for name, found in (("day", days), ("hour", hours), ("quarter", quarters))
    }
    return ZoneView(
        now_us=NOW_US,
        territory="Vallée de l’Hérault",
        timezone="Europe/Paris",
        zone=COSMO,
        about="Zone commerciale attestée ; entrées, fréquentation et balises inventées.",
        days=kept["day"],
        hours=kept["hour"],
        quarters=kept["quarter"],
        gates=(
            Gate("Entrée sud", tuple(_part(p, 0.31) for p in kept["day"]), invented=True),
            Gate("Entrée nord", tuple(_part(p, 0.69) for p in kept["day"]), invented=True),
        ),
        profile=tuple(_profile(kept["hour"])),
        beacons=_beacons(),
        withheld_below=SMALL,
        people_by_hand=128,
    )


def _quarters(day: date) -> list[Period]:
    chance = Random(day.toordinal())  # noqa: S311 - figures that are made up
    lively = WEEK[day.weekday()] * chance.uniform(0.92, 1.08) * (0.3 if day == HOLIDAY else 1)
    found = []
    for number in range(96):
        begin_us = midnight_us(day, PARIS) + number * QUARTER_US
        if begin_us + QUARTER_US > PUBLISHED_US:
            break
        expected = HOURS[number // 4] / 4 * lively
        people = max(round(chance.gauss(expected, sqrt(expected))), 0)
        if day == LONELY:
            people = int(number in {44, 45, 61})
        deaf = day == DEAF and number > 40
        found.append(_period(begin_us, None if deaf else people, 0.03 if deaf else 0.99))
    return found


def _period(begin_us: int, people: float | None, coverage: float) -> Period:
    if people is None:
        return Period(begin_us, None, None, None, coverage)
    reach = 1.96 * sqrt(people + (0.06 * people) ** 2)
    return Period(begin_us, people, max(people - reach, 0.0), people + reach, coverage)


def _gathered(parts: list[Period], begins_us: list[int], length_us: int) -> list[Period]:
    found = []
    for begin_us in begins_us:
        inside = [p for p in parts if begin_us <= p.begin_us < begin_us + length_us]
        if begin_us + length_us > PUBLISHED_US:
            continue
        coverage = sum(p.coverage for p in inside) / len(inside)
        people = sum(p.passages or 0.0 for p in inside) if coverage > 0.8 else None
        found.append(_period(begin_us, people, coverage))
    return found


def _compared(periods: list[Period]) -> list[Period]:
    def clock(period: Period) -> datetime:
        return datetime.fromtimestamp(period.begin_us // 1_000_000, PARIS).replace(tzinfo=None)

    before = {clock(p) + timedelta(7): p.passages for p in periods}
    return [
        replace(p, week_before=None if p.passages is None else before.get(clock(p)))
        for p in periods
    ]


def _shown(period: Period) -> Period:
    week_before = period.week_before
    if week_before is not None and 0 < week_before < SMALL:
        week_before = None
    if period.passages is not None and 0 < period.passages < SMALL:
        return Period(period.begin_us, None, None, None, period.coverage, withheld=True)
    return replace(period, week_before=week_before)


def _part(day: Period, share: float) -> Period:
    if day.passages is None:
        return day
    return _period(day.begin_us, day.passages * share, day.coverage)


def _profile(hours: tuple[Period, ...]) -> list[ProfileCell]:
    cells = []
    for weekday in range(7):
        for hour in range(24):
            of_cell = [
                p
                for p in hours
                for at in (datetime.fromtimestamp(p.begin_us // 1_000_000, PARIS),)
                if (at.weekday(), at.hour) == (weekday, hour)
            ]
            shown = [p.passages for p in of_cell if p.passages is not None]
            mean = sum(shown) / len(shown) if 2 * len(shown) > len(of_cell) else None
            cells.append(ProfileCell(weekday, hour, mean, len(of_cell)))
    return cells


def _beacons() -> tuple[Tag, ...]:
    heard_us, told_us = NOW_US - 9 * 60_000_000, NOW_US - 2 * 60_000_000
    return (
        Tag(
            Inventory("b1", "Totem entrée nord", heard_us, told_us, -61.0, 0.82, None, False), True
        ),
        Tag(Inventory("b2", "Abri à vélos", heard_us, told_us, -74.0, None, 2930.0, False), True),
        Tag(
            Inventory("b3", "Borne de recharge", heard_us, told_us, -70.0, 0.14, None, False), True
        ),
        Tag(
            Inventory(
                "b4", "Totem entrée sud", NOW_US - 2 * DAY_US, told_us, -80.0, None, None, True
            ),
            True,
        ),
    )


@dataclass
class FakeZones:
    """A desk that knows the zones that it was told, or that its registry is down."""

    shown: dict[str, ZoneView] = field(default_factory=lambda: {"cosmo": cosmo()})
    down: bool = False

    def zones(self) -> tuple[ZoneName, ...]:
        if self.down:
            raise StoreDown("no answer")
        return tuple(view.zone for view in self.shown.values())

    def zone(self, zone: str) -> ZoneView | None:
        if self.down:
            raise StoreDown("no answer")
        return self.shown.get(zone)
