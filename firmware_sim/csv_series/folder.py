"""A territory's folder made of a series and a base: each bin a container with a node of its own."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from firmware_sim.csv_series.base import Base, read_base
from firmware_sim.csv_series.names import SENSOR, SENSOR_MODEL, node_of
from firmware_sim.csv_series.rise import mean_rise
from firmware_sim.csv_series.values import Diary, Series
from firmware_sim.errors import BadRequest, SinkFault
from firmware_sim.world.geometry import shape

# Those of a territory that the cloud loads.
COLUMNS: Final = (
    "id",
    "name",
    "insee",
    "operator",
    "stream",
    "model",
    "lat",
    "lon",
    "kg_per_m3",
    "litres_per_day",
    "service_s",
    "node",
    "sensor",
    "sensor_model",
    "mounted_on",
    "invented",
)


def write_territory(series: Series, base: Path, out: Path) -> tuple[int, tuple[str, ...]]:
    """Write the folder `out`; return how many containers it has, and sentences about the others.

    Raises BadTerritory for a wrong base, BadRequest if `out` holds anything or no bin is left,
    SinkFault if it cannot be written.
    """
    read = read_base(base)
    rows = list(_rows(series, read))
    if not rows:
        raise BadRequest(f"{series.file}: no bin has one of the streams {', '.join(read.terms)}")
    try:
        if out.exists() and any(out.iterdir()):
            raise BadRequest(f"--out: {out} is not empty; name a new folder")
        out.mkdir(parents=True, exist_ok=True)
        for name, text in {**read.texts, "containers.csv": _csv(rows)}.items():
            (out / name).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise SinkFault(f"{out}: cannot be written: {error.strerror}") from None
    return len(rows), tuple(_doubts(series, read))


def _rows(series: Series, base: Base) -> Iterator[tuple[str | float, ...]]:
    for diary in series.diaries:
        if diary.bin.stream in base.terms:
            yield _row(diary, base)


def _row(diary: Diary, base: Base) -> tuple[str | float, ...]:
    one, terms = diary.bin, base.terms[diary.bin.stream]
    litres_per_day = mean_rise(diary) * shape(base.models[terms.model]).full_l
    commune, _ = base.commune_of(one)
    return (
        one.id,
        one.name,
        commune.insee,
        terms.operator,
        terms.stream,
        terms.model,
        one.lat,
        one.lon,
        terms.kg_per_m3,
        round(litres_per_day, 1),
        terms.service_s,
        node_of(one.id),
        SENSOR,
        SENSOR_MODEL,
        str(diary.days[0]),
        "no",
    )


def _doubts(series: Series, base: Base) -> Iterator[str]:
    for diary in series.diaries:
        one = diary.bin
        if one.stream not in base.terms:
            known = ", ".join(base.terms)
            yield f"bin {one.id} is left out: its stream {one.stream!r} is not one of {known}"
            continue
        commune, named = base.commune_of(one)
        if not named:
            yield (
                f"bin {one.id} goes to {commune.name}, which is nearest: no commune of the base "
                f"is called {one.suburb!r}"
            )


def _csv(rows: list[tuple[str | float, ...]]) -> str:
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(COLUMNS)
    out.writerows(rows)
    return text.getvalue()
