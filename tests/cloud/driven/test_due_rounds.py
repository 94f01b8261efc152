"""Which rounds are due: a program is told what hangs on the desk's wall, and what nobody drives."""

import re
from collections.abc import Iterator
from typing import Final

import pytest

from tests.cloud.people.house import blank_registry
from tests.cloud.registry.conftest import COMMUNES, CONTAINERS, OUTLINES, TERRITORY
from tests.cloud.registry.test_rounds import ROUND, SIDES
from tests.cloud.web.cab.caller import DESK, Yard, yard_of

# Christmas of 2026 is a Friday; only then is this round moved.
FRIDAY: Final = ROUND.replace('["tue"]', '["fri"]').replace("every_weeks = 2", "every_weeks = 1")
SINCE, UNTIL = "2026-11-30", "2027-01-04"
_SQUARE: Final = re.compile(r'<td class="(?:in|out).*?</td>', re.DOTALL)
_DAY: Final = re.compile(r"jour=([0-9-]+)")
_DUE: Final = re.compile(r'<span class="due([ mark]*)">(.*?) <small>(.*?)</small></span>')


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Yard]:
    """Open the desk of a territory with a round of streets and one of containers."""
    home = tmp_path_factory.mktemp("due")
    folder = home / "territory"
    (folder / "rounds").mkdir(parents=True)
    for name, text in (
        ("territory.toml", TERRITORY + FRIDAY),
        ("communes.csv", COMMUNES),
        ("containers.csv", CONTAINERS),
        ("outlines.geojson", OUTLINES),
        ("rounds/alpha.csv", SIDES),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    with yard_of(f"sqlite:///{blank_registry(home)}", folder) as opened:
        yield opened


def told(yard: Yard) -> list[dict[str, object]]:
    answer = yard.caller(DESK.id).get(f"/bureau/calendar?since={SINCE}&until={UNTIL}")
    found: list[dict[str, object]] = answer.json()["days"]
    return found


def on_the_wall(page: str) -> list[tuple[str, str, str, bool, bool]]:
    """Return what is due by the page: the day, the round, its truck, if driven, if moved."""
    found = []
    for square in _SQUARE.findall(page):
        (day,) = _DAY.findall(square)[:1]
        for mark, name, note in _DUE.findall(square):
            truck = "Grue" if " · Grue" in note else ""
            found.append((day, name, truck, "mark" not in mark, "déplacée" in note))
    return sorted(found)


def test_a_program_is_told_what_hangs_on_the_wall(yard: Yard) -> None:
    page = yard.caller(DESK.id).get("/bureau/calendrier?mois=2026-12&lang=fr").text

    trucks = {one.id: one.name for one in yard.records.trucks()} | {None: ""}
    days = [
        (one["day"], one["name"], trucks[one["truck"]], one["driven"], one["moved"])  # type: ignore[index]  # JSON
        for one in told(yard)
    ]
    assert sorted(days) == on_the_wall(page)
    assert len({(driven, moved) for *_, driven, moved in days}) == 3


def test_a_round_of_containers_is_due_for_comparison_and_driven_by_nobody(yard: Yard) -> None:
    driven = {one["round"]: one["driven"] for one in told(yard)}

    assert driven == {"thursday": False, "alpha": True}


def test_what_a_holiday_moved_is_said_to_be_moved(yard: Yard) -> None:
    fridays = {one["day"]: one["moved"] for one in told(yard) if one["round"] == "alpha"}

    assert fridays == {
        "2026-12-04": False,
        "2026-12-11": False,
        "2026-12-18": False,
        "2026-12-26": True,
        "2027-01-01": False,
    }
