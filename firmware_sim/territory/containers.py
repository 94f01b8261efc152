"""containers.csv, row by row: the containers, and the sensors that look into them."""

import csv
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Final

import msgspec

from contract.names import Name
from firmware_sim.errors import BadTerritory
from firmware_sim.territory.identity import read_address
from firmware_sim.territory.text import sentence, text_of
from firmware_sim.territory.values import Container, Model, Mount

CABLE: Final = "a02yyuw"
RADIO: Final = "bthome"
# The modules that this simulator can play.
SIMULATED: Final = (CABLE, RADIO)


class _Row(msgspec.Struct):
    """The columns that the simulator needs, the last of them optional; an empty cell is None."""

    id: Name
    stream: str
    model: str
    litres_per_day: Annotated[float, msgspec.Meta(ge=0, le=100_000)]
    node: Name | None
    sensor: Name | None
    sensor_model: str | None
    sensor_port: str | None = None


def read_containers(
    file: Path, models: Mapping[str, Model], radios: Collection[str]
) -> Iterator[Container]:
    """Yield the containers; `radios` are the nodes that can hear a sensor without a cable."""
    rows = csv.DictReader(text_of(file).splitlines())
    needed = [field.name for field in msgspec.structs.fields(_Row) if field.required]
    missing = [name for name in needed if name not in (rows.fieldnames or ())]
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
            row.id, row.stream, models[row.model], row.litres_per_day, _mount(row, radios, where)
        )


def _row(cells: Mapping[str, str], where: str) -> _Row:
    try:
        return msgspec.convert(
            {name: cells.get(name) or None for name in _Row.__struct_fields__}, _Row, strict=False
        )
    except msgspec.ValidationError as error:
        raise BadTerritory(f"{where}: {sentence(error)}") from None


def _mount(row: _Row, radios: Collection[str], where: str) -> Mount | None:
    if row.node is None:
        return None
    if row.sensor is None:
        raise BadTerritory(f"{where}: node {row.node} needs a sensor's name")
    if row.sensor_model not in SIMULATED:
        allowed = ", ".join(SIMULATED)
        raise BadTerritory(f"{where}: sensor_model {row.sensor_model!r} is not one of {allowed}")
    if row.sensor_model == CABLE:
        return Mount(row.node, row.sensor)
    if row.node not in radios:
        raise BadTerritory(
            f"{where}: a {RADIO} sensor is heard by radio, and node {row.node} is not in "
            "[[radios]] of territory.toml"
        )
    try:
        return Mount(row.node, row.sensor, read_address(row.sensor_port or ""))
    except ValueError as error:
        raise BadTerritory(f"{where}: sensor_port: {error}") from None
