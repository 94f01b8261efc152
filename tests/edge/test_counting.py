"""Windows of devices: births by a key that lives for two windows, and what must not be believed."""

import random
from collections.abc import Iterator
from itertools import count as numbers

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.counting import Count, Counter, arrivals

SECOND = 1_000_000
WINDOW = 300 * SECOND
# 2025-11-24 16:00 UTC, where a window begins.
START = 1_764_000_000 * SECOND
ALICE, BOB, CARL = (bytes((0x40, 0, 0, 0, 0, number)) for number in (1, 2, 3))


def counter(ceiling: int = 1000) -> Counter:
    draws = random.Random(1)  # noqa: S311 - the test must come out the same each time
    return Counter(WINDOW, draws.randbytes, ceiling)


def hear(counting: Counter, at_us: int, *addresses: bytes) -> list[Count]:
    """Let one chunk of reports come: a beacon's, and those of some people."""
    counts = counting.tick(at_us)
    for address in addresses:
        counting.meet(address)
    counting.listen(at_us, 1 + len(addresses))
    return counts


def hear_all(counting: Counter, window: int, *addresses: bytes) -> list[Count]:
    """Let a whole window pass, in chunks of ten seconds, with these people in all of it."""
    begins_us = START + window * WINDOW
    return [
        count
        for second in range(10, 300, 10)
        for count in hear(counting, begins_us + second * SECOND, *addresses)
    ]


def told(counting: Counter, window: int) -> Count:
    (count,) = counting.tick(START + (window + 1) * WINDOW)
    return count


def test_who_stays_is_seen_in_each_window_and_born_in_none_but_the_first() -> None:
    counting = counter()
    hear_all(counting, 0, ALICE)
    hear_all(counting, 1, ALICE, BOB)

    hear_all(counting, 2, ALICE, BOB, CARL)

    count = told(counting, 2)
    assert (count.seen, count.births) == (3, 1)


def test_who_comes_back_after_a_window_is_born_again() -> None:
    counting = counter()
    hear_all(counting, 0, ALICE)
    hear_all(counting, 1)

    hear_all(counting, 2, ALICE)

    assert told(counting, 2).births == 1


def test_a_window_is_told_once_by_the_first_advert_after_it_or_by_the_clock() -> None:
    by_advert, by_clock = counter(), counter()
    for counting in (by_advert, by_clock):
        hear_all(counting, 0)
        hear_all(counting, 1, ALICE)

    first = hear(by_advert, START + 2 * WINDOW)
    second = by_clock.tick(START + 2 * WINDOW)

    assert first == second == [Count(START + WINDOW, 300 * SECOND, 58, 1, 1)]
    assert by_advert.tick(START + 2 * WINDOW + 1) == []
    assert by_clock.tick(START + 2 * WINDOW) == []


def test_a_window_in_which_nothing_was_heard_is_not_told() -> None:
    counting = counter()
    hear_all(counting, 0)

    counts = [count for window in range(1, 9) for count in counting.tick(START + window * WINDOW)]

    assert [count.begins_us for count in counts] == [START]


def test_nobody_about_is_a_count_of_none() -> None:
    counting = counter()
    hear_all(counting, 0)
    hear_all(counting, 1)

    assert told(counting, 1) == Count(START + WINDOW, 300 * SECOND, 29, 0, 0)


def test_the_first_window_knows_who_was_seen_and_not_who_was_born() -> None:
    counting = counter()

    hear_all(counting, 0, ALICE)

    assert told(counting, 0) == Count(START, 290 * SECOND, 58, 1, None)


def test_births_are_not_known_after_a_window_that_was_hardly_heard() -> None:
    counting = counter()
    hear_all(counting, 0, ALICE)
    hear(counting, START + WINDOW + 10 * SECOND, ALICE)

    hear_all(counting, 2, ALICE, BOB)

    assert told(counting, 2).births is None


