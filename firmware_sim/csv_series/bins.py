"""`containers.csv` beside a series: where its bins stand."""

from pathlib import Path
from typing import Final

import pandas as pd

from firmware_sim.csv_series.table import read_table
from firmware_sim.csv_series.values import Bin

COLUMNS: Final = ("serial", "description", "latitude", "longitude", "stream", "suburb")


def read_bins(file: Path) -> dict[str, Bin]:
    """Return the bins that have a position, by their id; the first line of an id counts.

    Two bins at one place are two bins. Raises BadRequest if there is no such file.
    """
    rows = read_table(file, COLUMNS, quoted=True)
    lat, lon = (pd.to_numeric(rows[name], errors="coerce") for name in ("latitude", "longitude"))
    placed = rows[lat.between(-90, 90) & lon.between(-180, 180) & (rows["serial"] != "")]
    found: dict[str, Bin] = {}
    for line, row in placed.iterrows():
        one = _bin(row, float(lat[line]), float(lon[line]))
        found.setdefault(one.id, one)
    return found


def _bin(row: pd.Series, lat: float, lon: float) -> Bin:
    id_ = str(row["serial"]).lower()
    # One line, as a CSV file of ours has one container a line.
    name = " ".join(str(row["description"]).split()) or id_
    return Bin(id_, name, lat, lon, str(row["stream"]).lower(), str(row["suburb"]))
