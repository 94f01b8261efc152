"""A matrix of 1000 × 1000 places by the roads of a country, beside scipy on every node of them."""

import os
import resource
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, TypeVar

import numpy as np

from cloud.roads.access import TRUCK_KMH
from cloud.roads.built import build, graph
from cloud.roads.extract import read
from cloud.roads.matrix import travel
from cloud.roads.profile import TRUCK
from tests.bench.rate import say
from tests.cloud.roads.plain import plain

PLACES: Final = 1000
BESIDE: Final = Path(__file__).parents[3] / "shared" / "data"
EXTRACT: Final = "roads/liechtenstein-latest.osm.pbf"

T = TypeVar("T")


def run() -> None:
    """Print CPU seconds and memory; without the extract, why there are none."""
    file = Path(os.environ.get("VALLEE_DATA", BESIDE)) / EXTRACT
    if not file.exists():
        say(f"\nleft out: no {EXTRACT} here; set VALLEE_DATA to the data folder")
        return
    say(f"\nRoads of Liechtenstein, a 19 t truck{'':<22}{'CPU s':>11}{'wall s':>11}{'peak MB':>11}")
    with TemporaryDirectory() as folder:
        about = timed("extract to ways on the disk", lambda: build(file, Path(folder)))
        streets = timed("ways to streets", lambda: graph(Path(folder), about, TRUCK))
        timed("streets from the disk", lambda: graph(Path(folder), about, TRUCK))
    at = np.random.default_rng(1).choice(len(streets.lats), PLACES, replace=False)
    lats, lons = streets.lats[at], streets.lons[at]
    shape = f"{PLACES} × {PLACES}"
    timed(f"{shape}, time and distance", lambda: travel(streets, lats, lons))
    raw = plain(read(file, TRUCK_KMH), TRUCK, TRUCK_KMH)
    known = [ref for ref in streets.refs[at].tolist() if ref in raw.number]
    timed(f"peer: scipy, all {len(raw.number):,} nodes, time only", lambda: raw.costs_s(known))
    say(f"streets {len(streets.tails):,}, junctions {streets.junctions:,}")


def timed(name: str, work: Callable[[], T]) -> T:
    """Do the work, print what it took of this process and the most memory until then."""
    wall, cpu = time.perf_counter(), time.process_time()
    made = work()
    busy_s, spent_s = time.process_time() - cpu, time.perf_counter() - wall
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(f"{name:<58}{busy_s:>11.2f}{spent_s:>11.2f}{peak_mb:>11.0f}")
    return made


if __name__ == "__main__":
    run()
