"""`outlines.geojson` read into one geometry a commune."""

from collections.abc import Container
from pathlib import Path

import msgspec


class _Properties(msgspec.Struct):
    insee: str


class _Feature(msgspec.Struct):
    properties: _Properties
    geometry: msgspec.Raw


class _Collection(msgspec.Struct):
    features: list[_Feature]


def read_outlines(
    file: Path, text: str, communes: Container[str], faults: list[str]
) -> dict[str, str]:
    """Return GeoJSON geometries by INSEE code; add what is wrong to `faults`."""
    try:
        features = msgspec.json.decode(text, type=_Collection).features
    except msgspec.DecodeError as error:
        faults.append(f"{file}:1: no GeoJSON of communes: {error}")
        return {}
    for feature in features:
        if (insee := feature.properties.insee) not in communes:
            where = f"{file}:{_line(text, insee)}"
            faults.append(f"{where}: insee: {insee!r} is no commune of communes.csv")
    return {f.properties.insee: bytes(f.geometry).decode("utf-8") for f in features}


def _line(text: str, insee: str) -> int:
    return text[: max(text.find(f'"{insee}"'), 0)].count("\n") + 1
