"""What every store does, whatever stands behind the port."""

import threading
from contextlib import suppress
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cloud.errors import PointsRefused, StoreDown
from cloud.store.memory import MemoryStore
from cloud.store.point import Point, Tags
from cloud.store.port import Store
from tests.ports.stands import Stand

AT = 1_764_000_000_000_000_000
EVER = (-(2**63), 2**63)
FILL: Tags = (("node", "n-001"), ("sensor", "fill"))

HOSTILE = ["Aniane, rue du Pont", "a=b", "l'école", '"é☃😀"', r"a\,b\ c", "x' OR '1'='1", "$first"]

# One started store serves all examples; each writes a measurement of its own.
shared = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def store(stand: Stand) -> Store:
    return stand.store


@pytest.fixture
def measurement() -> str:
    """A name that no earlier run has used: a server given by its address keeps everything."""
    return fresh()


def fresh() -> str:
    return f"level_{uuid4().hex}"


def test_what_was_written_is_read(store: Store, measurement: str) -> None:
    point = Point(measurement, FILL, AT, {"distance_mm": 1234.5, "epoch": "00ff00ff00ff"})

    store.write([point])

    assert store.read(measurement, FILL, *EVER) == [point]


def test_a_repeat_is_stored_once(store: Store, measurement: str) -> None:
    point = Point(measurement, FILL, AT, {"seq": 7.0})

    store.write([point, point])
    store.write([point])

    assert store.read(measurement, FILL, *EVER) == [point]


def test_the_later_of_two_values_stays(store: Store, measurement: str) -> None:
    store.write([Point(measurement, FILL, AT, {"fill_ratio": 0.25})])

    store.write([Point(measurement, FILL, AT, {"fill_ratio": 0.75})])

    (kept,) = store.read(measurement, FILL, *EVER)
    assert kept.fields == {"fill_ratio": 0.75}


def test_a_field_that_a_repeat_lacks_stays(store: Store, measurement: str) -> None:
    store.write([Point(measurement, FILL, AT, {"fill_ratio": 0.25, "seq": 1.0})])

    store.write([Point(measurement, FILL, AT, {"fill_ratio": 0.5})])

    (kept,) = store.read(measurement, FILL, *EVER)
    assert kept.fields == {"fill_ratio": 0.5, "seq": 1.0}


def test_two_readings_of_one_microsecond_stay_two(store: Store, measurement: str) -> None:
    # The stored time's last three digits are the reading's number.
    points = [Point(measurement, FILL, AT + seq, {"seq": float(seq)}) for seq in (41, 42)]

    store.write(points)

    assert store.read(measurement, FILL, *EVER) == points


def test_points_come_oldest_first(store: Store, measurement: str) -> None:
    points = [Point(measurement, FILL, AT + hour, {"seq": float(hour)}) for hour in (3, 1, 2)]

    store.write(points)

    times = [point.time_ns for point in store.read(measurement, FILL, *EVER)]
    assert times == [AT + 1, AT + 2, AT + 3]


def test_a_range_holds_its_start_and_not_its_end(store: Store, measurement: str) -> None:
    store.write([Point(measurement, FILL, AT + tick, {"seq": float(tick)}) for tick in range(5)])

    times = [point.time_ns - AT for point in store.read(measurement, FILL, AT + 1, AT + 3)]

    assert times == [1, 2]
    assert store.read(measurement, FILL, AT + 3, AT + 3) == []
    assert store.read(measurement, FILL, AT + 3, AT + 1) == []


@pytest.mark.parametrize("time_ns", [0, -1, 7_258_118_400_000_000_000, 2**63 - 2])
def test_any_time_is_read_back_to_the_nanosecond(
    store: Store, measurement: str, time_ns: int
) -> None:
    store.write([Point(measurement, FILL, time_ns, {"seq": 1.0})])

    (kept,) = store.read(measurement, FILL, time_ns, time_ns + 1)

    assert kept.time_ns == time_ns


