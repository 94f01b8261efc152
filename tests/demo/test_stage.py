from datetime import UTC, datetime
from pathlib import Path

import pytest

from contract.errors import BadSettings
from demo.settings import Settings
from demo.stage import Played, Stage, set_stage

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
HOMES = Path(__file__).parents[2] / "configs" / "territory"


def _stage(state: Path, environ: dict[str, str], series: Path | None = None) -> Stage:
    settings = Settings(
        territory=HOMES / "vallee-herault",
        replay_territory=HOMES / "wyndham",
        broker="iotcore",
        store="sqlite",
    )
    return set_stage(settings, state, environ, NOW, Played(series))


def test_the_history_begins_at_a_midnight_and_ends_now(tmp_path: Path) -> None:
    commands = _stage(tmp_path, {}).commands

    assert commands.start == "2026-11-03T00:00:00+00:00"
    assert commands.until == "2026-11-24T09:30:00+00:00"


def test_edge_and_cloud_hear_of_the_same_broker(tmp_path: Path) -> None:
    environ = _stage(tmp_path, {}).environ

    assert environ["VALLEE_EDGE_MQTT__PORT"] == environ["VALLEE_CLOUD_MQTT__PORT"]


def test_what_else_the_environment_says_goes_on_to_the_programs(tmp_path: Path) -> None:
    said = {"VALLEE_CLOUD_STORE__ORG": "ccvh", "VALLEE_CLOUD_MQTT__HOST": "elsewhere"}

    environ = _stage(tmp_path, said).environ

    assert environ["VALLEE_CLOUD_STORE__ORG"] == "ccvh"
    assert environ["VALLEE_CLOUD_MQTT__HOST"] == "127.0.0.1"


def test_a_folder_without_a_territory_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"territory: .* is no folder with a territory\.toml"):
        set_stage(Settings(territory=tmp_path), tmp_path, {}, NOW)


def test_a_series_has_a_territory_made_for_it_in_the_state_folder(tmp_path: Path) -> None:
    series = tmp_path / "fill.csv"
    series.touch()

    stage = _stage(tmp_path / "state", {}, series)

    assert stage.played.series == series
    assert stage.commands.territory == tmp_path / "state" / "territory"


def test_a_series_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"--replay: .*fill\.csv is no file"):
        _stage(tmp_path, {}, tmp_path / "fill.csv")


def test_a_series_needs_a_base_for_its_territory(tmp_path: Path) -> None:
    (tmp_path / "fill.csv").touch()
    settings = Settings(replay_territory=tmp_path, broker="iotcore", store="sqlite")

    with pytest.raises(BadSettings, match=r"replay_territory: .* is no folder with a territory"):
        set_stage(settings, tmp_path, {}, NOW, Played(tmp_path / "fill.csv"))


def test_an_extract_that_is_no_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"--extract: .*map\.osm\.pbf is no file"):
        set_stage(Settings(), tmp_path, {}, NOW, Played(extract=tmp_path / "map.osm.pbf"))


def test_roads_that_somebody_else_built_are_not_the_demos(tmp_path: Path) -> None:
    environ = _stage(tmp_path, {"VALLEE_CLOUD_ROADS__FOLDER": "/srv/roads"}).environ

    assert environ["VALLEE_CLOUD_ROADS__FOLDER"] == str(tmp_path / "roads")
