"""A daily fill series out of its CSV file: every good row, and a reason for every other.

Of two rows of one bin and day the later one in the file counts. Where the series was interrupted
for n days, the day on which it came back has about n rows a bin: the export was made up for, each
time with the level of *that* day. Two such bin-days of 160 hold different levels, and there the
later row is the newer one (a bin that was emptied between two runs). The missed days stay missing.
"""

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from contract.names import is_name
from firmware_sim.csv_series.bins import read_bins
from firmware_sim.csv_series.names import node_of
from firmware_sim.csv_series.table import SURPLUS, read_table
from firmware_sim.csv_series.values import Bin, Diary, Fault, Series
from firmware_sim.errors import BadRequest

BINS: Final = "containers.csv"
BIN, LEVEL, DAY = COLUMNS = ("Bin ID", "Fullness", "timestamp")
DAY_FORMAT: Final = "%d-%m-%Y"
# Tenths of the bin's volume.
FULL: Final = 10
# No bin had a sensor before; an older day is a slip of the pen.
EARLIEST: Final = pd.Timestamp(2000, 1, 1)


def read_series(file: Path, today: date) -> Series:
    """Read `file`, and the bins beside it; raise BadRequest if not one row of it is good.

    A day after `today` is none: it would date the whole series by its slip.
    """
    rows = read_table(file, COLUMNS, quoted=False)
    known = read_bins(file.with_name(BINS))
    told = pd.DataFrame(
        {
            "bin": rows[BIN].str.lower(),
            "day": pd.to_datetime(rows[DAY], format=DAY_FORMAT, errors="coerce"),
            "fill_ratio": pd.to_numeric(rows[LEVEL], errors="coerce") / FULL,
        }
    )
    wrong = _wrong(rows, told, known, pd.Timestamp(today))
    good = told[wrong == ""]
    if good.empty:
        raise BadRequest(f"{file}: has no good row of a bin that {BINS} places")
    last = good.drop_duplicates(["bin", "day"], keep="last")
    diaries = tuple(_diaries(last.sort_values(["bin", "day"]), known))
    unread = known.keys() - {diary.bin.id for diary in diaries}
    return Series(
        file, diaries, len(good) - len(last), tuple(_faults(rows, wrong)), tuple(sorted(unread))
    )


def _wrong(
    rows: pd.DataFrame, told: pd.DataFrame, known: Collection[str], today: pd.Timestamp
) -> pd.Series:
    """Return what is wrong with each row, "" if nothing is."""
    kinds = {
        "fields": rows[SURPLUS] != "",
        "id": pd.Series([not is_name(node_of(id_)) for id_ in told["bin"]], told.index, bool),
        "level": ~told["fill_ratio"].between(0, 1),
        "date": ~told["day"].between(EARLIEST, today),
        "position": ~told["bin"].isin(list(known)),
    }
    found = np.select([mask.to_numpy() for mask in kinds.values()], list(kinds), default="")
    return pd.Series(found, index=rows.index)


def _faults(rows: pd.DataFrame, wrong: pd.Series) -> Iterator[Fault]:
    for line, kind in wrong[wrong != ""].items():
        row = rows.loc[line]
        reasons = {
            "fields": "there are more fields than columns",
            "id": f"{row[BIN]!r} is no bin: letters, digits and inner dashes name one",
            "level": f"{row[LEVEL]!r} is no level of 0 … {FULL}",
            "date": f"{row[DAY]!r} is no day of the past such as 31-12-2019",
            "position": f"bin {row[BIN]} has no position in {BINS}",
        }
        yield Fault(int(line), str(kind), reasons[kind])


def _diaries(rows: pd.DataFrame, known: dict[str, Bin]) -> Iterator[Diary]:
    for id_, own in rows.groupby("bin"):
        days = own["day"].to_numpy().astype("datetime64[D]")
        yield Diary(known[str(id_)], days, own["fill_ratio"].to_numpy(np.float64))