def test_a_series_is_not_mixed_with_one_that_has_more_tags(store: Store, measurement: str) -> None:
    store.write([Point(measurement, FILL[:1], AT, {"seq": 1.0})])
    store.write([Point(measurement, FILL, AT + 1, {"seq": 2.0})])
    store.write([Point(measurement, (), AT + 2, {"seq": 3.0})])

    seqs = [
        [point.fields["seq"] for point in store.read(measurement, tags, *EVER)]
        for tags in (FILL[:1], FILL, ())
    ]

    assert seqs == [[1.0], [2.0], [3.0]]


def test_nothing_is_known_of_a_series_never_written(store: Store, measurement: str) -> None:
    store.write([])

    assert store.read(measurement, FILL, *EVER) == []
    assert store.read('level"; DROP MEASUREMENT level', FILL, *EVER) == []


def test_a_whole_number_comes_back_as_a_float(store: Store, measurement: str) -> None:
    store.write([Point(measurement, FILL, AT, {"seq": 7})])
    store.write([Point(measurement, FILL, AT + 1, {"seq": 7.5})])

    seqs = [point.fields["seq"] for point in store.read(measurement, FILL, *EVER)]

    assert [(type(seq), seq) for seq in seqs] == [(float, 7.0), (float, 7.5)]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (Point("level", FILL, AT, {"seq": float("nan")}), "seq is nan"),
        (Point("level", FILL, AT, {"seq": float("inf")}), "seq is inf"),
        (Point("level", FILL, AT, {"epoch": "\ud800"}), r"epoch is '\\ud800', which is no number"),
        (Point("level", FILL, AT, {"time": 1.0}), "'time' is no name"),
        (Point("level", FILL, AT, {"a=1,b": 1.0}), "'a=1,b' is no name"),
        (Point("level", FILL, AT, {}), "no fields"),
        (Point("level", FILL, 2**63, {"seq": 1.0}), "64 bits"),
        (Point("level x", FILL, AT, {"seq": 1.0}), "'level x' is no name"),
        (Point("level", (("node", ""),), AT, {"seq": 1.0}), "tag node is empty"),
        (Point("level", (("node", "a\nb"),), AT, {"seq": 1.0}), "line feed"),
        (Point("level", (("node", "a\\"),), AT, {"seq": 1.0}), "backslash"),
        (Point("level", (("node", "x" * 1025),), AT, {"seq": 1.0}), "longer than 1024"),
        (Point("level", (("node", "\udfff"),), AT, {"seq": 1.0}), "no Unicode"),
        (Point("level", FILL[::-1], AT, {"seq": 1.0}), "not sorted"),
        (Point("level", FILL[:1] * 2, AT, {"seq": 1.0}), "not sorted"),
    ],
)
def test_a_bad_point_is_refused_and_the_good_ones_beside_it_are_kept(
    store: Store, measurement: str, bad: Point, reason: str
) -> None:
    good = [Point(measurement, FILL, AT + tick, {"seq": float(tick)}) for tick in range(2)]

    with pytest.raises(PointsRefused, match=reason):
        store.write([good[0], bad, good[1]])

    assert store.read(measurement, FILL, *EVER) == good


@pytest.mark.parametrize("name", [*HOSTILE, " "])
def test_separators_and_unicode_in_a_tag_name_one_series(
    store: Store, measurement: str, name: str
) -> None:
    point = Point(measurement, (("node", name),), AT, {"seq": 1.0})

    store.write([point, Point(measurement, (("node", "other"),), AT, {"seq": 2.0})])

    assert store.read(measurement, point.tags, *EVER) == [point]


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
tag = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=40)


@shared
@given(
    value=tag.filter(lambda value: value != "" and not value.endswith("\\")),
    words=text,
    number=st.floats(allow_nan=False, allow_infinity=False),
)
def test_any_tag_text_and_number_come_back(
    store: Store, value: str, words: str, number: float
) -> None:
    point = Point(fresh(), (("node", value),), AT, {"words": words, "number": number})

    store.write([point])

    assert store.read(point.measurement, point.tags, *EVER) == [point]


small = st.tuples(
    st.sampled_from(["n-001", "n-002"]),
    st.integers(AT, AT + 5),
    st.dictionaries(st.sampled_from(["a", "b"]), st.floats(0, 1), min_size=1),
)


