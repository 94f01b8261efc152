"""Every query of every dashboard on a real InfluxDB: the figures are those that were put in."""

from collections.abc import Callable, Sequence
from statistics import fmean
from typing import Final

import pytest

from dashboards.check.run import Answer, run
from tests.dashboards.conftest import Filled, boards
from tests.dashboards.wanted import (
    Line,
    Over,
    Wish,
    folded,
    growing,
    newest,
    own,
    shown,
    tagged,
)
from tests.dashboards.world import MISSING, MUTE, Row

pytestmark = pytest.mark.live

Wanted = Wish | Over

LEVELS: Final = Wish(
    "container_level", {"fill_ratio": newest("fill_ratio")}, ("container",), at="fill_ratio"
)
NEEDS: Final = Wish(
    "need",
    {
        name: newest(name, "p_overflow")
        for name in ("p_overflow", "fill_ratio", "hours_to_full", "load_kg")
    },
    ("container",),
    at="p_overflow",
)
STATES: Final = Wish("node", {"up": newest("up")}, ("node",), at="up")


def alive(row: Row) -> bool:
    return row.fields["up"] == 1.0


def of_node(name: str) -> Wish:
    return Wish("node", {name: newest(name)}, ("node",), alive)


def of_beacon(name: str) -> Wish:
    return Wish("zone_beacon", {name: newest(name)}, ("beacon", "zone"))


def beacons_every(name: str, how: Callable[[list[float]], float]) -> Wish:
    return Wish("zone_beacon", {name: folded(name, how)}, ("beacon",), bucket_ms=1_800_000)


def day(**columns: Callable[[list[float]], float]) -> Wish:
    return Wish(
        "footfall",
        {name: folded(name, how) for name, how in columns.items()},
        sift=shown(zone="cosmo", step="day"),
    )


def periods(step: str, *names: str) -> Wish:
    return Wish(
        "footfall",
        {name: own(name) for name in names},
        sift=shown(zone="cosmo", step=step),
        each=True,
    )


def change(rows: Sequence[Row]) -> float:
    """Reckon the days that were listened to against those of the week before."""
    fair = [
        row for row in rows if "week_before" in row.fields and float(row.fields["coverage"]) >= 0.9
    ]
    now, before = (
        sum(float(row.fields[name]) for row in fair) for name in ("passages", "week_before")
    )
    return now / before - 1


def last_of(values: list[float]) -> float:
    return values[-1]


STOP_COLUMNS: Final = ("truck", "order", "arrive", "kind", "name", "load_kg", "p_overflow")
PLAN_COLUMNS: Final = ("stops", "left", "trucks", "distance_m", "overflows_avoided")