def test_a_gap_counts_as_heard_for_ninety_seconds_and_in_the_window_it_lies_in() -> None:
    counting = counter()
    hear_all(counting, 0)
    hear_all(counting, 1)
    for second in (20, 200, 280):
        hear(counting, START + 2 * WINDOW + second * SECOND)

    # From the begin to 20, 90 of the next 180, then 80, and to the end.
    assert told(counting, 2).heard_us == (20 + 90 + 80 + 20) * SECOND


@pytest.mark.parametrize("years", [-40, -1, 1, 40])
def test_a_clock_that_jumps_by_years_gives_one_count_at_most_and_the_next_is_right(
    years: int,
) -> None:
    counting = counter()
    hear_all(counting, 0, ALICE)
    hear_all(counting, 1, ALICE, BOB)
    jump = years * 365 * 288

    counts = hear_all(counting, jump, ALICE)
    counts += hear_all(counting, jump + 1, ALICE, CARL)

    before = [START + WINDOW] if years > 0 else []
    assert [count.begins_us for count in counts] == [*before, START + jump * WINDOW]
    assert counts[-1].births is None
    assert told(counting, jump + 1).births == 1


def test_a_clock_that_is_set_back_by_a_second_counts_nobody_twice() -> None:
    counting = counter()
    hear_all(counting, 0, ALICE)
    hear_all(counting, 1, ALICE)
    hear(counting, START + 2 * WINDOW, ALICE)

    counts = hear(counting, START + 2 * WINDOW - SECOND, ALICE, BOB)
    counts += hear_all(counting, 2, ALICE, BOB)

    assert counts == []
    assert (told(counting, 2).seen, counting.end()) == (2, [])


def test_a_flood_of_addresses_stops_at_the_ceiling_and_tells_no_births() -> None:
    counting = counter(ceiling=100)
    hear_all(counting, 0, ALICE)
    hear_all(counting, 1, ALICE)

    flood = [number.to_bytes(6, "big") for number in range(5000)]
    hear(counting, START + WINDOW + 295 * SECOND, *flood, ALICE)
    flooded = told(counting, 1)
    hear_all(counting, 2, ALICE)
    after = told(counting, 2)
    hear_all(counting, 3, ALICE, BOB)

    assert (flooded.seen, flooded.births) == (100, None)
    assert counting.let_go == 5000 - 99
    assert (after.seen, after.births) == (1, None)
    assert told(counting, 3).births == 1


def test_what_is_open_at_the_end_is_told_as_far_as_it_was_heard() -> None:
    counting = counter()
    hear_all(counting, 0)
    hear(counting, START + WINDOW + 60 * SECOND, ALICE)

    assert counting.end() == [Count(START + WINDOW, 60 * SECOND, 2, 1, 1)]
    assert counting.end() == []


def test_no_key_and_no_hash_outlives_two_windows() -> None:
    counting = counter()
    hear_all(counting, 0, ALICE)
    first = counting._here  # noqa: SLF001 - what is inside is the claim
    hear_all(counting, 1, BOB)
    assert ALICE in first

    counting.tick(START + 2 * WINDOW)

    assert len(first) == 0
    assert bytes(first._key) == bytes(32)  # noqa: SLF001 - likewise


@pytest.mark.parametrize("jump", [-3, 2, 1000])
def test_a_jump_of_the_clock_wipes_all_that_was_kept(jump: int) -> None:
    counting = counter()
    hear_all(counting, 0, ALICE)
    hear_all(counting, 1, ALICE)
    kept = [counting._before, counting._here]  # noqa: SLF001 - what is inside is the claim

    counting.tick(START + (1 + jump) * WINDOW)

    assert [len(memory) for memory in kept] == [0, 0]
    assert [bytes(memory._key) for memory in kept] == [bytes(32)] * 2  # noqa: SLF001 - likewise


