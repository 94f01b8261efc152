"""An OpenStreetMap extract of the demo's territory, as if its roads were a chessboard's lines."""

from pathlib import Path
from typing import Final

import osmium
from osmium.osm.mutable import Node, Way

# Around everything in configs/territory/vallee-herault; a line every 500 m.
SOUTH, NORTH, WEST, EAST = 43.48, 43.76, 3.32, 3.74
ROWS: Final = 63
COLUMNS: Final = 68
ROAD: Final = {"highway": "secondary"}


def write_extract(folder: Path) -> Path:
    """Write `herault.osm.pbf` and return it."""
    file = folder / "herault.osm.pbf"
    rows, columns = range(ROWS), range(COLUMNS)
    with osmium.SimpleWriter(str(file), overwrite=True) as out:
        for row in rows:
            for column in columns:
                out.add_node(Node(id=_id(row, column), location=_at(row, column), version=1))
        for row in rows:
            street = [_id(row, column) for column in columns]
            out.add_way(Way(id=1 + row, nodes=street, version=1, tags={**ROAD, "name": f"R{row}"}))
        for column in columns:
            street = [_id(row, column) for row in rows]
            tags = {**ROAD, "name": f"C{column}"}
            out.add_way(Way(id=1 + ROWS + column, nodes=street, version=1, tags=tags))
    return file


def _id(row: int, column: int) -> int:
    return 1 + row * COLUMNS + column


def _at(row: int, column: int) -> tuple[float, float]:
    """Return longitude and latitude."""
    lon = WEST + (EAST - WEST) * column / (COLUMNS - 1)
    return lon, SOUTH + (NORTH - SOUTH) * row / (ROWS - 1)