WANTED: Final[dict[tuple[str, int], Wanted]] = {
    ("collecte", 1): Over(LEVELS, "fill_ratio", len),
    ("collecte", 2): Over(LEVELS, "fill_ratio", max),
    ("collecte", 3): Over(NEEDS, "p_overflow", sum),
    ("collecte", 4): Wish("plan", {"distance_m": newest("distance_m")}, ends="since"),
    ("collecte", 5): Wish("plan", {"overflows_avoided": newest("overflows_avoided")}, ends="since"),
    ("collecte", 6): LEVELS,
    ("collecte", 7): NEEDS,
    ("collecte", 8): Wish(
        "container_level",
        {"fill_ratio": folded("fill_ratio", fmean)},
        ("container",),
        bucket_ms=3_600_000,
    ),
    ("collecte", 10): Wish("plan_truck", {"distance_m": own("distance_m")}, ("truck",), each=True),
    ("collecte", 11): Wish("plan_truck", {"load_kg": own("load_kg")}, ("truck",), each=True),
    ("collecte", 12): Wish(
        "plan", {name: own(name) for name in PLAN_COLUMNS}, ends="since", each=True
    ),
    ("zone", 1): day(passages=last_of),
    ("zone", 2): day(passages=sum),
    ("zone", 3): Wish("footfall", {"change": change}, sift=shown(zone="cosmo", step="day")),
    ("zone", 4): day(passages=fmean),
    ("zone", 5): day(passages=max),
    ("zone", 6): Wish(
        "footfall",
        {"coverage": folded("coverage", fmean)},
        sift=tagged(zone="cosmo", step="hour"),
    ),
    ("zone", 7): periods("day", "passages", "low", "high"),
    ("zone", 8): Wish(
        "footfall_gate",
        {"passages": folded("passages", sum), "coverage": folded("coverage", fmean)},
        ("gate",),
        shown(zone="cosmo", step="day"),
    ),
    ("zone", 9): periods("hour", "passages", "low", "high"),
    ("zone", 10): periods("quarter", "passages"),
    ("zone", 11): Wish(
        "footfall_profile",
        {"days": newest("days"), "mean": newest("mean", "days")},
        ("hour", "weekday"),
        tagged(zone="cosmo"),
        at="days",
    ),
    ("zone", 12): Wish(
        "footfall",
        {"coverage": own("coverage")},
        sift=tagged(zone="cosmo", step="day"),
        each=True,
    ),
    ("zone", 13): Wish(
        "footfall",
        {"withheld": folded("withheld", fmean)},
        sift=tagged(zone="cosmo", step="quarter"),
        bucket_ms=3_600_000,
    ),
    ("balises", 1): Over(of_beacon("missing"), "missing", len),
    ("balises", 2): Over(of_beacon("missing"), "missing", sum),
    ("balises", 3): Over(of_beacon("battery_ratio"), "battery_ratio", min),
    ("balises", 4): Over(of_beacon("rssi_dbm"), "rssi_dbm", min),
    ("balises", 5): beacons_every("missing", last_of),
    ("balises", 6): Wish(
        "zone_beacon",
        {
            name: newest(name, "adverts")
            for name in ("adverts", "rssi_dbm", "battery_ratio", "battery_mv", "temperature_c")
        },
        ("beacon", "zone"),
        lambda row: float(row.fields["adverts"]) > 0,
        at="adverts",
    ),
    ("balises", 7): beacons_every("battery_ratio", last_of),
    ("balises", 8): beacons_every("battery_mv", last_of),
    ("balises", 9): beacons_every("rssi_dbm", fmean),
    ("balises", 10): beacons_every("adverts", sum),
    ("balises", 11): beacons_every("temperature_c", fmean),
    ("noeuds", 1): Over(STATES, "up", len),
    ("noeuds", 2): Over(STATES, "up", sum),
    ("noeuds", 3): Over(STATES, "up", lambda ups: len(ups) - sum(ups)),
    ("noeuds", 4): Over(of_node("pending"), "pending", sum),
    ("noeuds", 5): Over(of_node("dropped"), "dropped", sum),
    ("noeuds", 6): Wish("node", {"up": newest("up")}, ("node",), bucket_ms=300_000),
    ("noeuds", 7): Wish(
        "node",
        {name: newest(name, "up") for name in ("up", "produced", "pending", "dropped")},
        ("node",),
        at="up",
    ),
    ("noeuds", 8): Wish(
        "node", {"pending": folded("pending", max)}, ("node",), alive, bucket_ms=300_000
    ),
}

GROWING: Final = {("noeuds", 9): "produced", ("noeuds", 10): "dropped"}
# The plan of the variable's first value: see the test of its own.
PICKED: Final = {("collecte", 9)}

PANELS: Final = [
    (name, panel.id or 0) for name, board in boards().items() for panel in board.panels
]


@pytest.fixture(scope="module")
def answers(filled: Filled) -> dict[tuple[str, int | None], list[Answer]]:
    found: dict[tuple[str, int | None], list[Answer]] = {}
    for name, board in boards().items():
        for answer in run(board, filled.store.ask, filled.now_ms):
            found.setdefault((name, answer.panel), []).append(answer)
    return found


Answers = dict[tuple[str, int | None], list[Answer]]


def lines(answer: Answer, *, timed: bool) -> list[Line]:
    """Return an answer as lines, without what is empty."""
    found = []
    for series in answer.series:
        for at_ms, *values in series.values:
            named = zip(series.columns[1:], values, strict=True)
            kept = {
                name: one if isinstance(one, str) else round(float(one), 6)
                for name, one in named
                if one is not None
            }
            at = int(at_ms) if timed and isinstance(at_ms, (int, float)) else None
            if not kept:
                continue
            found.append((tuple(series.tags.items()), at, tuple(sorted(kept.items()))))
    return sorted(found)


def test_every_panel_is_reckoned() -> None:
    assert set(PANELS) == WANTED.keys() | GROWING.keys() | PICKED
    assert len(PANELS) == len(set(PANELS))


@pytest.mark.parametrize(("name", "panel"), PANELS)
def test_a_panel_asks_what_influxdb_answers(answers: Answers, name: str, panel: int) -> None:
    (answer,) = answers[name, panel]

    assert (answer.error, "$" in answer.query.replace("$/", "/")) == ("", False), answer.query