def test_every_window_draws_a_key_of_its_own() -> None:
    drawn: list[bytes] = []

    def draw(length: int) -> bytes:
        drawn.append(len(drawn).to_bytes(length, "big"))
        return drawn[-1]

    counting = Counter(WINDOW, draw)
    for window in range(5):
        hear_all(counting, window, ALICE)

    assert len(drawn) == len(set(drawn)) >= 6
    assert {len(key) for key in drawn} == {32}


steps = st.lists(
    st.tuples(
        st.sampled_from([0, 1, 30, 200, 299, 300, 301, 900, 10**9, -1, -299, -301, -(10**9)]),
        st.lists(st.sampled_from([ALICE, BOB, CARL])),
    ),
    max_size=30,
)


@given(steps)
def test_whatever_the_clock_does_a_count_is_possible(
    steps: list[tuple[int, list[bytes]]],
) -> None:
    counting = counter(ceiling=2)
    at_us = START

    for leap_s, addresses in steps:
        at_us = max(0, at_us + leap_s * SECOND)
        counts = hear(counting, at_us, *addresses)

        assert len(counts) <= 1
        for count in counts:
            assert count.begins_us % WINDOW == 0
            assert 0 <= count.heard_us <= WINDOW
            assert count.adverts >= 1
            assert 0 <= (count.births or 0) <= count.seen <= 2


def test_births_less_changed_addresses_are_arrivals() -> None:
    came = arrivals(seen=25, births=12, turning=300 / 780)

    # 12 - 13 · 300 / 780 = 7, give or take 1.96 · √(12 + 5).
    assert came == pytest.approx((7.0, 0.0, 7.0 + 1.96 * 17**0.5))


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.floats(0.01, 1.0))
def test_an_interval_holds_its_mean_and_none_is_below_zero(
    births: int, stayed: int, turning: float
) -> None:
    came = arrivals(births + stayed, births, turning)

    assert 0.0 <= came.low <= came.mean <= came.high
    assert came.mean <= births


def people(draw: random.Random, hours: int, an_hour: float) -> Iterator[tuple[float, float]]:
    """Yield when people come and go: most pass in a minute, a third stay for half an hour."""
    at_s = 0.0
    while (at_s := at_s + draw.expovariate(an_hour / 3600)) < hours * 3600:
        stay_s = draw.lognormvariate(7.1, 0.9) if draw.random() < 0.3 else draw.uniform(30, 90)
        yield at_s, min(at_s + stay_s, hours * 3600.0)


def lives(draw: random.Random, from_s: float, until_s: float) -> Iterator[tuple[float, float]]:
    """Yield the lives of one device's addresses: ten to fifteen minutes, the first is under way."""
    life_s = draw.uniform(600, 900) * draw.random()
    while from_s < until_s:
        yield from_s, min(until_s, from_s + life_s)
        from_s += life_s
        life_s = draw.uniform(600, 900)


def test_half_a_day_of_people_with_changing_addresses_is_counted() -> None:
    draw = random.Random(7)  # noqa: S311 - a world, no secret
    fresh = numbers()
    came = list(people(draw, hours=12, an_hour=60))
    heard: dict[int, list[bytes]] = {}
    for from_s, until_s in (life for stay in came for life in lives(draw, *stay)):
        address = next(fresh).to_bytes(6, "big")
        for tick in range(int(from_s / 10), int(until_s / 10) + 1):
            heard.setdefault(tick, []).append(address)
    counting = counter()

    counts = [
        count
        for tick in range(12 * 360)
        for count in hear(counting, START + tick * 10 * SECOND, *heard.get(tick, ()))
    ][1:]

    births = sum(count.births or 0 for count in counts)
    seen = sum(count.seen for count in counts)
    first_s = (counts[0].begins_us - START) / SECOND
    true = sum(from_s >= first_s for from_s, _ in came)
    assert births > 1.3 * true
    assert abs(arrivals(seen, births, 300 / 780).mean - true) < 0.1 * true
