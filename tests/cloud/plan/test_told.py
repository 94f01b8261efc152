"""What trucks and dashboards are told of a plan: each truck its own round, no more, no less."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from cloud.plan.despatch import despatch
from cloud.plan.news import News
from cloud.plan.points import plan_points, title
from cloud.plan.route import Plan, Route, Stop
from cloud.store.memory import MemoryStore
from contract import codec
from contract.truck_plan import TruckPlan

PARIS = ZoneInfo("Europe/Paris")
ISSUED_US = int(datetime(2025, 10, 20, 18, 5, tzinfo=PARIS).timestamp()) * 1_000_000


def stop(kind: str, ref: str, arrive_s: int, load_kg: int, metres: int, **more: object) -> Stop:
    fields = {"arrive_s": arrive_s, "leave_s": arrive_s + 300, "load_kg": load_kg, "load_l": 0}
    made: Stop = Stop(kind, ref, ref.upper(), 43.6, 3.5, distance_m=metres, **fields, **more)  # type: ignore[arg-type] # kind is one of the three
    return made


@pytest.fixture
def plan() -> Plan:
    driven = Route(
        "grue-1",
        "Grue 1",
        "ccvh",
        (
            stop("depot", "depot", 19_800, 0, 0),
            stop("container", "c1", 20_400, 400, 3000, p_overflow=0.8, must=True),
            stop("container", "c2", 21_000, 900, 2000, p_overflow=0.1),
            stop("tip", "tip", 22_000, 0, 9000),
            stop("container", "c3", 23_000, 250, 4000, p_overflow=0.3),
            stop("tip", "tip", 24_000, 0, 4000),
            stop("depot", "depot", 25_000, 0, 8000),
        ),
    )
    idle = Route("grue-2", "Grue 2", "ccvh", ())
    return Plan("2025-10-21", ISSUED_US, "grid", False, (driven, idle), (), 1.2, 1, 1)


def test_each_truck_gets_its_own_round_on_its_own_topic(plan: Plan) -> None:
    told = despatch(plan, "Europe/Paris")

    assert set(told) == {"vallee/v1/truck/grue-1/plan", "vallee/v1/truck/grue-2/plan"}
    mine = codec.decode(told["vallee/v1/truck/grue-1/plan"], TruckPlan)
    assert (mine.truck, mine.day, mine.issued_at_us) == ("grue-1", "2025-10-21", ISSUED_US)
    assert [one.ref for one in mine.stops] == [one.ref for one in plan.routes[0].stops]
    assert [one.must for one in mine.stops] == [False, True, *[False] * 5]


def test_a_truck_that_stays_is_told_so(plan: Plan) -> None:
    told = despatch(plan, "Europe/Paris")

    assert codec.decode(told["vallee/v1/truck/grue-2/plan"], TruckPlan).stops == ()


def test_a_truck_that_broke_down_is_told_that_others_drive_its_round(plan: Plan) -> None:
    again = replace(plan, news=News(28_800, broken=frozenset({"grue-9"})))

    told = despatch(again, "Europe/Paris")

    assert codec.decode(told["vallee/v1/truck/grue-9/plan"], TruckPlan).stops == ()
    assert len(told) == 3


def test_key_figures_stand_at_the_planned_days_midnight(plan: Plan) -> None:
    store = MemoryStore()
    store.write(plan_points(plan, PARIS))

    (day,) = store.read("plan", (), 0, 2**63 - 1)

    assert day.time_ns == int(datetime(2025, 10, 21, tzinfo=PARIS).timestamp()) * 10**9
    assert day.fields == {
        "distance_m": 30_000.0,
        "stops": 3.0,
        "left": 0.0,
        "overflows_avoided": 1.2,
        "trucks": 1.0,
    }


def test_a_truck_brings_to_the_tip_what_it_lifted(plan: Plan) -> None:
    store = MemoryStore()
    store.write(plan_points(plan, PARIS))

    (driven,) = store.read("plan_truck", (("truck", "grue-1"),), 0, 2**63 - 1)
    (idle,) = store.read("plan_truck", (("truck", "grue-2"),), 0, 2**63 - 1)

    assert driven.fields == {"distance_m": 30_000.0, "stops": 3.0, "load_kg": 1150.0, "trips": 2.0}
    assert set(idle.fields.values()) == {0.0}


def test_stops_come_back_in_the_order_of_driving(plan: Plan) -> None:
    store = MemoryStore()
    store.write(plan_points(plan, PARIS))

    stops = store.read("plan_stop", (("plan", title(plan, PARIS)),), 0, 2**63 - 1)

    assert [one.fields["ref"] for one in stops] == [one.ref for one in plan.routes[0].stops]
    assert [one.fields["order"] for one in stops] == [float(n) for n in range(7)]
    assert stops[1].fields["arrive"] == "05:40"


def test_the_newest_plan_is_the_last_in_the_alphabet(plan: Plan) -> None:
    later = Plan(plan.day, ISSUED_US + 60_000_000, "grid", False, (), (), 0.0, 1, 1)

    assert title(plan, PARIS) < title(later, PARIS)
