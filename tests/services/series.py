"""A daily fill series as cities publish them: six bins, emptied as soon as they are full."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

LAST: Final = date(2024, 3, 6)
DAYS: Final = 32
# Days from empty to full, of bins of both streams.
FILLS_IN: Final = {"b-1": 2, "b-2": 3, "b-3": 4, "b-4": 5, "b-5": 6, "b-6": 9}
STREAMS: Final = ("general", "recycling") * 3


def write_series(folder: Path) -> Path:
    """Write `fill_daily.csv`, with one bad row, and `containers.csv`; return the first."""
    file = folder / "fill_daily.csv"
    rows = ["Bin ID,Fullness,fullnessThreshold,timestamp,reason", *_rows(), "b-1,full,8,x,ALERT"]
    file.write_text("\n".join(rows) + "\n")
    bins = [
        f"{name},Bin {name},{-37.9 + at / 500},144.66,8,{DAYS},{stream},Werribee"
        for at, (name, stream) in enumerate(zip(FILLS_IN, STREAMS, strict=True))
    ]
    head = "serial,description,latitude,longitude,threshold,n_readings,stream,suburb"
    file.with_name("containers.csv").write_text("\n".join([head, *bins]) + "\n")
    return file


def _rows() -> Iterator[str]:
    for day in range(DAYS):
        at = LAST - timedelta(days=DAYS - 1 - day)
        for name, days in FILLS_IN.items():
            level = 10 * (day % (days + 1)) // days
            yield f"{name},{level},8,{at:%d-%m-%Y},NOT_READY"
