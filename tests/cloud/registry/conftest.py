"""A registry of every kind that can be had, and a territory of two containers and a zone."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from cloud.errors import BadTerritory
from cloud.registry.registry import Registry, open_registry
from tests.services.registries import newest, newest_on

POSTGRES: Final = "VALLEE_TEST_POSTGRES_URL"

TERRITORY: Final = """\
name = "Deux colonnes"
timezone = "Europe/Paris"

[[operators]]
id = "a"
name = "Commune A"

[[models]]
id = "cube"
gear = "hook"
depth_mm = 1000
bottom_mm = [1000, 1000]
top_mm = [1000, 1000]
sensor_above_full_mm = 250

[[sites]]
id = "depot"
name = "Dépôt"
kind = "depot"
operator = "a"
streams = []
lat = 43.6
lon = 3.5
opens = "05:00"
closes = "20:00"
unload_s = 0
invented = true

[[trucks]]
id = "one"
name = "Grue"
operator = "a"
depot = "depot"
gear = ["hook"]
streams = ["residual"]
capacity_kg = 5000
capacity_l = 16000
compaction = 3.0
starts = "05:30"
ends = "12:30"
invented = true

[[rounds]]
id = "thursday"
name = "Jeudi"
operator = "a"
stream = "residual"
truck = "one"
weekdays = ["thu"]
every_weeks = 2
anchor = 2026-01-05
communes = ["34001"]
invented = true
"""
ZONES: Final = """
[[zones]]
id = "park"
name = "Parc"
insee = "34001"
lat = 43.6
lon = 3.5
invented = true

[[radios]]
node = "z-001"
sensor = "radio"
zone = "park"
gate = "Nord"
lat = 43.6
lon = 3.5
people_per_day = 500
invented = true

[[beacons]]
id = "b1"
name = "Totem"
zone = "park"
node = "z-001"
identity = "eddystone:5a1e0c7b2d9f4e6a8b3c:000000000002"
lat = 43.6
lon = 3.5
invented = false
"""
ADDRESS: Final = "A4:C1:38:34:11:04"
COMMUNES: Final = """\
insee,name,population,lat,lon
34001,Alpha,1200,43.6,3.5
"""
CONTAINERS: Final = """\
id,name,insee,operator,stream,model,lat,lon,kg_per_m3,litres_per_day,service_s,node,sensor,\
sensor_model,mounted_on,invented
alpha-01,"Alpha, mairie",34001,a,residual,cube,43.61,3.51,120,200,300,n-001,fill,a02yyuw,\
2026-01-05,yes
alpha-02,Alpha école,34001,a,residual,cube,43.62,3.52,120,100,300,n-002,fill,a02yyuw,\
2026-01-05,no
"""
OUTLINES: Final = """\
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"insee":"34001","name":"Alpha"},\
"geometry":{"type":"Polygon","coordinates":[[[3.4,43.5],[3.6,43.5],[3.5,43.7],[3.4,43.5]]]}}
]}
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture
def url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Name an empty registry of the newest form; a database of its own on the server."""
    if kind == "sqlite":
        yield newest(f"sqlite:///{tmp_path / 'registry.db'}")
    elif os.environ.get(POSTGRES):
        yield request.getfixturevalue("blank")
    else:
        with newest_on(request.getfixturevalue("postgres")) as made:
            yield made


@pytest.fixture
def blank(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Name an empty database; one schema of its own on the server, gone afterwards."""
    if kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'registry.db'}"
        return
    # A server of your own, or one that is started for the tests.
    server = os.environ.get(POSTGRES) or request.getfixturevalue("postgres").url
    schema = f"vallee_{uuid4().hex}"
    place = make_url(server).set(drivername="postgresql+psycopg")
    admin = create_engine(place)
    with admin.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    own = place.update_query_dict({"options": f"-csearch_path={schema}"})
    yield own.render_as_string(hide_password=False)
    with admin.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    admin.dispose()


@pytest.fixture
def registry(url: str) -> Iterator[Registry]:
    with open_registry(url) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a good territory, for a test to spoil."""
    path = tmp_path / "territory"
    path.mkdir()
    (path / "territory.toml").write_text(TERRITORY, encoding="utf-8")
    (path / "communes.csv").write_text(COMMUNES, encoding="utf-8")
    (path / "containers.csv").write_text(CONTAINERS, encoding="utf-8")
    (path / "outlines.geojson").write_text(OUTLINES, encoding="utf-8")
    return path


@pytest.fixture
def loaded(registry: Registry, folder: Path) -> Registry:
    registry.load_territory(folder)
    return registry


@pytest.fixture
def zoned(folder: Path) -> Path:
    """Give the territory a zone, whose radio also hears the sensor of `alpha-02`."""
    file = folder / "territory.toml"
    file.write_text(TERRITORY + ZONES, encoding="utf-8")
    spoil(folder / "containers.csv", "sensor_model,", "sensor_model,sensor_port,")
    spoil(folder / "containers.csv", "n-001,fill,a02yyuw,", "n-001,fill,a02yyuw,,")
    spoil(folder / "containers.csv", "n-002,fill,a02yyuw,", f"z-001,fill,bthome,{ADDRESS},")
    return folder


@pytest.fixture
def counting(registry: Registry, zoned: Path) -> Registry:
    registry.load_territory(zoned)
    return registry


def spoil(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(load: Callable[[Path], object], folder: Path) -> list[str]:
    with pytest.raises(BadTerritory) as caught:
        load(folder)
    return [line.removeprefix(f"{folder}/") for line in str(caught.value).splitlines()]
