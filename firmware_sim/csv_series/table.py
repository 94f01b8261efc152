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
    options = {
        "dtype": str,
        "keep_default_na": False,
        "skip_blank_lines": False,
        "index_col": False,
        "quoting": csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        "engine": "python",
        # A byte that is no UTF-8 costs its row at most.
        "encoding": "utf-8-sig",
        "encoding_errors": "replace",
    }
    try:
        head = pd.read_csv(file, nrows=0, **options)
        names = [*(str(name).strip(_AROUND) for name in head.columns), SURPLUS]
        rows = pd.read_csv(
            file,
            names=names,
            header=None,
            skiprows=1,
            on_bad_lines=lambda fields: fields[: len(names)],
            **options,
        )
    except OSError as error:
        raise BadRequest(f"{file}: cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise BadRequest(f"{file}: is no CSV: {error}") from None
    if missing := [name for name in needed if name not in names]:
        raise BadRequest(f"{file}, line 1: no column {', '.join(missing)}")
    rows.index += FIRST_LINE
    rows = rows.fillna("").apply(lambda column: column.str.strip(_AROUND))
    return rows[(rows != "").any(axis="columns")]
