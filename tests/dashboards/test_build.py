"""Built files: always the same, the committed ones, and French."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from grafana_foundation_sdk.models.dashboard import Panel

from dashboards.build.grid import Shelf
from dashboards.build.influxql import equals, field, last, picked, select, tag_values
from dashboards.build.kept import KEPT
from dashboards.build.written import written
from dashboards.errors import BadName
from dashboards.files import differing, write
from tests.dashboards.conftest import texts


def test_building_twice_gives_the_same() -> None:
    assert written() == written()


def test_what_is_committed_is_what_is_built() -> None:
    assert differing(written()) == []


def test_a_file_that_differs_is_named(tmp_path: Path) -> None:
    files = written(tmp_path, tmp_path / "alerting.yaml")
    write(files)
    assert differing(files) == []

    (tmp_path / "zone.json").write_text("{}", encoding="utf-8")
    (tmp_path / "balises.json").unlink()
    (tmp_path / "stray.json").write_text("{}", encoding="utf-8")

    names = [file.name for file in differing(files)]
    assert names == ["balises.json", "stray.json", "zone.json"]


def test_files_are_json_in_the_order_of_their_keys() -> None:
    for text in texts().values():
        board = json.loads(text)
        assert list(board) == sorted(board)


def test_uids_and_panel_ids_are_for_ever() -> None:
    ids = {
        (board := json.loads(text))["uid"]: sorted(panel["id"] for panel in board["panels"])
        for text in texts().values()
    }

    assert ids == {
        "vallee-collecte": list(range(1, 13)),
        "vallee-zone": list(range(1, 14)),
        "vallee-balises": list(range(1, 12)),
        "vallee-noeuds": list(range(1, 11)),
    }


def test_every_measurement_is_shown_somewhere() -> None:
    queries = " ".join(
        target["query"]
        for text in texts().values()
        for panel in json.loads(text)["panels"]
        for target in panel["targets"]
    )

    assert [name for name in KEPT if f'FROM "{name}"' not in queries] == []


def test_what_may_be_withheld_is_left_out_by_itself() -> None:
    assert '"withheld" = 0' in select("footfall", last("passages"))
    assert '"withheld" = 0' in select("footfall_gate", field("high"))
    assert '"withheld" = 0' not in select("footfall", last("coverage"))


@pytest.mark.parametrize(
    "ask",
    [
        lambda: select("footfal", last("passages")),
        lambda: select("footfall", last("pasages")),
        lambda: select("footfall", last("zone")),
        lambda: select("footfall", last("passages"), by=["gate"]),
        lambda: select("footfall", last("passages"), where=[equals("gate", "x")]),
        lambda: select("need", last("p_overflow"), where=[picked("zone")]),
        lambda: tag_values("plan", "truck"),
    ],
)
def test_a_name_that_the_store_does_not_keep_is_refused(ask: Callable[[], str]) -> None:
    with pytest.raises(BadName, match=r"no (measurement|field|tag)"):
        ask()


@pytest.mark.parametrize("widths", [(12, 11), (12, 13), ()])
def test_a_shelf_that_does_not_fill_the_page_is_refused(widths: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="columns"):
        Shelf(4, tuple((width, Panel()) for width in widths))
