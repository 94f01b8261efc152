"""A CSV file read into a sheet, with the line of every row."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec.structs import fields

from cloud.registry.territory.sheet import Sheet


def read_csv(file: Path, text: str, sheet: Sheet[Any], faults: list[str]) -> None:
    """Fill `sheet` from `text`, whose first line names the columns, and `faults`.

    A column whose field has a default may be left out.
    """
    columns = fields(sheet.kind)
    names = [column.name for column in columns]
    needed = {column.name for column in columns if column.required}
    # Split at line ends only: splitlines() also splits at what may stand inside a name.
    lines = csv.DictReader(text.split("\n"), strict=True)
    try:
        given = lines.fieldnames or ()
        if not needed <= set(given) <= set(names):
            faults.append(f"{file}:1: the first line names the columns: {','.join(names)}")
            return
        for raw in lines:
            place = _Line(file, lines.line_num)
            if None in raw or None in raw.values():
                faults.append(f"{place.of('')}: a row has {len(given)} fields, no more, no fewer")
            elif (fault := sheet.take({k: v or None for k, v in raw.items()}, place)) is not None:
                faults.append(fault)
    except csv.Error as error:
        faults.append(f"{file}:{lines.line_num}: no CSV: {error}")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a file; all keys of its row stand on it."""

    file: Path
    number: int

    def of(self, key: str) -> str:  # noqa: ARG002 - the port asks by key
        """Return `file:line`."""
        return f"{self.file}:{self.number}"
