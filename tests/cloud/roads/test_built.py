"""Roads are kept by content, survive what breaks them, and say in a sentence what is no map."""

import re
from pathlib import Path

import numpy as np
import pytest

from cloud.errors import BadExtract
from cloud.roads.access import TRUCK_KMH
from cloud.roads.built import Built, build, built, graph, profiles
from cloud.roads.extract import read
from cloud.roads.profile import RoadProfile
from tests.cloud.roads.conftest import Net


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "roads"


def only(folder: Path, pattern: str) -> Path:
    (found,) = folder.glob(pattern)
    return found


def test_a_graph_that_is_kept_is_the_one_that_was_made(
    net: Net, truck: RoadProfile, folder: Path
) -> None:
    about = build(net.write(net.with_middle({"oneway": "yes"})), folder)
    made = graph(folder, about, truck)
    written = only(folder, "graph-*").stat().st_mtime_ns

    again = graph(folder, about, truck)

    assert only(folder, "graph-*").stat().st_mtime_ns == written
    for name, array in made.arrays().items():
        np.testing.assert_array_equal(array, again.arrays()[name])


def test_what_is_built_can_be_asked_for(net: Net, truck: RoadProfile, folder: Path) -> None:
    assert built(folder) is None

    made = build(net.write(net.with_middle({})), folder)

    assert built(folder) == made == Built("net.osm", "", made.digest, ways=4)
    assert profiles(folder, made) == []
    graph(folder, made, truck)
    assert profiles(folder, made) == ["hgv-19000kg-360cm"]


def test_the_same_extract_is_not_read_twice(net: Net, folder: Path) -> None:
    file = net.write(net.with_middle({}))
    told: list[str] = []
    build(file, folder, told.append)
    first = len(told)

    build(file, folder, told.append)

    assert first > 1
    assert told[first:] == ["reading net.osm"]


def test_another_extract_takes_the_place_of_the_one_before(
    net: Net, truck: RoadProfile, folder: Path
) -> None:
    before = build(net.write(net.with_middle({})), folder)
    graph(folder, before, truck)

    after = build(net.write(net.with_middle({"hgv": "no"})), folder)

    assert after.digest != before.digest
    assert profiles(folder, after) == []
    assert len(list(folder.iterdir())) == 2


def test_each_size_of_vehicle_has_a_graph(net: Net, truck: RoadProfile, folder: Path) -> None:
    about = build(net.write(net.with_middle({"maxweight": "12"})), folder)

    heavy, light = graph(folder, about, truck), graph(folder, about, RoadProfile(11_000, 360))

    assert len(light.tails) > len(heavy.tails)
    assert profiles(folder, about) == ["hgv-11000kg-360cm", "hgv-19000kg-360cm"]


def test_a_broken_graph_is_made_anew(net: Net, truck: RoadProfile, folder: Path) -> None:
    about = build(net.write(net.with_middle({})), folder)
    made = graph(folder, about, truck)
    kept = only(folder, "graph-*")
    kept.write_bytes(kept.read_bytes()[:300])

    again = graph(folder, about, truck)

    assert again.junctions == made.junctions
    assert len(list(folder.iterdir())) == 3


@pytest.mark.parametrize("name", ["roads.json", "ways-*"])
def test_a_broken_folder_is_said_in_a_sentence(
    net: Net, truck: RoadProfile, folder: Path, name: str
) -> None:
    build(net.write(net.with_middle({})), folder)
    kept = only(folder, name)
    kept.write_bytes(kept.read_bytes()[:30])

    with pytest.raises(BadExtract, match="build them anew with: vallee-cloud roads build EXTRACT"):
        graph(folder, built(folder) or pytest.fail("nothing is built"), truck)


class Stop(Exception):
    pass


def test_a_build_that_is_interrupted_leaves_the_roads_as_they_were(net: Net, folder: Path) -> None:
    before = build(net.write(net.with_middle({})), folder)
    files = sorted(folder.iterdir())

    def stop(said: str) -> None:
        if said.startswith("keeping"):
            raise Stop

    with pytest.raises(Stop):
        build(net.write(net.with_middle({"hgv": "no"})), folder, stop)

    assert built(folder) == before
    assert sorted(folder.iterdir()) == files


@pytest.mark.parametrize("content", [b"", b"PK not a map", b"<osm version='0.6'></osm>"])
def test_what_is_no_extract_is_said_in_a_sentence(
    tmp_path: Path, folder: Path, content: bytes
) -> None:
    file = tmp_path / "map.osm"
    file.write_bytes(content)

    with pytest.raises(BadExtract, match=re.escape(str(file))):
        build(file, folder)


def test_an_absent_extract_is_said_in_a_sentence(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(BadExtract, match="No such file"):
        build(tmp_path / "no.osm.pbf", folder)
    with pytest.raises(BadExtract, match="cannot be read as an OpenStreetMap extract"):
        read(tmp_path / "no.osm.pbf", TRUCK_KMH)


def test_a_map_of_footpaths_has_no_road(net: Net, truck: RoadProfile, folder: Path) -> None:
    about = build(net.write([("a-b", {"highway": "service", "access": "no"})]), folder)

    with pytest.raises(BadExtract, match="no road of the extract is open to a vehicle hgv-19000kg"):
        graph(folder, about, truck)
