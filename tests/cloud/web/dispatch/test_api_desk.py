"""The desk's addresses, and the document that says what each may answer."""

import msgspec
import pytest

from cloud.web.openapi import OPERATIONS, openapi
from cloud.web.operations import Operation
from tests.cloud.driven.day import DAY, Phone
from tests.cloud.people.house import CREW
from tests.cloud.web.cab.caller import DESK, Caller, Yard

PLANNED = "/bureau/plans/2025-10-21"


def test_a_move_is_answered_at_once_and_saved(yard: Yard) -> None:
    desk = yard.caller(DESK.id)

    answer = desk.post(f"{PLANNED}/draft/move", {"read": 0, "container": "c1", "truck": "t2"})

    assert (answer.status_code, answer.json()["version"], answer.json()["broken"]) == (200, 1, [])
    shown = desk.get(f"{PLANNED}/draft").json()
    assert shown["version"] == 1
    assert [one["what"] for one in desk.get(f"{PLANNED}/draft/versions").json()["versions"]] == [
        "moved c1 to t2"
    ]


def test_the_second_dispatcher_is_told_by_a_conflict(yard: Yard) -> None:
    desk = yard.caller(DESK.id)
    asked = {"read": 0, "container": "c1", "truck": "t2"}
    desk.post(f"{PLANNED}/draft/move", asked)

    answer = desk.post(f"{PLANNED}/draft/move", asked)

    assert answer.status_code == 409
    assert "version 0" in answer.json()["error"]


def test_a_plan_is_published_and_its_deliveries_are_shown(yard: Yard) -> None:
    desk = yard.caller(DESK.id)

    done = desk.post(f"{PLANNED}/draft/publish", {"read": 0})

    assert (done.status_code, done.json()["sent"]) == (200, 2)
    states = desk.get("/bureau/deliveries?day=2025-10-21").json()["deliveries"]
    assert {one["state"] for one in states if one["newest"]} == {"sent"}


def test_a_position_needs_an_incident_and_the_look_is_kept(yard: Yard) -> None:
    desk = yard.caller(DESK.id)

    before = desk.post("/bureau/trucks/one/position", {})
    desk.post("/bureau/incidents", {"truck": "one", "why": "Appel"})
    after = desk.post("/bureau/trucks/one/position", {})

    assert (before.status_code, after.status_code) == (409, 200)
    assert after.json()["state"] == "not-shared"
    assert len(yard.driven.looks("one")) == 1


def test_deeds_are_told_by_round_and_a_street_by_place(yard: Yard) -> None:
    phone = Phone()
    phone.does("collected", 10, stop="alpha-01")
    yard.caller(CREW.id).post("/tournee/envelopes", phone.envelope())
    desk = yard.caller(DESK.id)

    rounds = desk.get(f"/bureau/deeds?day={DAY}").json()["rounds"]
    street = desk.get(f"/bureau/streets?day={DAY}&name=alpha-01").json()["streets"]

    assert [(one["truck"], one["done"]) for one in rounds] == [("one", 1)]
    assert [one["state"] for one in street] == ["done"]
    assert CREW.id not in str(rounds) + str(street)


def test_the_calendar_of_rounds_is_every_other_thursday(yard: Yard) -> None:
    answer = yard.caller(DESK.id).get("/bureau/calendar?since=2026-01-05&until=2026-02-02")

    assert [one["day"] for one in answer.json()["days"]] == ["2026-01-08", "2026-01-22"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (f"{PLANNED}/draft/versions?limit=1000000000", None),
        ("/bureau/calendar?since=2026-01-01&until=2999-01-01", None),
        ("/bureau/calendar?since=0001-01-01&until=0001-01-02", None),
        (f"/bureau/streets?day={DAY}&name=a", None),
        (f"/bureau/streets?day={DAY}&day={DAY}&name=alpha", None),
        ("/bureau/deeds?day=1' OR '1'='1", None),
        ("/bureau/plans/2025-13-01/draft", None),
        (f"{PLANNED}/draft/move", {"read": -1, "container": "c1"}),
        (f"{PLANNED}/draft/move", {"read": 0, "container": "../c1"}),
        (
            f"{PLANNED}/draft/move",
            {"read": 0, "container": "c1", "truck": "t2", "to_day": "2025-10-22"},
        ),
        (f"{PLANNED}/draft/move", {"read": 0, "container": "c1", "to_day": "2025-02-30"}),
        (f"{PLANNED}/replan", {"broken": [f"t{n}" for n in range(101)]}),
        (f"{PLANNED}/replan", {"late_min": {"t1": 1e9}}),
        ("/bureau/incidents", {"truck": "nine", "why": "x"}),
        ("/bureau/incidents", b"[" * 10_000),
    ],
)
def test_bad_input_is_one_sentence(yard: Yard, path: str, body: object) -> None:
    desk = yard.caller(DESK.id)

    answer = desk.get(path) if body is None else desk.post(path, body)

    assert answer.status_code == 400
    assert answer.json().keys() == {"error"}


def test_ten_thousand_stops_are_refused_before_any_search(yard: Yard) -> None:
    closed = [f"c{n}" for n in range(10_000)]

    answer = yard.caller(DESK.id).post(f"{PLANNED}/replan", {"closed": closed})

    assert answer.status_code in (400, 413)


@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: f"{one.method} {one.path}")
def test_nobody_is_let_in_anywhere(yard: Yard, one: Operation) -> None:
    path = one.path
    for asked in one.asked:
        path = path.replace("{" + asked.name + "}", {"day": str(DAY)}.get(asked.name, "0" * 64))

    answer = Caller(yard.app).call(one.method, path)

    assert answer.status_code == 401
    assert answer.json().keys() == {"error"}


def test_the_document_names_each_operation_and_resolves_each_reference() -> None:
    document = openapi(OPERATIONS)

    told = {(m.upper(), path) for path, methods in document["paths"].items() for m in methods}
    assert told == {(one.method, one.path) for one in OPERATIONS}
    text = msgspec.json.encode(document).decode()
    named = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert named <= document["components"]["schemas"].keys()
    for methods in document["paths"].values():
        for method in methods.values():
            assert {"401", "403", "503"} <= method["responses"].keys()