@shared
@given(
    points=st.lists(small, max_size=12),
    since=st.integers(AT, AT + 6),
    ticks=st.integers(-1, 6),
    most=st.integers(1, 3),
    node=st.sampled_from([None, "n-001", "n-003"]),
)
def test_the_newest_of_many_series_are_the_last_that_each_one_reads(
    store: Store,
    points: list[tuple[str, int, dict[str, float]]],
    since: int,
    ticks: int,
    most: int,
    node: str | None,
) -> None:
    name = fresh()
    store.write([Point(name, (("node", of),), at, fields) for of, at, fields in points])
    asked: Tags = () if node is None else (("node", node),)

    found = store.newest(name, asked, since, since + ticks, most)

    series: list[Tags] = [(("node", of),) for of in ("n-001", "n-002")]
    read = {one: store.read(name, one, since, since + ticks)[-most:] for one in series}
    assert found == {one: last for one, last in read.items() if last and {*asked} <= {*one}}


def test_the_newest_point_is_one_that_was_written(store: Store, measurement: str) -> None:
    whole = Point(measurement, FILL, AT, {"fill_ratio": 0.5, "seq": 1.0})
    part = Point(measurement, FILL, AT + 1, {"seq": 2.0})
    store.write([whole, part])

    assert store.newest(measurement, (), *EVER) == {FILL: [part]}


def test_the_newest_points_come_oldest_first_and_no_more_than_asked_for(
    store: Store, measurement: str
) -> None:
    points = [Point(measurement, FILL, AT + tick, {"seq": float(tick)}) for tick in range(5)]
    store.write(points)

    assert store.newest(measurement, (), *EVER, most=2) == {FILL: points[3:]}
    assert store.newest(measurement, (), AT, AT + 2, most=9) == {FILL: points[:2]}


def test_a_series_that_has_more_tags_is_among_the_newest(store: Store, measurement: str) -> None:
    bare, node, fill = (Point(measurement, tags, AT, {"seq": 1.0}) for tags in ((), FILL[:1], FILL))
    store.write([bare, node, fill])

    assert store.newest(measurement, (), *EVER) == {p.tags: [p] for p in (bare, node, fill)}
    assert store.newest(measurement, FILL[:1], *EVER) == {p.tags: [p] for p in (node, fill)}
    assert store.newest(measurement, FILL[1:], *EVER) == {FILL: [fill]}


def test_nothing_is_the_newest_of_what_was_never_written(store: Store, measurement: str) -> None:
    assert store.newest(measurement, (), *EVER) == {}
    assert store.newest('level"; DROP MEASUREMENT level', (), *EVER) == {}
    assert store.newest(measurement, (("node", "x' OR '1'='1"),), *EVER) == {}


@pytest.mark.parametrize("name", HOSTILE)
def test_separators_and_quotes_in_a_tag_ask_for_the_newest_of_one_series(
    store: Store, measurement: str, name: str
) -> None:
    point = Point(measurement, (("node", name),), AT, {"seq": 1.0})
    store.write([point, Point(measurement, (("node", "other"),), AT, {"seq": 2.0})])

    assert store.newest(measurement, point.tags, *EVER) == {point.tags: [point]}
    assert point.tags in store.newest(measurement, (), *EVER)


erased = st.tuples(st.integers(AT, AT + 6), st.integers(0, 2))


@shared
@given(
    batches=st.lists(st.tuples(st.lists(small, max_size=6), erased), max_size=4),
    since=st.integers(AT, AT + 6),
)
def test_any_batches_and_erasures_leave_what_they_leave_in_memory(
    store: Store,
    batches: list[tuple[list[tuple[str, int, dict[str, float]]], tuple[int, int]]],
    since: int,
) -> None:
    name = fresh()
    model = MemoryStore()

    for batch, (first, ticks) in batches:
        points = [Point(name, (("node", node),), at, fields) for node, at, fields in batch]
        store.write(points)
        model.write(points)
        for each in (store, model):
            each.erase(name, (("node", "n-001"),), first, first + ticks)

    for node in ("n-001", "n-002"):
        series = (name, (("node", node),), since, AT + 5)
        assert store.read(*series) == model.read(*series)


