"""A deed that takes back an earlier one: both are kept, and the earlier one counts no more."""

from datetime import timedelta

import pytest

from cloud.driven.streets import streets
from cloud.registry.people import open_people
from tests.cloud.driven.day import CREW, DAY, OTHER, Phone, World

SKIPPED = {"stop": "alpha-01", "reason": "blocked"}


def withdraws(phone: Phone, minute: float, of_seq: int, of_epoch: str = "") -> None:
    phone.does("withdrawn", minute, of_epoch=of_epoch or phone.epoch, of_seq=of_seq)


def kinds(world: World) -> list[str]:
    return [one.kind for one in world.rounds.driven.deeds(DAY)]


def state_of(world: World, ref: str) -> str:
    stops = world.today().stops
    return stops[ref].state if ref in stops else "nothing is known"


def unloadings(world: World) -> list[int]:
    database = world.rounds.driven._database  # noqa: SLF001 - another facade's table
    with database.reading() as connection:
        found = connection.exec_driver_sql("SELECT weight_kg FROM unloadings ORDER BY weight_kg")
        return list(found.scalars())


def test_an_undone_skip_is_open_counts_nowhere_and_is_kept_with_what_undid_it(
    world: World,
) -> None:
    phone = Phone()
    phone.does("skipped", 10, **SKIPPED)
    withdraws(phone, 11, 1)

    receipt = world.tell(phone)

    (found,) = world.today().actual()
    assert (receipt.settled, receipt.refused) == (((1, 2),), ())
    assert state_of(world, "alpha-01") == "nothing is known"
    assert (found.done, found.skipped, found.open, found.reasons) == (0, 0, 2, {})
    assert (found.last, found.extra) == (None, ())
    assert kinds(world) == ["skipped", "withdrawn"]
    assert [one.state for one in streets(world.today(), "alpha-01", [], over=False)] == ["planned"]


def test_the_word_before_counts_again(world: World) -> None:
    phone = Phone()
    phone.does("collected", 10, stop="alpha-01")
    phone.does("skipped", 12, **SKIPPED)
    withdraws(phone, 13, 2)
    world.tell(phone)

    assert state_of(world, "alpha-01") == "collected"


def test_what_is_told_after_it_was_taken_back_counts(world: World) -> None:
    phone = Phone()
    phone.does("skipped", 10, **SKIPPED)
    withdraws(phone, 11, 1)
    phone.does("collected", 12, stop="alpha-01")
    world.tell(phone)

    assert state_of(world, "alpha-01") == "collected"


def test_an_undone_problem_is_no_problem(world: World) -> None:
    phone = Phone()
    phone.does("problem", 10, stop="alpha-01", what="works")
    withdraws(phone, 11, 1)
    world.tell(phone)

    (found,) = world.today().actual()
    assert found.problems == {}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_whatever_comes_first_the_day_is_the_same(world: World, order: tuple[int, ...]) -> None:
    phone = Phone()
    phone.does("skipped", 10, **SKIPPED)
    phone.does("unloaded", 11, tip="depot", stream="residual", weight_kg=900)
    withdraws(phone, 12, 1)
    withdraws(phone, 13, 2)
    rows = [phone.kept[1], phone.kept[2], phone.kept[3]]

    world.intake.take(phone.envelope(phone.kept[4]), CREW)
    for at in order:
        world.intake.take(phone.envelope(rows[at]), CREW)

    assert state_of(world, "alpha-01") == "nothing is known"
    assert (world.today().actual()[0].tonnage, unloadings(world)) == ((), [])


def test_an_unloading_that_stands_beside_one_that_was_undone_is_weighed(world: World) -> None:
    phone = Phone()
    phone.does("unloaded", 10, tip="depot", stream="residual", weight_kg=9000)
    world.tell(phone)
    before = unloadings(world)
    withdraws(phone, 11, 1)
    phone.does("unloaded", 12, tip="depot", stream="residual", weight_kg=900)

    world.tell(phone)

    assert (before, unloadings(world)) == ([9000], [900])
    assert [one.weight_kg for one in world.today().actual()[0].tonnage] == [900]


def test_what_never_came_may_be_taken_back_and_nothing_happens(world: World) -> None:
    phone = Phone()
    phone.does("skipped", 10, **SKIPPED)
    withdraws(phone, 11, 77, "00000000000f")

    receipt = world.tell(phone)

    assert (receipt.settled, receipt.refused) == (((1, 2),), ())
    assert state_of(world, "alpha-01") == "skipped"


def test_to_take_back_twice_is_to_take_back_once(world: World) -> None:
    phone = Phone()
    phone.does("collected", 9, stop="alpha-01")
    phone.does("skipped", 10, **SKIPPED)
    withdraws(phone, 11, 2)
    withdraws(phone, 12, 2)

    receipt = world.tell(phone)

    assert receipt.refused == ()
    assert state_of(world, "alpha-01") == "collected"
    assert kinds(world) == ["collected", "skipped", "withdrawn", "withdrawn"]


