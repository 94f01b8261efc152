"""The round in the cab and the desk, their parts joined."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from cloud.bootstrap.parts import local_zone, now_us, registry
from cloud.bootstrap.plan import figures, problem_of, show
from cloud.bootstrap.roads import ways as built_ways
from cloud.dispatch.board import Board
from cloud.driven.intake import Intake
from cloud.driven.keeping import Purged, purge
from cloud.driven.rounds import Rounds
from cloud.errors import CloudError
from cloud.mqtt.post import post
from cloud.plan.fleet import profile_of
from cloud.plan.problem import Problem
from cloud.plan.route import Plan, write_plan
from cloud.registry.driven import open_driven
from cloud.registry.local import local_day
from cloud.registry.registry import Registry
from cloud.registry.values import Issued
from cloud.roads.roads import Roads
from cloud.settings import Settings
from cloud.web.cab.api import Cab
from cloud.web.cab.values import CabLeg
from cloud.web.dispatch.api import Dispatch
from cloud.web.people.guard import Guard
from contract.truck_plan import TruckStop


@dataclass(frozen=True, slots=True)
class Field:
    """What an app needs for crews and their desk."""

    cab: Cab
    dispatch: Dispatch


@contextmanager
def field_of(settings: Settings, records: Registry, guard: Guard) -> Iterator[Field]:
    """Open crews and desk for a while."""
    with open_driven(settings.registry.url, now_us) as driven:
        rounds = Rounds(records, driven)
        board = Board(records, driven, SettingsGround(settings, records), now_us)
        ways = BuiltWays(records, built_ways(settings))
        yield Field(
            Cab(Intake(driven, now_us), rounds, ways, guard, now_us),
            Dispatch(board, rounds, guard, settings.planning.seed),
        )


def purge_driven(settings: Settings) -> Purged:
    """Delete what crews told and what is too old."""
    with registry(settings) as records, open_driven(settings.registry.url, now_us) as driven:
        return purge(Rounds(records, driven), local_day(now_us(), local_zone(records)))


@dataclass(frozen=True, slots=True)
class SettingsGround:
    """A day's problem by settings and registry; the last two are kept, since roads are slow.

    Two, for a container is moved from one day to another.
    """

    settings: Settings
    records: Registry
    _last: dict[tuple[date, int], Problem] = field(default_factory=dict, repr=False)

    def problem(self, day: date) -> Problem:
        """Return the problem of a day."""
        forecast = self.records.newest_forecast(day)
        key = (day, forecast.issued_at_us if forecast else 0)
        found = self._last.get(key)
        if found is None:
            found = problem_of(self.settings, self.records, day)
            while len(self._last) > 1:
                self._last.pop(next(iter(self._last)))
            self._last[key] = found
        return found

    def issue(self, plan: Plan) -> None:
        """Append a plan to what was issued, and show it to dashboards."""
        day = date.fromisoformat(plan.day)
        issued = Issued(day, plan.issued_at_us, write_plan(plan), figures(plan))
        self.records.issue_plan(issued)
        show(self.settings, plan, local_zone(self.records))

    def send(self, messages: Mapping[str, bytes]) -> None:
        """Leave messages on the broker."""
        post(self.settings.mqtt, messages)

    def timezone(self) -> str:
        """Return the territory's local time."""
        return local_zone(self.records).key


@dataclass(frozen=True, slots=True)
class BuiltWays:
    """The ways of rounds by the roads that are built; the last ones are kept."""

    records: Registry
    roads: Roads | None
    _known: dict[tuple[object, ...], tuple[CabLeg, ...]] = field(default_factory=dict, repr=False)

    def legs(self, truck: str, stops: Sequence[TruckStop]) -> tuple[CabLeg, ...]:
        """Return the way to each stop; none if there are no roads, or a stop is off them."""
        if self.roads is None or len(stops) < 2:  # noqa: PLR2004 - a way has two ends
            return ()
        key = (truck, *((stop.lat, stop.lon) for stop in stops))
        if key not in self._known:
            if len(self._known) > 100:  # noqa: PLR2004 - more than a fleet's rounds of a day
                self._known.clear()
            self._known[key] = self._found(self.roads, truck, stops)
        return self._known[key]

    def method(self) -> str:
        """Return whose map that is."""
        return "" if self.roads is None else self.roads.method

    def _found(self, roads: Roads, truck: str, stops: Sequence[TruckStop]) -> tuple[CabLeg, ...]:
        known = {one.id: one for one in self.records.trucks()}
        if truck not in known:
            return ()
        lats = np.array([stop.lat for stop in stops])
        lons = np.array([stop.lon for stop in stops])
        try:
            legs = roads.legs(profile_of(known[truck]), lats, lons)
        except CloudError:
            # A straight line in the cab is better than no round.
            return ()
        return tuple(
            CabLeg(one.line, tuple(along.street for along in one.streets), one.metres)
            for one in legs
        )
