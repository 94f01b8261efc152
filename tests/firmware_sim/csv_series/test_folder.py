"""A folder out of a series and a base, as the simulator and the cloud read it."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from cloud.registry.territory.folder import read_folder
from firmware_sim.csv_series.folder import write_territory
from firmware_sim.csv_series.values import Series
from firmware_sim.errors import BadRequest, BadTerritory, SinkFault
from firmware_sim.territory import Mount, read_territory

MakeSeries = Callable[..., Series]


def containers(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "containers.csv").open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row for row in csv.DictReader(lines)}


def test_the_cloud_loads_the_folder(series: Series, base: Path, tmp_path: Path) -> None:
    write_territory(series, base, tmp_path / "new" / "territory")

    folder = read_folder(tmp_path / "new" / "territory")

    assert folder.head.timezone == "Australia/Melbourne"
    assert [placed.row.id for placed in folder.containers.rows] == ["101", "102", "103"]


def test_each_bin_is_a_container_with_a_node_of_its_own(
    series: Series, base: Path, tmp_path: Path
) -> None:
    write_territory(series, base, tmp_path / "out")

    watched = read_territory(tmp_path / "out").watched()

    assert {box.id: mount for mount, box in watched} == {
        "101": Mount("w-101", "fill"),
        "102": Mount("w-102", "fill"),
        "103": Mount("w-103", "fill"),
    }


def test_a_container_says_what_series_and_base_know(
    series: Series, base: Path, tmp_path: Path
) -> None:
    write_territory(series, base, tmp_path / "out")

    one = containers(tmp_path / "out")["102"]
    assert (one["name"], one["stream"], one["insee"]) == ("Library R, corner", "packaging", "03030")
    assert (one["lat"], one["lon"]) == ("-37.9", "144.66")
    assert (one["sensor_model"], one["mounted_on"]) == ("a02yyuw", "2025-11-03")
    # From 4 to 8 tenths in a day, of 601 litres.
    assert float(one["litres_per_day"]) == pytest.approx(240.3)


def test_a_suburb_that_the_base_lacks_is_its_nearest_and_that_is_said(
    series: Series, base: Path, tmp_path: Path
) -> None:
    _, doubts = write_territory(series, base, tmp_path / "out")

    assert containers(tmp_path / "out")["103"]["insee"] == "13030"
    (doubt,) = doubts
    assert doubt.startswith("bin 103 goes to Point Cook, which is nearest")


def test_a_bin_of_a_stream_without_terms_is_left_out_and_that_is_said(
    make_series: MakeSeries, base: Path, tmp_path: Path
) -> None:
    head = "serial,description,latitude,longitude,threshold,n_readings,stream,suburb\n"
    bins = head + "101,A,0,0,8,3,general,Werribee\n102,B,0,0,8,3,needles,Werribee\n"

    count, doubts = write_territory(make_series(bins=bins), base, tmp_path / "out")

    assert count == 1
    assert doubts == ("bin 102 is left out: its stream 'needles' is not one of general, recycling",)


def test_a_folder_that_holds_anything_is_left_alone(
    series: Series, base: Path, tmp_path: Path
) -> None:
    (tmp_path / "territory.toml").write_text("somebody's")

    with pytest.raises(BadRequest, match=r"--out: .* is not empty"):
        write_territory(series, base, tmp_path)

    assert (tmp_path / "territory.toml").read_text() == "somebody's"


def test_a_folder_that_cannot_be_made_is_one_sentence(
    series: Series, base: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(SinkFault, match=r"file/out: cannot be written: Not a directory"):
        write_territory(series, base, tmp_path / "file" / "out")


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        ("series.toml", "smart-600", "bag", r"model: 'bag' is not one of smart-600"),
        (
            "series.toml",
            "service_s = 180",
            "service = 1",
            r"\[general\]: object contains",
        ),
        ("series.toml", "[general]", "[general", r"series\.toml: .* line"),
        ("territory.toml", "depth_mm = 1000", "depth_mm = 0", r"models\[0\]\.depth_mm: expected"),
        ("territory.toml", "[[models]]", "[[models", r"territory\.toml: .* line"),
        ("communes.csv", "-37.902", "south", r"communes\.csv: .*lat: expected `float`"),
        ("communes.csv", "03030,", "", r"communes\.csv: "),
    ],
)
def test_a_wrong_base_is_one_sentence(
    series: Series, base: Path, tmp_path: Path, name: str, old: str, new: str, sentence: str
) -> None:
    wrong = tmp_path / "base"
    wrong.mkdir()
    for file in base.iterdir():
        text = file.read_text(encoding="utf-8")
        changed = text.replace(old, new) if file.name == name else text
        (wrong / file.name).write_text(changed, encoding="utf-8")

    with pytest.raises(BadTerritory, match=sentence):
        write_territory(series, wrong, tmp_path / "out")


def test_a_base_without_terms_is_one_sentence(series: Series, tmp_path: Path) -> None:
    other = Path(__file__).parents[3] / "configs" / "territory" / "vallee-herault"

    with pytest.raises(BadTerritory, match=r"series\.toml: cannot be read"):
        write_territory(series, other, tmp_path / "out")
