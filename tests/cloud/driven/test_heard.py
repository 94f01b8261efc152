"""What was heard of a day is kept, and is what a reader of everything would find."""

from collections.abc import Collection, Iterator
from datetime import date
from random import Random

import pytest

from cloud.driven.rounds import Rounds
from cloud.registry.driven import Driven, open_driven
from cloud.registry.facade import open_database
from cloud.registry.registry import Registry
from cloud.registry.values import Issued, KeptDeed
from tests.cloud.driven.conftest import LATER_US
from tests.cloud.driven.day import CREW, DAY, MIN_US, OTHER, SEVEN_US, Phone, World, plan

SIDE = "alpha/0"
# Where the first stop of a plan is.
HERE = {"lat": 43.61, "lon": 3.51, "accuracy_m": 8.0}


class Counting(Driven):
    """What crews told, and how often positions were read."""

    reads = 0

    def positions_of(self, day: date, truck: str) -> list[KeptDeed]:
        self.reads += 1
        return super().positions_of(day, truck)


class CountingPlans(Registry):
    """A registry, and which plans were read."""

    read: tuple[int, ...] = ()

    def plan(self, number: int) -> Issued | None:
        self.read = (*self.read, number)
        return super().plan(number)


@pytest.fixture
def counting(world: World, url: str) -> Iterator[Counting]:
    del world
    with Counting(open_database(url), lambda: LATER_US) as opened:
        yield opened


@pytest.fixture
def plans(world: World, url: str) -> Iterator[CountingPlans]:
    del world
    with CountingPlans(open_database(url), lambda: LATER_US) as opened:
        yield opened


def afresh(rounds: Rounds) -> Rounds:
    """Return the same rounds, of which nothing was read yet."""
    return Rounds(rounds.registry, rounds.driven)


def tell_some(phone: Phone, chance: Random, minute: int) -> None:
    ref = chance.choice(("alpha-01", "alpha-02"))
    match chance.randrange(6):
        case 0 | 1:
            place = {**HERE, "lat": HERE["lat"] + chance.choice((0.0, 0.01, 0.2))}
            phone.does("position", minute, **place)
        case 2:
            phone.does("collected", minute, stop=ref)
        case 3:
            phone.does("skipped", minute, stop=ref, reason="blocked")
        case 4:
            phone.does("problem", minute, what="works", stop=ref)
        case _ if phone.last:
            seq = chance.randint(1, phone.last)
            phone.does("withdrawn", minute, of_epoch=phone.epoch, of_seq=seq)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_comes_in_whatever_order_what_is_kept_is_what_is_there(
    world: World, seed: int
) -> None:
    chance = Random(seed)  # noqa: S311 - what is told, and when
    phones = [
        (Phone("crew-1", "0123456789ab"), CREW),
        (Phone("crew-1", "ba9876543210"), CREW),
        (Phone("crew-2", "0123456789ab", "two"), OTHER),
    ]

    for minute in range(30):
        phone, person = chance.choice(phones)
        tell_some(phone, chance, minute)
        if phone.kept and chance.random() < 0.6:
            # Some rows wait, and come after later ones.
            rows = chance.sample(list(phone.kept.values()), chance.randint(1, len(phone.kept)))
            phone.hears(world.intake.take(phone.envelope(*rows), person))
        if minute == 20:
            world.rounds.registry.issue_plan(plan(SEVEN_US + MIN_US, SIDE, "alpha-02"))
        if chance.random() < 0.5:
            assert world.today() == afresh(world.rounds).today(DAY)

    now = afresh(world.rounds).today(DAY)
    zone = world.rounds.zone()
    mine = world.rounds.of_truck("one", DAY, zone)
    assert world.today() == now
    assert mine == afresh(world.rounds).of_truck("one", DAY, zone)
    assert mine.plan == now.round("one")
    assert mine.stops == {ref: one for ref, one in now.stops.items() if ref in (SIDE, "alpha-02")}
    assert now.deeds


