"""What was told of a day and what positions prove, read once and from then on only what is new.

Thirty phones ask once a minute, and at the end of a shift a day has forty thousand positions. Each
of them is looked at once, when it comes. What a truck's positions prove is added up: the widest of
what any of them prove, whatever order they come in.
"""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Final, TypeAlias

from cloud.driven.passages import passages
from cloud.driven.told import Told, told
from cloud.registry.driven import Driven
from cloud.registry.driven_deeds import Key
from cloud.registry.driven_since import Heard, News
from cloud.registry.values import KeptDeed, Passage
from cloud.registry.values.driven import POSITION
from contract.truck_plan import TruckPlan

Span: TypeAlias = tuple[int, int]

# Days that are kept: today, and what somebody at the desk looks at beside it.
_DAYS: Final = 3
# To count what all trucks told costs as much as the rest of an answer. Who helped out at a stop
# that was never his is heard this late, by a phone that asks once a minute.
_ALL_EVERY_US: Final = 10_000_000


@dataclass(slots=True)
class _Proven:
    """By ref, from when until when a truck's positions prove that it was there."""

    plans: Sequence[TruckPlan]
    spans: dict[str, Span] = field(default_factory=dict)

    def add(self, positions: Iterable[KeptDeed]) -> None:
        """Add what more positions prove."""
        for one in passages(self.plans, told(positions)):
            first, last = self.spans.get(one.ref, (one.first_us, one.last_us))
            self.spans[one.ref] = (min(first, one.first_us), max(last, one.last_us))


@dataclass(slots=True)
class _Truck:
    """What a truck's crews told; `proven` is None as long as nobody asked for it."""

    heard: Heard = field(default_factory=lambda: Heard(0, {}))
    deeds: dict[Key, KeptDeed] = field(default_factory=dict)
    told: tuple[Told, ...] = ()
    proven: _Proven | None = None

    def hear(self, news: News) -> None:
        """Add what is new."""
        if news.anew:
            self.deeds, self.proven = {}, None
        deeds = [row for row in news.rows if row.kind != POSITION]
        if deeds or news.anew:
            self.deeds |= {row.key: row for row in deeds}
            self.told = told(self.deeds.values())
        if self.proven is not None:
            self.proven.add(row for row in news.rows if row.kind == POSITION)
        # Last: what could not be taken in is asked for again.
        self.heard = news.heard


@dataclass(slots=True)
class HeardDay:
    """Everything that was told of a day so far; any thread may ask."""

    day: date
    driven: Driven
    _trucks: dict[str, _Truck] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _all_us: int | None = None

    def told(self) -> tuple[Told, ...]:
        """Return all deeds but positions, in the one order that counts."""
        with self._lock:
            self._hear(None)
            return _in_order(one for truck in self._trucks.values() for one in truck.told)

    def told_of(self, stops: Collection[str], trucks: Collection[str]) -> tuple[Told, ...]:
        """Return likewise what was told of some stops, which `trucks` were given to drive."""
        with self._lock:
            now_us = self.driven.now_us()
            is_late = self._all_us is None or abs(now_us - self._all_us) >= _ALL_EVERY_US
            self._hear(None if is_late else trucks)
            every = (one for truck in self._trucks.values() for one in truck.told)
            return _in_order(one for one in every if getattr(one.deed, "stop", None) in stops)

    def passages(self, plans: Sequence[TruckPlan], *, anew: bool) -> list[Passage]:
        """Return what positions prove of a truck whose plans of the day these are, by ref.

        What was told is heard first: ask for that before. With `anew` the positions are read
        anew, since some were purged.
        """
        with self._lock:
            truck = self._trucks.get(plans[-1].truck)
            if truck is None:
                return []
            if anew or truck.proven is None or truck.proven.plans != plans:
                proven = _Proven(plans)
                proven.add(self.driven.positions_of(self.day, plans[-1].truck))
                truck.proven = proven
            spans = sorted(truck.proven.spans.items())
        return [Passage(plans[-1].truck, self.day, ref, *span) for ref, span in spans]

    def _hear(self, trucks: Collection[str] | None) -> None:
        now_us = self.driven.now_us()
        known = {name: truck.heard for name, truck in self._trucks.items()}
        for name, news in self.driven.since(self.day, known, trucks).items():
            self._trucks.setdefault(name, _Truck()).hear(news)
        if trucks is None:
            self._all_us = now_us


def _in_order(deeds: Iterable[Told]) -> tuple[Told, ...]:
    return tuple(sorted(deeds, key=lambda one: (*one.order, one.device)))


@dataclass(frozen=True, slots=True)
class HeardDays:
    """What was heard of the days that were asked for last; any thread may ask."""

    driven: Driven
    _days: OrderedDict[date, HeardDay] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def of(self, day: date) -> HeardDay:
        """Return a day, of which nothing is read yet if it was not asked for lately."""
        with self._lock:
            heard = self._days.pop(day, None) or HeardDay(day, self.driven)
            self._days[day] = heard
            while len(self._days) > _DAYS:
                self._days.popitem(last=False)
            return heard
