"""A territory's folder: territory.toml, and containers.csv beside it."""

import tomllib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from contract.names import Name
from firmware_sim.errors import BadTerritory
from firmware_sim.territory.containers import read_containers
from firmware_sim.territory.identity import read_identity
from firmware_sim.territory.text import sentence, text_of
from firmware_sim.territory.values import Beacon, Container, Model, Radio, Territory


def read_territory(folder: Path) -> Territory:
    """Read `folder`; raise BadTerritory with one sentence that names file and line."""
    file = folder / "territory.toml"
    head = _head(file)
    try:
        zone = ZoneInfo(head.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadTerritory(f"{file}: timezone: {head.timezone!r} is not known here") from None
    nodes = [radio.node for radio in head.radios]
    _once(file, "radios", nodes)
    _once(file, "beacons", [beacon.id for beacon in head.beacons])
    models = {model.id: model for model in head.models}
    containers = tuple(read_containers(folder / "containers.csv", models, nodes))
    beacons = tuple(_beacons(file, head.beacons, nodes))
    _distinct_sensors(file, containers, head.radios)
    return Territory(head.name, zone, containers, tuple(head.radios), beacons)


class _Beacon(msgspec.Struct):
    id: Name
    node: Name
    identity: str


class _Head(msgspec.Struct):
    name: str
    timezone: str
    models: list[Model]
    radios: list[Radio] = []
    beacons: list[_Beacon] = []


def _head(file: Path) -> _Head:
    try:
        return msgspec.convert(tomllib.loads(text_of(file)), _Head)
    except tomllib.TOMLDecodeError as error:
        raise BadTerritory(f"{file}: {error}") from None
    except msgspec.ValidationError as error:
        raise BadTerritory(f"{file}: {sentence(error)}") from None


def _beacons(file: Path, rows: Iterable[_Beacon], nodes: Collection[str]) -> Iterator[Beacon]:
    for row in rows:
        where = f"{file}: beacon {row.id}"
        if row.node not in nodes:
            raise BadTerritory(f"{where}: node {row.node!r} is not in [[radios]]")
        try:
            yield Beacon(row.id, row.node, read_identity(row.identity))
        except ValueError as error:
            raise BadTerritory(f"{where}: identity: {error}") from None


def _once(file: Path, table: str, names: list[str]) -> None:
    for at, name in enumerate(names):
        if name in names[:at]:
            raise BadTerritory(f"{file}: [[{table}]] has {name!r} twice")


def _distinct_sensors(file: Path, containers: Iterable[Container], radios: Iterable[Radio]) -> None:
    mounted = {box.mount[:2]: box.id for box in containers if box.mount}
    for radio in radios:
        if (radio.node, radio.sensor) in mounted:
            box = mounted[radio.node, radio.sensor]
            raise BadTerritory(
                f"{file}: the radio of {radio.node} and the sensor of {box} are both called "
                f"{radio.sensor!r}"
            )