def test_a_truck_without_a_round_is_shown_nothing(world: World) -> None:
    phone = Phone()
    phone.does("collected", 10, stop="alpha-01")
    world.tell(phone)

    mine = world.rounds.of_truck("two", DAY, world.rounds.zone())

    assert (mine.plan, mine.before, mine.stops) == (None, None, {})


def test_another_crews_word_on_a_stop_is_heard_though_it_was_never_its_own(world: World) -> None:
    zone, helper = world.rounds.zone(), Phone("crew-2", truck="two")
    helper.does("collected", 10, stop="alpha-01")
    world.tell(helper, OTHER)

    mine = world.rounds.of_truck("one", DAY, zone)

    assert mine.stops["alpha-01"].state == "collected"


def test_help_at_a_stop_that_was_never_its_own_is_heard_within_ten_seconds(
    world: World, url: str
) -> None:
    zone, helper, at_us = world.rounds.zone(), Phone("crew-2", truck="two"), [LATER_US]
    with open_driven(url, lambda: at_us[0]) as driven:
        rounds = Rounds(world.rounds.registry, driven)
        rounds.of_truck("one", DAY, zone)
        helper.does("collected", 10, stop="alpha-01")
        world.tell(helper, OTHER)
        soon = rounds.of_truck("one", DAY, zone)
        at_us[0] += 10_000_000

        then = rounds.of_truck("one", DAY, zone)

    assert soon.stops == {}
    assert then.stops["alpha-01"].state == "collected"


@pytest.mark.parametrize("truck", ["one", "two"])
def test_what_is_told_by_who_was_given_a_stop_is_heard_at_once(world: World, truck: str) -> None:
    zone, person = world.rounds.zone(), CREW if truck == "one" else OTHER
    world.rounds.registry.issue_plan(plan(SEVEN_US, "alpha-01", truck="two"))
    world.rounds.of_truck("one", DAY, zone)
    phone = Phone("crew-3", truck=truck)
    phone.does("collected", 10, stop="alpha-01")
    world.tell(phone, person)

    mine = world.rounds.of_truck("one", DAY, zone)

    assert mine.stops["alpha-01"].state == "collected"


def test_positions_are_read_once_and_then_only_what_is_new(
    world: World, counting: Counting
) -> None:
    world.rounds.registry.issue_plan(plan(SEVEN_US - MIN_US, SIDE))
    rounds, phone = Rounds(world.rounds.registry, counting), Phone()
    phone.does("position", 10, **HERE)
    world.tell(phone)
    first = rounds.of_truck("one", DAY, rounds.zone())
    phone.does("position", 20, **HERE)
    world.tell(phone)

    then = rounds.of_truck("one", DAY, rounds.zone())

    assert counting.reads == 1
    assert first.stops[SIDE].at_us == SEVEN_US + 10 * MIN_US
    assert then.stops[SIDE].at_us == SEVEN_US + 20 * MIN_US


def test_a_plan_is_read_once_and_the_next_one_is_seen_at_once(
    world: World, plans: CountingPlans
) -> None:
    rounds = Rounds(plans, world.rounds.driven)
    zone = rounds.zone()
    first = [rounds.of_truck("one", DAY, zone) for _ in range(3)]
    plans.issue_plan(plan(SEVEN_US, "alpha-02"))

    then = rounds.of_truck("one", DAY, zone)

    assert len(plans.read) == len(set(plans.read)) == 2
    assert then.before == first[0].plan
    assert then.plan is not None
    assert then.plan.issued_at_us == SEVEN_US


def test_of_many_days_only_the_last_are_kept_and_all_are_right(
    world: World, counting: Counting
) -> None:
    rounds, phone = Rounds(world.rounds.registry, counting), Phone()
    phone.does("position", 10, **HERE)
    phone.does("collected", 11, stop="alpha-02")
    world.tell(phone)
    before = rounds.today(DAY)

    for day in range(6, 12):
        assert rounds.today(replace_day(DAY, day)).deeds == ()

    assert rounds.today(DAY) == before
    assert counting.reads == 2


