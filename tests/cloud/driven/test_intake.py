"""The one offline protocol, on SQLite and PostgreSQL."""

import pytest

from cloud.driven.rules import OTHER_BODY
from contract.deeds import MAX_BYTES
from contract.errors import Malformed
from tests.cloud.driven.day import CREW, OTHER, Phone, World


def rules(world: World) -> list[str]:
    return sorted(one.rule for one in world.rounds.registry.dead_letters())


def test_what_is_told_is_kept_and_settled(world: World) -> None:
    phone = Phone()
    phone.does("started", 0)
    phone.does("collected", 10, stop="alpha-01")

    receipt = world.tell(phone)

    assert receipt.settled == ((1, 2),)
    assert phone.kept == {}
    assert [one.kind for one in world.rounds.driven.deeds(world.today().day)] == [
        "started",
        "collected",
    ]


def test_collected_told_twice_by_an_offline_phone_is_there_once(world: World) -> None:
    phone = Phone()
    phone.does("collected", 10, stop="alpha-01")
    body = phone.envelope()

    receipts = [world.intake.take(body, CREW) for _ in range(3)]

    assert {one.settled for one in receipts} == {((1, 1),)}
    assert all(one.refused == () for one in receipts)
    assert len(world.rounds.driven.deeds(world.today().day)) == 1
    assert rules(world) == []


def test_another_body_under_a_number_is_told_once_and_the_first_stays(world: World) -> None:
    phone = Phone()
    first = phone.does("collected", 10, stop="alpha-01")
    world.intake.take(phone.envelope(first), CREW)
    other = {**first, "stop": "alpha-02"}

    receipts = [world.intake.take(phone.envelope(other), CREW) for _ in range(2)]

    assert [one.rule for one in receipts[1].refused] == [OTHER_BODY]
    assert world.today().stops.keys() == {"alpha-01"}
    assert rules(world) == [OTHER_BODY]


def test_a_bad_row_costs_no_good_one_and_is_settled_too(world: World) -> None:
    phone = Phone()
    phone.does("collected", 10, stop="alpha-01")
    phone.does("position", 11, lat=91, lon=3.5, accuracy_m=5)
    phone.does("collected", 12, stop="nowhere")
    phone.does("started", 60 * 24)

    receipts = [world.intake.take(phone.envelope(), CREW) for _ in range(2)]

    assert receipts[1].settled == ((1, 4),)
    assert [one.rule for one in receipts[1].refused] == [
        "deed-row",
        "deed-unknown-stop",
        "deed-future",
    ]
    assert rules(world) == ["deed-future", "deed-row", "deed-unknown-stop"]
    assert world.today().stops.keys() == {"alpha-01"}


def test_another_crews_route_is_not_for_this_crew_to_tell_of(world: World) -> None:
    phone = Phone()
    phone.does("collected", 10, stop="alpha-01")

    receipt = world.intake.take(phone.envelope(), OTHER)

    assert [one.rule for one in receipt.refused] == ["deed-not-yours"]
    assert world.today().stops == {}


def test_a_crew_may_tell_of_a_round_it_was_given_whatever_it_drives_now(world: World) -> None:
    phone = Phone()
    phone.does("collected", 10, stop="alpha-01")
    world.rounds.driven.give(OTHER.id, "one", world.today().day)

    receipt = world.intake.take(phone.envelope(), OTHER)

    assert receipt.refused == ()


def test_nan_costs_its_row_only(world: World) -> None:
    phone = Phone()
    phone.does("collected", 10, stop="alpha-01")
    phone.does("position", 11, lat=0, lon=3.5, accuracy_m=5)
    body = phone.envelope().replace(b'"lat":0', b'"lat":NaN')

    receipt = world.intake.take(body, CREW)

    assert receipt.settled == ((1, 2),)
    assert [one.seq for one in receipt.refused] == [2]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[" * 100_000,
        b'{"v":2}',
        b"\xff\xfe{\x00",
        b"x" * (MAX_BYTES + 1),
        Phone().envelope(day="2026-02-30"),
        Phone().envelope(device="#"),
        Phone().envelope(deeds=[{"kind": "started", "seq": n, "at_us": 1} for n in range(1, 1102)]),
        Phone().envelope(deeds={}),
    ],
)
def test_what_is_no_envelope_is_kept_once_and_settles_nothing(world: World, body: bytes) -> None:
    for _ in range(2):
        with pytest.raises(Malformed):
            world.intake.take(body, CREW)

    letters = world.rounds.registry.dead_letters()
    assert [(one.rule, one.payload) for one in letters] == [("deed-malformed", body)]


def test_text_that_no_column_takes_is_kept_or_refused_and_never_stops_it(world: World) -> None:
    phone = Phone()
    phone.does("problem", 10, what="works", note="a\0b")
    phone.does("problem", 11, what="works", note="half")
    body = phone.envelope().replace(b'"half"', b'"\\ud800"')

    receipt = world.intake.take(body, CREW)

    assert receipt.settled == ((1, 2),)
    assert [one.seq for one in receipt.refused] == [2]


def test_an_unloading_is_told_to_the_weighbridge_once(world: World) -> None:
    phone = Phone()
    phone.does("unloaded", 200, tip="depot", weight_kg=3200, stream="residual")
    body = phone.envelope()

    for _ in range(2):
        world.intake.take(body, CREW)

    database = world.rounds.driven._database  # noqa: SLF001 - another facade's table
    with database.reading() as connection:
        found = connection.exec_driver_sql("SELECT truck, tip, weight_kg FROM unloadings").all()
    assert [tuple(row) for row in found] == [("one", "depot", 3200)]


def test_losses_are_settled_like_deeds(world: World) -> None:
    phone = Phone()
    phone.does("started", 0)
    losses = [[2, phone.epoch, 3, 9, "damaged", 1_767_592_800_000_000]]

    receipt = world.intake.take(phone.envelope(losses=losses), CREW)

    assert receipt.settled == ((1, 2),)
    assert receipt.refused == ()
