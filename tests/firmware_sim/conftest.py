"""A small territory: four columns on a square, three of which have a sensor; and one with gates."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from firmware_sim.territory import read_territory
from firmware_sim.world import World
from tests.services.verbs import Verbs

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

# Two gates, a beacon of each format, and a fill sensor that the first gate's radio hears.
GATES = """
[[radios]]
node = "z-001"
sensor = "radio"
zone = "square"
gate = "Nord"
people_per_day = 500

[[radios]]
node = "z-002"
sensor = "radio"
zone = "square"
gate = "Sud"
people_per_day = 200

[[beacons]]
id = "square-b1"
node = "z-001"
identity = "ibeacon:7e3f2c10-5d4a-4b8e-9a61-2f0c8b1d4e01:34114:1"

[[beacons]]
id = "square-b2"
node = "z-001"
identity = "eddystone:5a1e0c7b2d9f4e6a8b3c:000000000002"

[[beacons]]
id = "square-b3"
node = "z-002"
identity = "address:C4:11:22:33:44:55"
"""

HEARD = """\
id,name,insee,stream,model,litres_per_day,node,sensor,sensor_model,sensor_port
north-01,"Nord, place",34000,residual,column-4,600,z-001,fill,bthome,A4:C1:38:34:11:04
east-01,Est,34000,residual,column-4,750,n-002,fill,a02yyuw,
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


@pytest.fixture
def make_gates(make_folder: MakeFolder) -> MakeWorld:
    def make(seed: int = 7, days: int = 7, start_us: int = START_US) -> World:
        folder = make_folder(territory=TERRITORY + GATES, containers=HEARD)
        return World(read_territory(folder), seed, start_us, days)

    return make


@pytest.fixture
def gates(make_gates: MakeWorld) -> World:
    return make_gates()


@pytest.fixture
def run(sim: Verbs) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a verb of the simulator to its end."""
    return lambda *argv: sim.run(*argv, environ=os.environ)
