"""A hand-made net of roads, written as an OpenStreetMap file and read as any extract is."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

import numpy as np
import pytest
from numpy.typing import NDArray

from cloud.roads.access import typical_kmh
from cloud.roads.contract import contracted
from cloud.roads.extract import read
from cloud.roads.graph import Graph
from cloud.roads.profile import TRUCK, RoadProfile

Tags = Mapping[str, str]
LAT, LON = 43.65, 3.55
DEGREE_M = 111_195.08


class Net:
    """Nodes by a letter, in metres east and north; ways as letters joined by hyphens."""

    # From a to d it is 2,000 m by b-c, and 4,000 m round by e and f.
    nodes: Mapping[str, tuple[float, float]] = {
        "a": (0, 0),
        "b": (500, 0),
        "c": (1500, 0),
        "d": (2000, 0),
        "e": (500, 1000),
        "f": (1500, 1000),
        "m": (1000, 0),
        "z": (9000, 9000),
    }

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def with_middle(self, tags: Tags) -> list[tuple[str, Tags]]:
        """Return the ways whose straight middle has these tags."""
        road = {"highway": "residential"}
        return [
            ("a-b", {**road, "name": "Rue A"}),
            ("b-m-c", {"name": "Rue Droite", **road, **tags}),
            ("c-d", {**road, "name": "Rue D"}),
            ("b-e-f-c", {**road, "name": "Le Tour"}),
        ]

    def write(
        self, ways: Sequence[tuple[str, Tags]], barriers: Mapping[str, Tags] | None = None
    ) -> Path:
        letters = list(self.nodes)
        rows = ['<osm version="0.6" generator="test">']
        for i, letter in enumerate(letters, start=1):
            (lat,), (lon,) = self.at(letter)
            said = _tags((barriers or {}).get(letter, {}))
            rows.append(f'<node id="{i}" version="1" lat="{lat:.7f}" lon="{lon:.7f}">{said}</node>')
        for i, (path, tags) in enumerate(ways, start=1):
            refs = "".join(f'<nd ref="{letters.index(x) + 1}"/>' for x in path.split("-"))
            rows.append(f'<way id="{i}" version="1">{refs}{_tags(tags)}</way>')
        file = self.folder / "net.osm"
        file.write_text("\n".join([*rows, "</osm>"]), encoding="utf-8")
        return file

    def graph(
        self,
        ways: Sequence[tuple[str, Tags]],
        profile: RoadProfile,
        barriers: Mapping[str, Tags] | None = None,
    ) -> Graph:
        kmh = typical_kmh(profile)
        return contracted(read(self.write(ways, barriers), kmh), profile, kmh)

    def at(self, letters: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        east, north = np.array([self.nodes[letter] for letter in letters], dtype=np.float64).T
        lats = LAT + north / DEGREE_M
        return lats, LON + east / DEGREE_M / np.cos(np.radians(LAT))


def _tags(tags: Tags) -> str:
    return "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items())


@pytest.fixture
def net(tmp_path: Path) -> Net:
    return Net(tmp_path)


@pytest.fixture
def truck() -> RoadProfile:
    return TRUCK


@pytest.fixture
def car() -> RoadProfile:
    return RoadProfile(1600, 160, "car")