def replace_day(day: date, number: int) -> date:
    return day.replace(day=number)


def rows_of(driven: Driven, trucks: Collection[str] | None = None) -> dict[str, set[int]]:
    return {
        truck: {row.seq for row in news.rows}
        for truck, news in driven.since(DAY, {}, trucks).items()
    }


def test_who_has_all_of_a_days_rows_is_told_none_and_who_lacks_some_those(world: World) -> None:
    driven, phone, other = world.rounds.driven, Phone(), Phone("crew-2", truck="two")
    phone.does("collected", 1, stop="alpha-01")
    other.does("collected", 2, stop="alpha-02")
    world.tell(phone)
    world.tell(other, OTHER)
    known = {truck: news.heard for truck, news in driven.since(DAY, {}).items()}
    phone.does("position", 3, **HERE)
    world.tell(phone)

    news = driven.since(DAY, known)

    assert news.keys() == {"one"}
    assert [(row.seq, row.kind) for row in news["one"].rows] == [(2, "position")]
    assert (news["one"].anew, news["one"].heard.count) == (False, 2)
    assert driven.since(DAY, known | {"one": news["one"].heard}) == {}


def test_of_some_trucks_nothing_of_the_others_is_told(world: World) -> None:
    phone, other = Phone(), Phone("crew-2", truck="two")
    phone.does("collected", 1, stop="alpha-01")
    other.does("collected", 2, stop="alpha-02")
    world.tell(phone)
    world.tell(other, OTHER)

    assert rows_of(world.rounds.driven, ["two"]) == {"two": {1}}


def test_a_number_that_comes_late_has_its_truck_read_anew(world: World) -> None:
    driven, phone = world.rounds.driven, Phone()
    late = phone.does("collected", 1, stop="alpha-01")
    soon = phone.does("collected", 2, stop="alpha-02")
    world.intake.take(phone.envelope(soon), CREW)
    known = {truck: news.heard for truck, news in driven.since(DAY, {}).items()}
    world.intake.take(phone.envelope(late), CREW)

    news = driven.since(DAY, known)["one"]

    assert (news.anew, [row.seq for row in news.rows]) == (True, [1, 2])


def test_a_photo_of_an_old_round_is_still_asked_for_and_a_strangers_is_not(world: World) -> None:
    driven, phone, name = world.rounds.driven, Phone(), "ab" * 32
    driven.give(CREW.id, "one", DAY)
    phone.does("problem", 1, what="works", photo=name)
    world.tell(phone)
    for day in range(6, 20):
        driven.give(CREW.id, "one", replace_day(DAY, day))

    assert driven.is_named(name, CREW.id)
    assert not driven.is_named(name, OTHER.id)
    assert not driven.is_named("cd" * 32, CREW.id)


def test_a_round_is_given_once_and_the_first_time_counts(world: World) -> None:
    driven = world.rounds.driven

    for _ in range(3):
        driven.give(CREW.id, "one", DAY)

    assert driven.rounds_of(CREW.id) == {"one": [DAY]}


def test_what_a_crew_is_told_of_a_place_is_what_the_territory_says(world: World) -> None:
    registry, driven = world.rounds.registry, world.rounds.driven
    boxes, sites = registry.containers(), registry.sites()
    asked = {("container", one.id) for one in boxes} | {("tip", one.id) for one in sites}

    about = driven.about({*asked, ("container", "nowhere"), ("depot", "depot"), ("side", "no/1")})

    assert about.keys() == asked
    for box in boxes:
        known = about["container", box.id]
        assert (known.stream, known.hours, known.access) == (
            box.stream,
            box.windows,
            box.access or "",
        )
    for site in sites:
        known = about["tip", site.id]
        assert (known.stream, known.hours) == (", ".join(site.streams), site.hours)
