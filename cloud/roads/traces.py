"""Traces of trucks are learned from and deleted; medians of streets are all that stays.

Where a truck was, and when, is where a person was: French and European law let an employer keep
that no longer than its purpose takes, and the purpose here is a street's speed.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cloud.errors import BadExtract
from cloud.roads.calibrate import Driven, Edge, Passage, medians
from cloud.roads.files import whole
from cloud.roads.graph import Graph

NAME: Final = "speeds.csv"
COLUMNS: Final = ("first_node", "next_node", "kmh", "passages")


@dataclass(frozen=True, slots=True)
class Learned:
    """What became of traces.

    Attributes:
        files: how many were read and deleted.
        passages: how many were in them.
        unread: lines that are no passage.
        streets: how many have a new median; a street that has two directions counts twice.
    """

    files: int
    passages: int
    unread: int
    streets: int


def learn(traces: Path, graph: Graph, folder: Path) -> Learned:
    """Learn from each `*.csv` in a folder of traces, and delete it.

    A trace's lines are `first_node,next_node,seconds`. A median takes the place of the one before.
    The medians are on the disk before the first trace goes. Raises BadExtract if traces cannot be
    read or deleted.
    """
    if not traces.is_dir():
        raise BadExtract(f"{traces} is no folder; give the one that holds the traces (*.csv)")
    files = sorted(traces.glob("*.csv"))
    try:
        rows = [row for file in files for row in _rows(file)]
        passages = [row for row in rows if row is not None]
        found = medians(passages, graph)
        keep(folder, {**driven(folder), **found})
        for file in files:
            file.unlink()
    except OSError as fault:
        raise BadExtract(f"{fault.filename} cannot be learned from: {fault.strerror}") from fault
    return Learned(len(files), len(passages), len(rows) - len(passages), len(found))


def driven(folder: Path) -> dict[Edge, Driven]:
    """Return the medians that were learned; raises BadExtract if their file is damaged."""
    file = folder / NAME
    try:
        with file.open(encoding="ascii", newline="") as lines:
            return {
                (int(row["first_node"]), int(row["next_node"])): Driven(
                    float(row["kmh"]), int(row["passages"])
                )
                for row in csv.DictReader(lines)
            }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise BadExtract(
            f"{file} is damaged: mend it or delete it, then learn from new traces"
        ) from fault


def keep(folder: Path, speeds: Mapping[Edge, Driven]) -> None:
    """Write medians, whole or not at all."""
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    rows.writerows((*edge, one.kmh, one.passages) for edge, one in sorted(speeds.items()))
    with whole(folder / NAME) as out:
        out.write(text.getvalue().encode("ascii"))


def _rows(file: Path) -> Iterator[Passage | None]:
    """Yield the passages of a trace, None for each line that is none."""
    with file.open(encoding="utf-8", errors="replace", newline="") as lines:
        for line in lines:
            if line.strip() and not line.startswith("first_node"):
                yield _passage(line.strip().split(","))


def _passage(cells: list[str]) -> Passage | None:
    try:
        first, following, seconds = cells
        return Passage((int(first), int(following)), float(seconds))
    except ValueError:
        return None
