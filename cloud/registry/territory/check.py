"""What the rows of a territory must be to one another."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from cloud.registry.territory.sheet import Sheet

Sheets = Mapping[str, Sheet[Any]]

# Table, its key, and the table where what the key names must stand.
_REFERENCES: Final = (
    ("sites", "operator", "operators"),
    ("trucks", "operator", "operators"),
    ("trucks", "depot", "sites"),
    ("rounds", "operator", "operators"),
    ("rounds", "truck", "trucks"),
    ("rounds", "communes", "communes"),
    ("containers", "operator", "operators"),
    ("containers", "model", "models"),
    ("containers", "insee", "communes"),
)


def broken(sheets: Sheets) -> Iterator[str]:
    """Yield what is wrong between the good rows, each as `file:line: sentence`."""
    for table, key, target in _REFERENCES:
        yield from _dangling(sheets[table], key, target, sheets[target])
    yield from _depots(sheets)
    yield from _sensors(sheets["containers"])


def _dangling(sheet: Sheet[Any], key: str, target: str, known: Sheet[Any]) -> Iterator[str]:
    for placed in sheet.rows:
        value = getattr(placed.row, key)
        for name in (value,) if isinstance(value, str) else value:
            if name not in known.ids:
                yield f"{placed.place.of(key)}: {key}: {name!r} is none of the {target}"


def _depots(sheets: Sheets) -> Iterator[str]:
    kinds = {placed.row.id: placed.row.kind for placed in sheets["sites"].rows}
    for placed in sheets["trucks"].rows:
        depot = placed.row.depot
        if kinds.get(depot, "depot") != "depot":
            yield f"{placed.place.of('depot')}: depot: {depot!r} is a {kinds[depot]}, not a depot"


def _sensors(containers: Sheet[Any]) -> Iterator[str]:
    places: dict[tuple[str, str], str] = {}
    for placed in containers.rows:
        if (hanging := placed.row.hanging) is None:
            continue
        sensor = (hanging.node, hanging.sensor)
        where = placed.place.of("sensor")
        if sensor in places:
            name = "/".join(sensor)
            yield f"{where}: sensor: {name} already hangs in the container at {places[sensor]}"
        places.setdefault(sensor, where)
