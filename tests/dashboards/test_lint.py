"""The rules of the lint, each with a change that it alone finds, and keys that nobody knows."""

import json
from collections.abc import Callable
from typing import Any, Final

import pytest

from dashboards.check.board import read
from dashboards.check.lint import RULES, lint
from dashboards.check.unknown import unknown_keys
from dashboards.errors import BadBoard
from tests.dashboards.conftest import boards, texts

Json = dict[str, Any]
Change = Callable[[Json], object]


def panel(board: Json, number: int) -> Json:
    found: Json = next(one for one in board["panels"] if one["id"] == number)
    return found


def set_query(board: Json, number: int, change: Callable[[str], str]) -> None:
    target = panel(board, number)["targets"][0]
    changed = change(target["query"])
    assert changed != target["query"]
    target["query"] = changed


# On the zone's dashboard: one change for each rule.
CHANGES: Final[dict[str, Change]] = {
    "uid": lambda one: one.update(uid="vallée zone"),
    "number": lambda one: one.update(id=12),
    "words": lambda one: one.update(description=""),
    "readonly": lambda one: one.update(editable=True),
    "local": lambda one: one.update(timezone="browser"),
    "linked": lambda one: one.update(links=[]),
    "source variable": lambda one: one["templating"]["list"].pop(0),
    "ids": lambda one: panel(one, 2).update(id=1),
    "titles": lambda one: panel(one, 2).update(title=panel(one, 1)["title"]),
    "panel words": lambda one: panel(one, 2).update(description=""),
    "units": lambda one: panel(one, 2)["fieldConfig"]["defaults"].pop("unit"),
    "nothing": lambda one: panel(one, 2)["fieldConfig"]["defaults"].pop("noValue"),
    "colours": lambda one: panel(one, 3)["fieldConfig"]["defaults"]["thresholds"][
        "steps"
    ].reverse(),
    "columns": lambda one: panel(one, 6)["gridPos"].update(x=21),
    "overlaps": lambda one: panel(one, 2)["gridPos"].update(x=3),
    "sources": lambda one: panel(one, 2)["targets"][0].update(datasource={"uid": "influx"}),
    "targets": lambda one: panel(one, 2).update(targets=panel(one, 2)["targets"] * 2),
    "bounds": lambda one: set_query(one, 2, lambda query: query.replace("$timeFilter AND", "")),
    "variables": lambda one: set_query(one, 2, lambda query: query.replace("${zone:", "${zae:")),
    "escapes": lambda one: set_query(one, 2, lambda query: query.replace("${zone:regex}", "$zone")),
    "intervals": lambda one: panel(one, 13).pop("interval"),
    "measurements": lambda one: set_query(
        one, 6, lambda query: query.replace('"footfall"', '"passage"')
    ),
    "withheld": lambda one: set_query(
        one, 2, lambda query: query.replace(' AND "withheld" = 0', "")
    ),
}


@pytest.mark.parametrize("name", texts())
def test_a_built_dashboard_keeps_to_every_rule(name: str) -> None:
    assert lint(boards()[name]) == []


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_what_breaks_it_and_no_other_does(rule: str) -> None:
    board = json.loads(texts()["zone"])
    CHANGES[rule](board)

    changed = read("zone", json.dumps(board).encode())

    found = {name for name, check in RULES.items() if list(check(changed))}
    assert found == {rule}


@pytest.mark.parametrize("name", texts())
def test_grafanas_types_know_every_key(name: str) -> None:
    assert unknown_keys(texts()[name]) == []


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda one: one.update(refreshh="5m"), "refreshh"),
        (
            lambda one: panel(one, 2)["fieldConfig"]["defaults"].update(unite="locale"),
            "panels[1].fieldConfig.defaults.unite",
        ),
        (
            lambda one: panel(one, 7)["fieldConfig"]["defaults"]["custom"].update(fillOpacityy=3),
            "panels[6].fieldConfig.defaults.custom.fillOpacityy",
        ),
        (
            lambda one: panel(one, 2)["options"].update(colourMode="value"),
            "panels[1].options.colourMode",
        ),
        (lambda one: one["templating"]["list"][1].update(multy=True), "templating.list[1].multy"),
    ],
)
def test_a_misspelt_key_is_found(change: Change, path: str) -> None:
    board = json.loads(texts()["zone"])
    change(board)

    assert unknown_keys(json.dumps(board).encode()) == [path]


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"uid": 1}', b"\xff"])
def test_what_is_no_dashboard_is_one_sentence(text: bytes) -> None:
    with pytest.raises(BadBoard, match=r"broken\.json is no dashboard"):
        read("broken.json", text)