@pytest.mark.parametrize(("name", "panel"), WANTED)
def test_a_panel_shows_what_was_put_in(
    answers: Answers, filled: Filled, name: str, panel: int
) -> None:
    (answer,) = answers[name, panel]
    wanted = WANTED[name, panel]
    wish = wanted.wish if isinstance(wanted, Over) else wanted
    timed = isinstance(wanted, Wish) and bool(wish.each or wish.bucket_ms or wish.at)

    expected = wanted.lines(filled.witness.rows(wish.measurement), answer.span)

    got = [(tags, at, values) for tags, at, values in lines(answer, timed=timed)]
    if isinstance(wanted, Over):
        assert [[value for _, value in values] for _, _, values in got] == [
            [value for _, value in values] for _, _, values in expected
        ]
    else:
        assert got == expected
    assert expected


@pytest.mark.parametrize(("name", "panel"), GROWING)
def test_a_counter_is_shown_by_how_much_it_grew(
    answers: Answers, filled: Filled, name: str, panel: int
) -> None:
    (answer,) = answers[name, panel]
    column = GROWING[name, panel]
    wish = Wish("node", {column: newest(column)}, ("node",), alive, bucket_ms=3_600_000)

    expected = growing(wish, column, filled.witness.rows("node"), answer.span)

    assert lines(answer, timed=True) == expected
    assert any(dict(values)[column] for _, _, values in expected)


def test_the_newest_plan_is_picked_and_its_stops_are_in_their_order(
    answers: Answers, filled: Filled
) -> None:
    (answer,) = answers["collecte", 9]
    rows = filled.witness.rows("plan_stop")
    newest_plan = max(row.tags["plan"] for row in rows)

    expected = [
        [row.fields.get(name) for name in STOP_COLUMNS]
        for row in rows
        if row.tags["plan"] == newest_plan
    ]

    (series,) = answer.series
    assert tuple(series.columns[1:]) == STOP_COLUMNS
    assert [values for _, *values in series.values] == expected
    # Parentheses and points of its name are not taken for a pattern's.
    assert "(" in newest_plan
    assert {row[3] for row in expected} == {"depot", "container", "tip"}


@pytest.mark.parametrize(
    ("name", "variable", "measurement", "tag"),
    [
        ("collecte", "container", "container_level", "container"),
        ("collecte", "plan", "plan_stop", "plan"),
        ("zone", "zone", "footfall", "zone"),
        ("balises", "zone", "zone_beacon", "zone"),
        ("noeuds", "node", "node", "node"),
    ],
)
def test_a_variable_offers_what_there_is(
    answers: Answers, filled: Filled, name: str, variable: str, measurement: str, tag: str
) -> None:
    offered = [one for one in answers[name, None] if one.where == f"variable {variable}"]

    values = {row[1] for answer in offered for one in answer.series for row in one.values}

    assert values == {row.tags[tag] for row in filled.witness.rows(measurement)}


def test_tomorrows_plan_is_seen_today(answers: Answers, filled: Filled) -> None:
    (answer,) = answers["collecte", 12]

    (series,) = answer.series
    assert int(float(str(series.values[-1][0]))) > filled.now_ms


def test_the_world_holds_what_could_deceive(filled: Filled) -> None:
    footfall = [row for row in filled.witness.rows("footfall") if row.tags["zone"] == "cosmo"]
    blotted = [row for row in footfall if row.fields["withheld"] == 1.0]
    beacons = filled.witness.rows("zone_beacon")

    assert any("passages" in row.fields for row in blotted)
    assert any("passages" not in row.fields for row in footfall if row not in blotted)
    assert any(row.fields["missing"] == 1.0 for row in beacons if row.tags["beacon"] == MISSING)
    assert not any("battery_ratio" in row.fields for row in beacons if row.tags["beacon"] == MUTE)
    assert {row.fields["up"] for row in filled.witness.rows("node")} == {0.0, 1.0}


def test_a_query_that_forgot_what_is_withheld_would_show_it(
    answers: Answers, filled: Filled
) -> None:
    (answer,) = answers["zone", 10]
    forgetful = answer.query.replace(' AND "withheld" = 0', "")

    got = filled.store.ask(forgetful)

    assert forgetful != answer.query
    assert sum(len(one.values) for one in got.series) > answer.rows
