"""`series.toml` of a base: what a series does not say of its bins."""

import tomllib
from pathlib import Path
from typing import Annotated, Final

import msgspec

from contract.names import Name
from firmware_sim.errors import BadTerritory
from firmware_sim.territory.text import sentence, text_of

FILE: Final = "series.toml"


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What holds for all bins of one of the series' streams; `stream` is ours of it."""

    stream: Name
    operator: Name
    model: Name
    kg_per_m3: Annotated[float, msgspec.Meta(gt=0, le=5000)]
    service_s: Annotated[int, msgspec.Meta(ge=0, le=86_400)]


def read_terms(base: Path) -> dict[str, Terms]:
    """Return the terms by the series' own word for a stream; raise BadTerritory if wrong."""
    file = base / FILE
    try:
        tables = tomllib.loads(text_of(file))
    except tomllib.TOMLDecodeError as error:
        raise BadTerritory(f"{file}: {error}") from None
    return {stream: _terms(table, f"{file}, [{stream}]") for stream, table in tables.items()}


def _terms(table: object, where: str) -> Terms:
    try:
        return msgspec.convert(table, Terms)
    except msgspec.ValidationError as error:
        raise BadTerritory(f"{where}: {sentence(error)}") from None
