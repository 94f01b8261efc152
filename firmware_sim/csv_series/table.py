"""A CSV file as columns of text, whatever stands in its lines."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from firmware_sim.errors import BadRequest

SURPLUS: Final = "surplus"
# The first line names the columns; lines are counted from 1.
FIRST_LINE: Final = 2
# What may stand around a value and is no part of it.
_AROUND: Final = '" \t'


def read_table(file: Path, needed: Sequence[str], *, quoted: bool) -> pd.DataFrame:
    """Return the rows as stripped text, indexed by line number; empty lines are left out.

    A last column SURPLUS holds what a row has too much; missing fields are empty. Unless `quoted`,
    quotes are dropped and a line is a row: a stray quote costs one row and not the file. Raises
    BadRequest if the file cannot be read or lacks a needed column.
    """
    # pandas takes the first row's fields for columns of its own where there are too many.
    try:
        # A byte that is no UTF-8 costs its row at most.
        with file.open(encoding="utf-8-sig", errors="replace", newline="") as text:
            lines = list(csv.reader(text, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE))
    except OSError as error:
        raise BadRequest(f"{file}: cannot be read: {error.strerror}") from None
    except csv.Error as error:
        raise BadRequest(f"{file}: is no CSV: {error}") from None
    if not lines:
        raise BadRequest(f"{file}: is no CSV: it is empty")
    head, *body = lines
    names = [*(name.strip(_AROUND) for name in head), SURPLUS]
    if missing := [name for name in needed if name not in names]:
        raise BadRequest(f"{file}, line 1: no column {', '.join(missing)}")
    rows = pd.DataFrame(
        [[field.strip(_AROUND) for field in _padded(row, len(names))] for row in body],
        columns=names,
        dtype=str,
    )
    rows.index += FIRST_LINE
    return rows[(rows != "").any(axis="columns")]


def _padded(row: Sequence[str], width: int) -> list[str]:
    return [*row[:width], *[""] * (width - len(row))]
