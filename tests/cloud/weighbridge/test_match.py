"""Tickets and unloadings are paired one to one, as well as it can be done, in whatever order."""

from itertools import combinations, permutations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from cloud.registry.values import Ticket, Unloading
from cloud.weighbridge.match import Matching, cost, match
from tests.cloud.weighbridge.conftest import MINUTE_US, NOON_US, TRUCKS, ticket, unloading

WINDOW_US = 60 * MINUTE_US


def matched(tickets: list[Ticket], unloadings: list[Unloading]) -> Matching:
    return match(tickets, unloadings, TRUCKS, WINDOW_US)


def names(found: Matching) -> list[tuple[str, str]]:
    return [(one.ticket.number, one.unloading.id) for one in found.pairs]


def test_a_ticket_goes_to_the_unloading_of_its_truck_site_and_stream() -> None:
    other = [
        unloading("other-truck", truck="benne-2"),
        unloading("other-tip", tip="aspiran"),
        unloading("other-stream", stream="biowaste"),
    ]

    found = matched([ticket("1")], [*other, unloading("its-own", 40)])

    assert names(found) == [("1", "its-own")]
    assert {one.id for one in found.missing} == {one.id for one in other}


def test_nothing_is_paired_beyond_the_window_and_all_up_to_it() -> None:
    late = ticket("1", 60), ticket("2", 60 + 1 / 60, plate="EF456GH")

    found = matched([*late], [unloading("a"), unloading("b", truck="benne-2")])

    assert names(found) == [("1", "a")]
    assert [(one.ticket.number, one.why) for one in found.orphans] == [("2", "unloading")]
    assert [one.id for one in found.missing] == ["b"]


def test_two_pairs_win_over_one_that_is_nearer() -> None:
    # The nearest pair, 2 and a, would leave 1 and b alone: they lie 70 minutes apart.
    found = matched([ticket("1", -50), ticket("2", 5)], [unloading("a", 0), unloading("b", 20)])

    assert names(found) == [("1", "a"), ("2", "b")]


def test_a_weight_that_the_crew_told_tells_two_loads_apart() -> None:
    heavy, light = ticket("heavy", 10), ticket("light", 12, gross_kg=12_000)

    found = matched(
        [heavy, light], [unloading("a", 10, weight_kg=1000), unloading("b", 12, weight_kg=4000)]
    )

    assert names(found) == [("heavy", "b"), ("light", "a")]


def test_a_night_shift_is_matched_across_midnight() -> None:
    midnight = 12 * 60

    found = matched([ticket("1", midnight + 5)], [unloading("a", midnight - 5)])

    assert [(one.apart_s, one.cost) for one in found.pairs] == [(600, 600)]


def test_a_plate_that_no_truck_has_is_an_orphan_that_says_so() -> None:
    found = matched([ticket("1", plate="ZZ999ZZ")], [unloading("a")])

    assert [(one.ticket.number, one.why) for one in found.orphans] == [("1", "plate")]


def test_one_load_weighed_twice_is_named() -> None:
    found = matched([ticket("1"), ticket("2", 4), ticket("3", 300)], [unloading("a")])

    assert [(one.first.number, one.second.number) for one in found.twins] == [("1", "2")]


MINUTES = st.integers(-180, 180)
TICKETS = st.lists(
    st.builds(
        lambda minutes, plate, stream, kg: (minutes, plate, stream, kg),
        MINUTES,
        st.sampled_from([*TRUCKS, "ZZ999ZZ"]),
        st.sampled_from(["residual", "biowaste"]),
        st.integers(11_500, 20_000),
    ),
    max_size=12,
)
UNLOADINGS = st.lists(
    st.builds(
        lambda minutes, truck, stream, kg: (minutes, truck, stream, kg),
        MINUTES,
        st.sampled_from([*TRUCKS.values()]),
        st.sampled_from(["residual", "biowaste"]),
        st.none() | st.integers(500, 9000),
    ),
    max_size=12,
)