def test_what_was_erased_is_gone_and_the_rest_stays(store: Store, measurement: str) -> None:
    points = [Point(measurement, FILL, AT + tick, {"seq": float(tick)}) for tick in range(5)]
    other = Point(measurement, (("node", "n-002"), ("sensor", "fill")), AT + 2, {"seq": 9.0})
    store.write([*points, other])

    store.erase(measurement, FILL, AT + 1, AT + 3)

    assert store.read(measurement, FILL, *EVER) == [points[0], *points[3:]]
    assert store.read(measurement, other.tags, *EVER) == [other]


def test_what_was_erased_can_be_written_again(store: Store, measurement: str) -> None:
    point = Point(measurement, FILL, AT, {"fill_ratio": 0.5})
    store.write([Point(measurement, FILL, AT, {"fill_ratio": 0.25, "seq": 1.0})])

    store.erase(measurement, FILL, *EVER)
    store.write([point])

    assert store.read(measurement, FILL, *EVER) == [point]


def test_an_empty_range_erases_nothing(store: Store, measurement: str) -> None:
    point = Point(measurement, FILL, AT, {"seq": 1.0})
    store.write([point])

    store.erase(measurement, FILL, AT, AT)
    store.erase(measurement, FILL, AT + 1, AT)

    assert store.read(measurement, FILL, *EVER) == [point]


def test_erasing_a_series_never_written_does_nothing(store: Store, measurement: str) -> None:
    store.erase(measurement, FILL, *EVER)
    store.erase('level"; DROP MEASUREMENT level', FILL, *EVER)

    assert store.read(measurement, FILL, *EVER) == []


def test_erasing_never_reaches_into_a_series_that_has_more_tags(
    store: Store, measurement: str
) -> None:
    more, none = (
        Point(measurement, FILL, AT, {"seq": 1.0}),
        Point(measurement, (), AT, {"seq": 3.0}),
    )
    store.write([more, none, Point(measurement, FILL[:1], AT, {"seq": 2.0})])

    # 2.x cannot tell the two apart, and says so.
    with suppress(PointsRefused):
        store.erase(measurement, FILL[:1], *EVER)

    assert store.read(measurement, FILL, *EVER) == [more]
    assert store.read(measurement, (), *EVER) == [none]


@pytest.mark.parametrize("name", HOSTILE)
def test_separators_and_quotes_in_a_tag_erase_one_series(
    store: Store, measurement: str, name: str
) -> None:
    other = Point(measurement, (("node", "other"),), AT, {"seq": 2.0})
    store.write([Point(measurement, (("node", name),), AT, {"seq": 1.0}), other])

    store.erase(measurement, (("node", name),), *EVER)

    assert store.read(measurement, (("node", name),), *EVER) == []
    assert store.read(measurement, other.tags, *EVER) == [other]


def test_keeping_for_ever_forgets_nothing(store: Store, measurement: str) -> None:
    point = Point(measurement, FILL, AT, {"seq": 1.0})
    store.write([point])

    store.retain(0, AT + 10**18)

    assert store.read(measurement, FILL, *EVER) == [point]


def test_a_store_that_was_down_takes_the_points_again(stand: Stand, measurement: str) -> None:
    before = Point(measurement, FILL, AT, {"seq": 1.0})
    after = Point(measurement, FILL, AT + 1, {"seq": 2.0})
    stand.store.write([before])

    stand.down()
    with pytest.raises(StoreDown):
        stand.store.write([after])
    stand.up()
    stand.store.write([after])

    assert stand.store.read(measurement, FILL, *EVER) == [before, after]


def test_threads_may_share_a_store(store: Store, measurement: str) -> None:
    def write(node: int) -> None:
        tags = (("node", f"n-{node:03d}"),)
        for tick in range(20):
            store.write([Point(measurement, tags, AT + tick, {"seq": float(tick)})])

    threads = [threading.Thread(target=write, args=(node,)) for node in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    for node in range(4):
        assert len(store.read(measurement, (("node", f"n-{node:03d}"),), *EVER)) == 20