def test_an_undoing_is_not_undone(world: World) -> None:
    phone = Phone()
    phone.does("skipped", 10, **SKIPPED)
    withdraws(phone, 11, 1)
    withdraws(phone, 12, 2)
    world.tell(phone)

    assert state_of(world, "alpha-01") == "nothing is known"


def test_a_deed_of_before_the_app_started_anew_can_be_taken_back(world: World) -> None:
    before, after = Phone(), Phone(epoch="00000000000b")
    before.does("skipped", 10, **SKIPPED)
    withdraws(after, 11, 1, before.epoch)
    world.tell(after)
    world.tell(before)

    assert state_of(world, "alpha-01") == "nothing is known"


def test_another_phones_word_is_not_ones_own(world: World) -> None:
    mine, theirs = Phone("crew-1"), Phone("crew-2")
    theirs.does("skipped", 10, **SKIPPED)
    mine.does("started", 1)
    withdraws(mine, 11, 1, theirs.epoch)
    world.tell(theirs)
    world.tell(mine)

    assert state_of(world, "alpha-01") == "skipped"


def test_what_somebody_else_told_on_the_same_phone_is_refused(world: World) -> None:
    theirs, mine = Phone(), Phone(epoch="00000000000b")
    theirs.does("skipped", 10, **SKIPPED)
    withdraws(mine, 11, 1, theirs.epoch)
    world.rounds.driven.give(OTHER.id, "one", DAY)
    world.tell(theirs)

    receipt = world.tell(mine, OTHER)

    assert [one.rule for one in receipt.refused] == ["deed-withdraws-anothers"]
    assert state_of(world, "alpha-01") == "skipped"


def test_it_is_not_taken_back_either_if_the_undoing_came_before(world: World, url: str) -> None:
    theirs, mine = Phone(), Phone(epoch="00000000000b")
    theirs.does("skipped", 10, **SKIPPED)
    theirs.does("unloaded", 10, tip="depot", stream="residual", weight_kg=900)
    withdraws(mine, 11, 1, theirs.epoch)
    withdraws(mine, 11, 2, theirs.epoch)
    world.rounds.driven.give(OTHER.id, "one", DAY)

    receipt = world.tell(mine, OTHER)
    world.tell(theirs)

    assert receipt.refused == ()
    assert (state_of(world, "alpha-01"), unloadings(world)) == ("skipped", [900])
    with open_people(url) as people:
        people.erase(OTHER.id, None)
    assert state_of(world, "alpha-01") == "skipped"


def test_what_a_person_took_back_stays_so_once_he_is_erased(world: World, url: str) -> None:
    phone = Phone()
    phone.does("skipped", 10, **SKIPPED)
    withdraws(phone, 11, 1)
    world.tell(phone)

    with open_people(url) as people:
        people.erase(CREW.id, None)

    assert state_of(world, "alpha-01") == "nothing is known"


@pytest.mark.parametrize("of_seq", [1, 2, 1000])
def test_nothing_takes_back_itself_or_what_comes_later(world: World, of_seq: int) -> None:
    phone = Phone()
    withdraws(phone, 11, of_seq)

    receipt = world.tell(phone)

    assert [one.rule for one in receipt.refused] == ["deed-withdraws-later"]


@pytest.mark.parametrize(
    ("of_seq", "of_epoch"), [(0, ""), (-1, ""), ("1", ""), (True, ""), (1, "x"), (1, "\n" * 12)]
)
def test_a_number_that_is_none_costs_its_row_only(world: World, of_seq: int, of_epoch: str) -> None:
    phone = Phone()
    phone.does("skipped", 10, **SKIPPED)
    withdraws(phone, 11, of_seq, of_epoch)

    receipt = world.tell(phone)

    assert receipt.settled == ((1, 2),)
    assert [one.rule for one in receipt.refused] == ["deed-row"]
    assert state_of(world, "alpha-01") == "skipped"


@pytest.mark.parametrize("kind", ["started", "paused", "ended"])
def test_a_shifts_own_words_are_not_taken_back(world: World, kind: str) -> None:
    phone = Phone()
    phone.does(kind, 10)
    withdraws(phone, 11, 1)
    world.tell(phone)

    assert [one.deed.kind for one in world.today().deeds] == [kind]


def test_another_days_undoing_changes_nothing_of_today(world: World) -> None:
    phone = Phone()
    phone.does("skipped", 10, **SKIPPED)
    phone.does("unloaded", 10, tip="depot", stream="residual", weight_kg=900)
    world.tell(phone)
    withdraws(phone, 11, 1)
    withdraws(phone, 11, 2)
    tomorrow = (DAY + timedelta(1)).isoformat()
    world.rounds.driven.give(CREW.id, "one", DAY + timedelta(1))

    world.intake.take(phone.envelope(day=tomorrow), CREW)

    assert (state_of(world, "alpha-01"), unloadings(world)) == ("skipped", [900])