def made(tickets: list[tuple[int, str, str, int]]) -> list[Ticket]:
    return [
        ticket(str(i), minutes, plate=plate, stream=stream, gross_kg=kg)
        for i, (minutes, plate, stream, kg) in enumerate(tickets)
    ]


def told(unloadings: list[tuple[int, str, str, int | None]]) -> list[Unloading]:
    return [
        unloading(str(i), minutes, truck=truck, stream=stream, weight_kg=kg)
        for i, (minutes, truck, stream, kg) in enumerate(unloadings)
    ]


@given(TICKETS, UNLOADINGS)
def test_each_stands_in_one_place_and_no_pair_is_beyond_the_window(
    tickets: list[tuple[int, str, str, int]], unloadings: list[tuple[int, str, str, int | None]]
) -> None:
    found = matched(made(tickets), told(unloadings))

    numbers = [p.ticket.number for p in found.pairs] + [o.ticket.number for o in found.orphans]
    ids = [p.unloading.id for p in found.pairs] + [u.id for u in found.missing]
    assert sorted(numbers, key=int) == [str(i) for i in range(len(tickets))]
    assert sorted(ids, key=int) == [str(i) for i in range(len(unloadings))]
    for one in found.pairs:
        assert abs(one.ticket.at_us - one.unloading.at_us) <= WINDOW_US
        assert TRUCKS[one.ticket.plate] == one.unloading.truck
        assert one.ticket.stream == one.unloading.stream


@given(TICKETS, UNLOADINGS, st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_does_not_matter(
    tickets: list[tuple[int, str, str, int]],
    unloadings: list[tuple[int, str, str, int | None]],
    random: Random,
) -> None:
    left, right = made(tickets), told(unloadings)
    first = matched(left, right)

    random.shuffle(left)
    random.shuffle(right)

    assert matched(left, right) == first


def best(left: list[Ticket], right: list[Unloading]) -> tuple[int, int]:
    """Return pairs and cost of the best there is, by trying all."""
    most = (0, 0)
    for size in range(1, min(len(left), len(right)) + 1):
        for some in combinations(left, size):
            for others in permutations(right, size):
                costs = [cost(a, b, WINDOW_US) for a, b in zip(some, others, strict=True)]
                known = [one for one in costs if one is not None]
                if len(known) == size:
                    most = max(most, (size, -sum(known)))
    return most[0], -most[1]


@given(
    st.lists(st.tuples(st.integers(-90, 90), st.integers(11_500, 14_000)), max_size=4),
    st.lists(st.tuples(st.integers(-90, 90), st.none() | st.integers(500, 3000)), max_size=4),
)
def test_no_other_way_has_more_pairs_or_as_many_for_less(
    tickets: list[tuple[int, int]], unloadings: list[tuple[int, int | None]]
) -> None:
    left = [ticket(str(i), minutes, gross_kg=kg) for i, (minutes, kg) in enumerate(tickets)]
    right = [unloading(str(i), minutes, weight_kg=kg) for i, (minutes, kg) in enumerate(unloadings)]

    found = matched(left, right)

    assert (len(found.pairs), sum(one.cost for one in found.pairs)) == best(left, right)


def test_a_year_is_matched_in_seconds_and_without_an_error() -> None:
    # Five trips a day of each truck; tickets are up to 20 minutes late, one in ten is lost.
    random = Random(7)  # noqa: S311 - a seeded year
    tickets, unloadings = [], []
    for trip in range(365 * 5):
        for plate, truck in TRUCKS.items():
            name, minutes = f"{truck}-{trip}", trip // 5 * 1440 + trip % 5 * 100
            unloadings.append(unloading(name, minutes, truck=truck))
            if random.random() > 0.1:
                tickets.append(ticket(name, minutes + random.uniform(0, 20), plate=plate))

    found = matched(tickets, unloadings)

    assert all(one.ticket.number == one.unloading.id for one in found.pairs)
    assert len(found.pairs) == len(tickets)
    assert len(found.missing) == len(unloadings) - len(tickets)
    assert found.pairs[0].ticket.at_us >= NOON_US
