"""`vallee-cloud plan` and `replan` keep to what dispatchers have decided: locks and moves."""

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from cloud.bootstrap.parts import now_us
from cloud.dispatch.board import Board
from cloud.dispatch.deed import Deed
from cloud.dispatch.move import Asked
from cloud.dispatch.standing import standing
from cloud.forecast.need import Need
from cloud.forecast.survey import Forecast
from cloud.plan.planner import plan_day
from cloud.plan.route import Plan, read_plan
from cloud.registry.driven import Driven, open_driven
from cloud.registry.people import open_people
from cloud.registry.registry import Registry, open_registry
from cloud.registry.values import Draft, Keys, Person, Role, Wish
from cloud.settings import load
from tests.cloud.dispatch.ground import Ground
from tests.cloud.web.whole import QUICK, write_town
from tests.services.registries import newest
from tests.services.verbs import Verbs

DAY: Final = date(2026, 1, 5)
EVE: Final = DAY - timedelta(3)
DESK: Final = Person("claire", "Claire", frozenset({Role.DISPATCHER}))
BOTH: Final = ("alpha-01", "alpha-02")
# The shift is from 05:30 to 12:30: two containers and a tip do not fit into what is left of it.
VERY_LATE: Final = "=400"


@dataclass
class Office:
    """A town of two containers and two trucks, its command line and its desk."""

    run: Callable[..., subprocess.CompletedProcess[str]]
    records: Registry
    driven: Driven
    ground: Ground

    def forecast(self, fill: float, day: date = DAY) -> None:
        """Say how full both are, and how likely to overflow."""
        needs = tuple(
            Need(ref, now_us(), fill, fill, round(600 * fill), 20, fill, None, None) for ref in BOTH
        )
        self.records.issue_forecast(Forecast(day, now_us(), needs).issued())

    def plan(self) -> Plan:
        """Plan the day, with what the desk has decided of it."""
        asked = standing(self.ground.problem(DAY), self.records, self.driven, DAY)
        self.ground.issue(plan_day(asked, issued_at_us=now_us(), effort=QUICK))
        return self.newest()

    def replan(self, *news: str) -> Plan:
        """Make the plan again, before any truck is out."""
        done = self.run("replan", "--day", str(DAY), "--at", "05:00", *news, "--json")
        assert done.returncode == 0, done.stderr
        return self.newest()

    def planned(self, day: date = DAY) -> dict[str, dict[str, Any]]:
        """Plan a day by the command line; return what is lifted, by container."""
        done = self.run("plan", "--day", str(day), "--json")
        assert done.returncode == 0, done.stderr
        stops = [stop for one in json.loads(done.stdout)["routes"] for stop in one["stops"]]
        return {stop["ref"]: stop for stop in stops if stop["kind"] == "container"}

    def newest(self) -> Plan:
        issued = self.records.newest_plan(DAY)
        assert issued is not None
        return read_plan(issued.body)

    def lock(self, ref: str) -> None:
        """Lock a container at the desk."""
        board = Board(self.records, self.driven, self.ground, now_us)
        board.lock(DAY, board.working(DAY).version, ref, DESK.id, locked=True)

    def put_off(self, ref: str) -> None:
        """Move a container to the day from the one before, at the desk."""
        eve, at_us = DAY - timedelta(1), now_us()
        wish = Wish(ref, DAY, eve, at_us, DESK.id)
        line = Deed("moved", ref, str(DAY)).line()
        draft = Draft(eve, 1, at_us, at_us, DESK.id, line, (), b"", published=True)
        self.driven.save_draft(draft, 0, wish)


def trucks_of(plan: Plan) -> dict[str, str]:
    return {stop.ref: route.truck for route in plan.routes for stop in route.containers}


@pytest.fixture
def office(verbs: Verbs, tmp_path: Path) -> Iterator[Office]:
    url = newest(f"sqlite:///{tmp_path}/registry.sqlite")
    environ = {
        **os.environ,
        "VALLEE_CLOUD_REGISTRY__URL": url,
        "VALLEE_CLOUD_STORE__FILE": str(tmp_path / "points.sqlite"),
        "VALLEE_CLOUD_PLANNING__ROUNDS": "1",
        "VALLEE_CLOUD_PLANNING__DESPATCH": "false",
    }
    with (
        open_registry(url) as records,
        open_people(url) as people,
        open_driven(url, now_us) as driven,
    ):
        records.load_territory(write_town(tmp_path / "territory"))
        people.add(DESK, Keys(), None)
        ground = Ground(records, load(None, environ))
        yield Office(lambda *argv: verbs.run(*argv, environ=environ), records, driven, ground)


def test_what_is_locked_stays_with_its_truck_however_late_that_is(office: Office) -> None:
    office.forecast(0.9)
    (late,) = set(trucks_of(office.plan()).values())

    free = trucks_of(office.replan("--late", late + VERY_LATE))
    office.plan()
    office.lock("alpha-01")
    held = trucks_of(office.replan("--late", late + VERY_LATE))

    assert free.keys() == set(BOTH)
    assert late not in free.values()
    assert held == {"alpha-02": free["alpha-02"]}


def test_a_truck_that_breaks_down_gives_away_what_is_locked(office: Office) -> None:
    office.forecast(0.9)
    (broken,) = set(trucks_of(office.plan()).values())
    for ref in BOTH:
        office.lock(ref)

    made = trucks_of(office.replan("--broken", broken))

    assert made.keys() == set(BOTH)
    assert broken not in made.values()


def test_a_lock_means_the_truck_that_the_newest_plan_gave_it(office: Office) -> None:
    office.forecast(0.9)
    (first,) = set(trucks_of(office.plan()).values())
    (second,) = set(trucks_of(office.replan("--late", first + VERY_LATE)).values())
    office.lock("alpha-01")

    made = trucks_of(office.replan())

    assert first != second
    assert made == dict.fromkeys(BOTH, second)


def test_what_was_moved_to_the_day_is_still_lifted_when_its_plan_is_made_again(
    office: Office,
) -> None:
    office.forecast(0.01)
    needless = trucks_of(office.plan())
    office.put_off("alpha-02")
    planned = trucks_of(office.plan())

    made = trucks_of(office.replan())

    assert needless == {}
    assert "alpha-02" in planned
    assert made["alpha-02"] == planned["alpha-02"]


def test_what_was_moved_at_the_desk_is_lifted_by_the_plan_of_its_new_day(office: Office) -> None:
    office.forecast(0.9, EVE)
    office.forecast(0.01)
    needless = office.planned()
    there = office.planned(EVE)
    board = Board(office.records, office.driven, office.ground, now_us)
    board.move(EVE, 0, Asked("alpha-02", to_day=str(DAY)), DESK.id)
    board.publish(EVE, 1, DESK.id)

    made = office.planned()

    assert needless == {}
    assert there.keys() == set(BOTH)
    assert [one["must"] for ref, one in made.items() if ref == "alpha-02"] == [True]
