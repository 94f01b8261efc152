"""The sheets in the docs are what they say, and their judge sees what is wrong with others."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.bench_plan.kim import SHEETS
from tests.bench_plan.kim_check import faults, miles
from tests.bench_plan.kim_set import FOLDER, PUBLISHED, instance
from tests.bench_plan.kim_sheet import LUNCH, Row, Sheet, read

if not FOLDER.is_dir():
    pytest.skip("the set of Kim, Kim and Sahoo is not here", allow_module_level=True)

Rows = tuple[Row, ...]


def sheet(name: str) -> Sheet:
    return read((SHEETS / f"{name}.txt").read_text())


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_sheet_is_legal_and_shorter_than_what_is_published(name: str) -> None:
    most, published, trial = PUBLISHED[name]

    rows = sheet(name)

    assert faults(instance(name), rows, most) == []
    assert miles(instance(name), rows) < min(published, trial)


def late(rows: Rows) -> Rows:
    return tuple(
        replace(r, begins_s=r.begins_s + 5 * 3600, leaves_s=r.leaves_s + 5 * 3600) for r in rows
    )


def hurried(rows: Rows) -> Rows:
    return (*rows[:2], replace(rows[2], leaves_s=rows[2].begins_s), *rows[3:])


def flying(rows: Rows) -> Rows:
    last = rows[-1]
    return (*rows[:-1], replace(last, begins_s=rows[-2].leaves_s, leaves_s=rows[-2].leaves_s))


def full(rows: Rows) -> Rows:
    tips = [row for row in rows if row.aboard == 0 and row.collected > 0]
    return tuple(row for row in rows if row not in tips[:-1])


def hungry(rows: Rows) -> Rows:
    return tuple(row for row in rows if row.ref != LUNCH)


def twice(rows: Rows) -> Rows:
    return (*rows[:2], rows[1], *rows[2:])


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (late, "out of its hours"),
        (hurried, "too early"),
        (flying, "too soon"),
        (full, "other loads"),
        (hungry, "no lunch"),
        (twice, "2 times"),
    ],
)
def test_the_judge_sees_what_is_wrong(spoil: Callable[[Rows], Rows], says: str) -> None:
    found = [
        fault
        for name in ("102", "804")
        for fault in faults(
            instance(name), {v: spoil(rows) for v, rows in sheet(name).items()}, PUBLISHED[name][0]
        )
    ]

    assert any(says in fault for fault in found)


def test_the_judge_counts_vehicles_and_customers() -> None:
    rows = sheet("102")
    fewer = dict(list(rows.items())[:2])

    assert "3 vehicles are more than 2" in faults(instance("102"), rows, 2)
    assert any("served 0 times" in fault for fault in faults(instance("102"), fewer, 3))
