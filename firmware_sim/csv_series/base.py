"""The base of a territory: everything but its containers."""

import csv
import tomllib
from math import cos, hypot, radians
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from firmware_sim.csv_series.terms import Terms, read_terms
from firmware_sim.csv_series.values import Bin
from firmware_sim.errors import BadTerritory
from firmware_sim.territory import Model
from firmware_sim.territory.text import sentence, text_of

# What a territory made of a base has in common with it.
FILES: Final = ("territory.toml", "communes.csv", "outlines.geojson")


class Commune(msgspec.Struct, frozen=True):
    """A commune by its code and its point; a suburb, where there are no communes."""

    insee: str
    name: str
    lat: float
    lon: float

    def degrees_from(self, one: Bin) -> float:
        """Return how far it is from a bin, in degrees of latitude."""
        east = (self.lon - one.lon) * cos(radians(one.lat))
        return hypot(self.lat - one.lat, east)


class Base(NamedTuple):
    """A base folder as read; `texts` are its FILES by name, `terms` by the series' stream."""

    texts: dict[str, str]
    models: dict[str, Model]
    communes: tuple[Commune, ...]
    terms: dict[str, Terms]

    def commune_of(self, one: Bin) -> tuple[Commune, bool]:
        """Return the commune that a bin's suburb names, or the nearest; and whether it is named."""
        for commune in self.communes:
            if commune.name.casefold() == one.suburb.casefold():
                return commune, True
        return min(self.communes, key=lambda commune: commune.degrees_from(one)), False


def read_base(folder: Path) -> Base:
    """Read `folder`; raise BadTerritory with one sentence that names the file."""
    texts = {name: text_of(folder / name) for name in FILES}
    toml, communes, _ = (folder / name for name in FILES)
    models = {model.id: model for model in _models(toml, texts[toml.name])}
    terms = read_terms(folder)
    for stream, each in terms.items():
        if each.model not in models:
            known = ", ".join(models)
            raise BadTerritory(f"{folder}: [{stream}] model: {each.model!r} is not one of {known}")
    return Base(texts, models, _communes(communes, texts[communes.name]), terms)


class _Head(msgspec.Struct):
    models: list[Model]


def _models(file: Path, text: str) -> list[Model]:
    try:
        return msgspec.convert(tomllib.loads(text), _Head).models
    except tomllib.TOMLDecodeError as error:
        raise BadTerritory(f"{file}: {error}") from None
    except msgspec.ValidationError as error:
        raise BadTerritory(f"{file}: {sentence(error)}") from None


def _communes(file: Path, text: str) -> tuple[Commune, ...]:
    rows = list(csv.DictReader(text.splitlines()))
    try:
        found = msgspec.convert(rows, tuple[Commune, ...], strict=False)
    except msgspec.ValidationError as error:
        raise BadTerritory(f"{file}: {sentence(error)}") from None
    if not found:
        raise BadTerritory(f"{file}: has no commune; every container is in one")
    return found
