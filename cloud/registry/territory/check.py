"""What the rows of a territory must be to one another."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from cloud.registry.territory.rows import BTHOME
from cloud.registry.territory.sheet import Sheet

Sheets = Mapping[str, Sheet[Any]]

# Table, its key, and the table where what the key names must stand.
_REFERENCES: Final = (
    ("sites", "operator", "operators"),
    ("trucks", "operator", "operators"),
    ("trucks", "depot", "sites"),
    ("trucks", "end_depot", "sites"),
    ("rounds", "operator", "operators"),
    ("rounds", "truck", "trucks"),
    ("rounds", "communes", "communes"),
    ("containers", "operator", "operators"),
    ("containers", "model", "models"),
    ("containers", "insee", "communes"),
    ("zones", "insee", "communes"),
    ("radios", "zone", "zones"),
    ("beacons", "zone", "zones"),
)


def broken(sheets: Sheets) -> Iterator[str]:
    """Yield what is wrong between the good rows, each as `file:line: sentence`."""
    for table, key, target in _REFERENCES:
        yield from _dangling(sheets[table], key, target, sheets[target])
    yield from _depots(sheets)
    yield from _sensors(sheets["containers"])
    yield from _names(sheets)
    yield from _addresses(sheets)
    yield from _heard(sheets)


def _dangling(sheet: Sheet[Any], key: str, target: str, known: Sheet[Any]) -> Iterator[str]:
    for placed in sheet.rows:
        value = getattr(placed.row, key) or ()
        for name in (value,) if isinstance(value, str) else value:
            if name not in known.ids:
                yield f"{placed.place.of(key)}: {key}: {name!r} is none of the {target}"


def _depots(sheets: Sheets) -> Iterator[str]:
    kinds = {placed.row.id: placed.row.kind for placed in sheets["sites"].rows}
    for placed in sheets["trucks"].rows:
        for key in ("depot", "end_depot"):
            depot = getattr(placed.row, key)
            if kinds.get(depot, "depot") != "depot":
                yield f"{placed.place.of(key)}: {key}: {depot!r} is a {kinds[depot]}, not a depot"


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


def _names(sheets: Sheets) -> Iterator[str]:
    """Yield where a radio or a beacon takes a name that its node has given away."""
    taken = {
        (hanging.node, hanging.sensor): placed.place.of("sensor")
        for placed in sheets["containers"].rows
        if (hanging := placed.row.hanging)
    }
    for table, key in (("radios", "sensor"), ("beacons", "id")):
        for placed in sheets[table].rows:
            name = (placed.row.node, getattr(placed.row, key))
            where = placed.place.of(key)
            if name in taken:
                yield f"{where}: {key}: {'/'.join(name)} is already the sensor at {taken[name]}"
            taken.setdefault(name, where)


def _addresses(sheets: Sheets) -> Iterator[str]:
    """Yield where two parts would be known by one address or identity."""
    for table, key in (("containers", "sensor_port"), ("beacons", "identity")):
        places: dict[str, str] = {}
        for placed in sheets[table].rows:
            if (value := getattr(placed.row, key)) is None:
                continue
            where = placed.place.of(key)
            if value in places:
                yield f"{where}: {key}: {value} is already at {places[value]}"
            places.setdefault(value, where)


def _heard(sheets: Sheets) -> Iterator[str]:
    """Yield what no radio hears: each is heard by its node's, a beacon by one of its zone."""
    zones = {placed.row.node: placed.row.zone for placed in sheets["radios"].rows}
    known = sheets["radios"].ids
    for placed in sheets["containers"].rows:
        hanging = placed.row.hanging
        if hanging and hanging.model == BTHOME and hanging.node not in known:
            where = placed.place.of("node")
            yield f"{where}: node: {hanging.node!r} has no radio to hear a {BTHOME} sensor"
    for placed in sheets["beacons"].rows:
        node, zone = placed.row.node, placed.row.zone
        where = placed.place.of("node")
        if node not in known:
            yield f"{where}: node: {node!r} has no radio to hear a beacon"
        elif zones.get(node, zone) != zone:
            yield f"{where}: node: {node!r} has its radio in the zone {zones[node]!r}, not {zone!r}"
