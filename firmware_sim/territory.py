"""What the simulator reads of a territory's folder: its containers, and the sensors in them."""

import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from contract.names import Name
from firmware_sim.errors import BadRequest, BadTerritory

Millimetres = Annotated[float, msgspec.Meta(gt=0, le=20_000)]

# The modules that this simulator can play.
SIMULATED: Final = ("a02yyuw",)


class Model(msgspec.Struct, frozen=True):
    """A make of container: a rectangular frustum, all in mm; widths and lengths are inside."""

    id: str
    depth_mm: Millimetres
    bottom_mm: tuple[Millimetres, Millimetres]
    top_mm: tuple[Millimetres, Millimetres]
    sensor_above_full_mm: Annotated[float, msgspec.Meta(ge=0, le=20_000)]


class Mount(NamedTuple):
    """The sensor that looks into a container, by the names it sends under."""

    node: str
    sensor: str


class Container(NamedTuple):
    """One container of the world; `mount` is None where no sensor looks into it."""

    id: str
    stream: str
    model: Model
    litres_per_day: float
    mount: Mount | None


class Territory(NamedTuple):
    """The containers of one authority, and the zone in which its people get up."""

    name: str
    zone: ZoneInfo
    containers: tuple[Container, ...]

    def watched(self) -> tuple[tuple[Mount, Container], ...]:
        """Return the containers that have a sensor, with it, in the order of the file."""
        return tuple((box.mount, box) for box in self.containers if box.mount is not None)

    def behind(self, node: str) -> Container:
        """Return the container that `node` looks into; raise BadRequest if there is none."""
        for mount, container in self.watched():
            if mount.node == node:
                return container
        raise BadRequest(f"no container of {self.name} has a node {node!r}")


def read_territory(folder: Path) -> Territory:
    """Read `folder`; raise BadTerritory with one sentence that names file and line."""
    file = folder / "territory.toml"
    head = _head(file)
    try:
        zone = ZoneInfo(head.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadTerritory(f"{file}: timezone: {head.timezone!r} is not known here") from None
    models = {model.id: model for model in head.models}
    return Territory(head.name, zone, tuple(_containers(folder / "containers.csv", models)))


class _Head(msgspec.Struct):
    name: str
    timezone: str
    models: list[Model]


class _Row(msgspec.Struct):
    """The columns of containers.csv that the simulator needs; an empty node means none."""

    id: Name
    stream: str
    model: str
    litres_per_day: Annotated[float, msgspec.Meta(ge=0, le=100_000)]
    node: Name | None
    sensor: Name | None
    sensor_model: str | None


def _head(file: Path) -> _Head:
    try:
        return msgspec.convert(tomllib.loads(_text(file)), _Head)
    except tomllib.TOMLDecodeError as error:
        raise BadTerritory(f"{file}: {error}") from None
    except msgspec.ValidationError as error:
        raise BadTerritory(f"{file}: {_sentence(error)}") from None


def _containers(file: Path, models: dict[str, Model]) -> Iterator[Container]:
    rows = csv.DictReader(_text(file).splitlines())
    missing = [name for name in _Row.__struct_fields__ if name not in (rows.fieldnames or ())]
    if missing:
        raise BadTerritory(f"{file}, line 1: no column {', '.join(missing)}")
    first_use: dict[str, int] = {}
    for cells in rows:
        where = f"{file}, line {rows.line_num}"
        row = _row(cells, where)
        if row.model not in models:
            known = ", ".join(models)
            raise BadTerritory(f"{where}: model {row.model!r} is not one of {known}")
        for name in filter(None, (row.id, row.node)):
            if first_use.setdefault(name, rows.line_num) != rows.line_num:
                raise BadTerritory(f"{where}: {name!r} is in line {first_use[name]} already")
        yield Container(
            row.id, row.stream, models[row.model], row.litres_per_day, _mount(row, where)
        )


def _row(cells: dict[str, str], where: str) -> _Row:
    try:
        return msgspec.convert(
            {name: cells[name] or None for name in _Row.__struct_fields__}, _Row, strict=False
        )
    except msgspec.ValidationError as error:
        raise BadTerritory(f"{where}: {_sentence(error)}") from None


def _mount(row: _Row, where: str) -> Mount | None:
    if row.node is None:
        return None
    if row.sensor is None:
        raise BadTerritory(f"{where}: node {row.node} needs a sensor's name")
    if row.sensor_model not in SIMULATED:
        allowed = ", ".join(SIMULATED)
        raise BadTerritory(f"{where}: sensor_model {row.sensor_model!r} is not one of {allowed}")
    return Mount(row.node, row.sensor)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise BadTerritory(f"{file}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadTerritory(f"{file}: is not UTF-8") from None


def _sentence(error: msgspec.ValidationError) -> str:
    """Turn `Expected … - at `$.models[0].depth_mm`` into `models[0].depth_mm: expected …`."""
    what, _, where = str(error).partition(" - at `$")
    key = where.rstrip("`").lstrip(".")
    return f"{key}: {what[0].lower()}{what[1:]}" if key else f"{what[0].lower()}{what[1:]}"
