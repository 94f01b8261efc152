"""What deeds come to: stops, deliveries, rounds, streets."""

import msgspec
import pytest

from cloud.driven.actual import RoundActual
from cloud.driven.streets import streets
from contract.deeds import Ref
from tests.cloud.driven.day import CREW, MIN_US, SEVEN_US, Phone, World, plan

SENT_US = SEVEN_US - 60 * MIN_US


def actual(world: World) -> RoundActual:
    return world.today().actual()[0]


def test_two_phones_in_conflict_are_both_kept_and_shown_and_collected_counts(world: World) -> None:
    one, two = Phone(), Phone("crew-2", "00000000000b")
    one.does("collected", 10, stop="alpha-01")
    two.does("skipped", 12, stop="alpha-01", reason="blocked")
    world.tell(one)
    world.tell(two)

    stop = world.today().stops["alpha-01"]

    assert (stop.state, stop.conflict, stop.reason) == ("collected", True, "")
    assert [(word.device, word.state) for word in stop.words] == [
        ("crew-1", "collected"),
        ("crew-2", "skipped"),
    ]


def test_who_mistook_himself_puts_it_right_and_is_in_no_conflict(world: World) -> None:
    phone = Phone()
    phone.does("collected", 10, stop="alpha-01")
    phone.does("skipped", 11, stop="alpha-01", reason="empty")
    world.tell(phone)

    stop = world.today().stops["alpha-01"]

    assert (stop.state, stop.reason, stop.conflict) == ("skipped", "empty", False)


def test_a_delivery_goes_from_issued_to_accepted(world: World) -> None:
    states = [world.today().deliveries()[0].state]
    phone = Phone()
    for kind in ("received", "accepted"):
        phone.does(kind, 1, plan=SENT_US)
        world.tell(phone)
        states.append(world.today().deliveries()[0].state)

    assert states == ["issued", "received", "accepted"]


def test_a_crew_that_says_no_on_one_of_two_phones_is_to_be_called(world: World) -> None:
    one, two = Phone(), Phone("crew-2", "00000000000b")
    one.does("accepted", 2, plan=SENT_US)
    two.does("refused", 1, plan=SENT_US, why="Le pont est fermé")
    world.tell(one)
    world.tell(two)

    delivery = world.today().deliveries()[0]

    assert (delivery.state, delivery.why, delivery.conflict) == (
        "refused",
        "Le pont est fermé",
        True,
    )


def test_an_answer_to_one_plan_is_none_to_the_next(world: World) -> None:
    phone = Phone()
    phone.does("accepted", 1, plan=SENT_US)
    world.tell(phone)
    world.rounds.registry.issue_plan(plan(SEVEN_US, "alpha-02"))

    found = [(one.plan_us, one.newest, one.state) for one in world.today().deliveries()]

    assert found == [(SENT_US, False, "accepted"), (SEVEN_US, True, "issued")]


def test_a_round_is_told_by_stops_and_never_by_person(world: World) -> None:
    phone = Phone()
    phone.does("started", 0)
    phone.does("collected", 10, stop="alpha-01")
    phone.does("skipped", 20, stop="alpha-02", reason="blocked")
    phone.does("unloaded", 60, tip="depot", weight_kg=900)
    phone.does("ended", 90)
    world.tell(phone)

    found = actual(world)

    assert (found.done, found.skipped, found.open) == (1, 1, 0)
    assert found.reasons == {"blocked": 1}
    assert found.planned_m == 2000
    assert [one.weight_kg for one in found.tonnage] == [900]
    assert (found.started_us, found.ended_us) == (SEVEN_US, SEVEN_US + 90 * MIN_US)
    assert found.last is not None
    assert found.last.ref == "alpha-02"
    text = msgspec.json.encode(found).decode()
    for word in (CREW.id, CREW.name, "person", "speed", "idle", "rank"):
        assert word not in text


def test_what_was_closed_before_a_plan_was_made_again_still_counts(world: World) -> None:
    phone = Phone()
    phone.does("collected", 10, stop="alpha-01")
    world.tell(phone)
    world.rounds.registry.issue_plan(plan(SEVEN_US + 20 * MIN_US, "alpha-02"))

    found = actual(world)

    assert [(one.state.ref, one.state.state) for one in found.planned] == [
        ("alpha-01", "collected"),
        ("alpha-02", "open"),
    ]


@pytest.mark.parametrize("asked", ["rue ALPHA-01", "alpha 01".replace(" ", "-"), "01 rue"])
def test_a_street_is_found_as_people_type_it(world: World, asked: str) -> None:
    phone = Phone()
    phone.does("collected", 10, stop="alpha-01")
    world.tell(phone)

    found = streets(world.today(), asked, [], over=False)

    assert [(one.ref, one.state, one.at_us) for one in found] == [
        ("alpha-01", "done", SEVEN_US + 10 * MIN_US)
    ]
    assert "one" not in msgspec.json.encode(found).decode().replace('"done"', "")


def test_a_street_is_planned_today_and_unknown_once_the_day_is_over(world: World) -> None:
    today = world.today()

    assert [one.state for one in streets(today, "alpha-02", [], over=False)] == ["planned"]
    assert [one.state for one in streets(today, "alpha-02", [], over=True)] == ["unknown"]
    assert streets(today, "a", [], over=False) == []


def test_every_container_of_the_registry_may_be_named_by_a_deed(world: World) -> None:
    for one in world.rounds.registry.containers():
        assert msgspec.convert(one.id, Ref) == one.id
