"""Rounds, their street sides, and how long waste may wait, as a territory's files say them."""

from datetime import date
from typing import Annotated, Any, ClassVar

from msgspec import Meta

from cloud.registry.territory.cells import (
    Insee,
    Lat,
    Lon,
    MonthDay,
    Seconds,
    Stream,
    Title,
    Zone,
    season,
)
from cloud.registry.territory.rows import Row
from cloud.rounds.calendar import OnHoliday, Weekday
from cloud.rounds.holidays import HOLIDAYS, Holiday
from cloud.rounds.trace import Curb
from contract.names import Name

Metres = Annotated[int, Meta(ge=0, le=100_000)]
Amount = Annotated[int, Meta(ge=0, le=100_000)]
Days = Annotated[int, Meta(ge=1, le=366)]


class RoundRow(Row, frozen=True):
    """`[[rounds]]`: see `values.Round`, or `rounds.trace.FixedRound` if it has sides."""

    id: Name
    name: Title
    operator: Name
    stream: Stream
    weekdays: Annotated[tuple[Weekday, ...], Meta(min_length=1)]
    every_weeks: Annotated[int, Meta(ge=1, le=52)]
    anchor: date
    invented: bool
    truck: Name | None = None
    communes: tuple[Insee, ...] = ()
    gear: Name | None = None
    season: tuple[MonthDay, MonthDay] | None = None
    until: date | None = None
    on_holiday: OnHoliday = "keep"
    holidays: tuple[Holiday, ...] = HOLIDAYS

    def __post_init__(self) -> None:
        """Refuse a calendar without a day."""
        season(self.season)
        if self.until is not None and self.until < self.anchor:
            raise ValueError(f"until: {self.until} is before the anchor, {self.anchor}")

    def record(self) -> dict[str, Any]:
        """Return the row of the registry's table."""
        return super().record() | {"season": season(self.season)}


class SideRow(Row, frozen=True):
    """A line of `rounds/ID.csv`: see `rounds.trace.Side`."""

    KEY: ClassVar[str] = ""

    street: Title
    side: Curb
    lat: Lat
    lon: Lon
    exit_lat: Lat
    exit_lon: Lon
    metres: Metres
    seconds: Seconds
    load_kg: Amount
    load_l: Amount
    spread_kg: Amount = 0
    spread_l: Amount = 0


class AgeRow(Row, frozen=True):
    """`[[ages]]`: see `rounds.ages.AgeRule`; the registry knows a rule by all that it says."""

    KEY: ClassVar[str] = ""

    stream: Stream
    days: Days
    zone: Zone | None = None
    season: tuple[MonthDay, MonthDay] | None = None

    def __post_init__(self) -> None:
        """Refuse a season that no year has."""
        season(self.season)

    def record(self) -> dict[str, Any]:
        """Return the row of the registry's table."""
        return super().record() | {"season": season(self.season)}
