"""A small territory: four columns on a square, three of which have a sensor."""

from collections.abc import Callable
from pathlib import Path

import pytest

from firmware_sim.territory import read_territory
from firmware_sim.world import World

TERRITORY = """\
name = "Le carré"
timezone = "Europe/Paris"

[[operators]]
id = "carre"
name = "Le carré"

[[models]]
id = "column-4"
gear = "kinshofer"
depth_mm = 1500
bottom_mm = [1500, 1400]
top_mm = [1800, 1700]
sensor_above_full_mm = 300
"""

CONTAINERS = """\
id,name,insee,stream,model,litres_per_day,node,sensor,sensor_model
north-01,"Nord, place",34000,residual,column-4,600,n-001,fill,a02yyuw
east-01,Est,34000,residual,column-4,750,n-002,fill,a02yyuw
south-01,Sud,34000,residual,column-4,450,n-003,fill,a02yyuw
west-01,Ouest,34000,residual,column-4,500,,,
"""

# Monday 3 November 2025, midnight in Paris.
START_US = 1_762_124_400_000_000

MakeFolder = Callable[..., Path]
MakeWorld = Callable[..., World]


@pytest.fixture
def make_folder(tmp_path: Path) -> MakeFolder:
    def make(territory: str = TERRITORY, containers: str = CONTAINERS) -> Path:
        folder = tmp_path / "square"
        folder.mkdir(exist_ok=True)
        (folder / "territory.toml").write_text(territory, encoding="utf-8")
        (folder / "containers.csv").write_text(containers, encoding="utf-8")
        return folder

    return make


@pytest.fixture
def make_world(make_folder: MakeFolder) -> MakeWorld:
    def make(seed: int = 7, days: int = 21, start_us: int = START_US) -> World:
        return World(read_territory(make_folder()), seed, start_us, days)

    return make


@pytest.fixture
def world(make_world: MakeWorld) -> World:
    return make_world()
