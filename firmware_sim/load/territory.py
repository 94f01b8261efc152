"""A territory that a registry can load, so that it knows the nodes of a load."""

from pathlib import Path
from typing import Final

from firmware_sim.errors import SinkFault
from firmware_sim.load.fleet import SENSOR, node_name

_HEAD: Final = """\
# Made by `vallee-sim load --territory-out`; all of it is invented.

name = "Load"
timezone = "Europe/Paris"

[[operators]]
id = "load"
name = "Load"

[[models]]
id = "load-box"
gear = "kinshofer"
depth_mm = 1500
bottom_mm = [1500, 1500]
top_mm = [1800, 1800]
sensor_above_full_mm = 300
"""
_COLUMNS: Final = (
    "id,name,insee,operator,stream,model,lat,lon,kg_per_m3,litres_per_day,service_s,"
    "node,sensor,sensor_model,sensor_port,mounted_on,invented"
)
_COMMUNES: Final = "insee,name,population,lat,lon\n34114,Load,1,43.5,3.4\n"
_OUTLINES: Final = """\
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"insee":"34114","name":"Load"},"geometry":
{"type":"Polygon","coordinates":[[[3.3,43.4],[3.6,43.4],[3.6,43.7],[3.3,43.7],[3.3,43.4]]]}}
]}
"""
# Where they stand plays no part: a square grid of some kilometres.
_ROW: Final = 100
_LAT: Final = 43.5
_LON: Final = 3.4
_APART: Final = 0.001


def write_territory(folder: Path, nodes: int) -> None:
    """Write a territory's files into `folder`; raise SinkFault if they cannot be written."""
    rows = [_COLUMNS, *(_row(number) for number in range(1, nodes + 1))]
    files = {
        "territory.toml": _HEAD,
        "communes.csv": _COMMUNES,
        "outlines.geojson": _OUTLINES,
        "containers.csv": "\n".join(rows) + "\n",
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text)
    except OSError as error:
        raise SinkFault(f"--territory-out: {folder}: {error.strerror}") from None


def _row(number: int) -> str:
    lat, lon = _LAT + number // _ROW * _APART, _LON + number % _ROW * _APART
    return (
        f"load-box-{number:04d},Load {number},34114,load,residual,load-box,{lat:.5f},{lon:.5f},"
        f"130,500,420,{node_name(number)},{SENSOR},a02yyuw,,2020-01-01,yes"
    )
