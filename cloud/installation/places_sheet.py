"""The list of the evening before from a spreadsheet: each line is a place, or says why not."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from cloud.registry.spreadsheet.cells import Refused, bare, no_formula, shown
from cloud.registry.spreadsheet.rows import Form, Refusal, Row, read_rows
from cloud.registry.values import PlaceToVisit
from contract.names import is_name

SHEET: Final = Form(
    headings={
        "id": ("place", "id", "emplacement", "conteneur", "container", "candelabre"),
        "stands": ("stands", "support", "type"),
        "title": ("title", "titre", "nom", "name"),
        "street": ("street", "rue", "adresse", "address"),
        "commune": ("commune",),
        "lat": ("lat", "latitude"),
        "lon": ("lon", "lng", "longitude"),
        "keys": ("keys", "cles", "cle", "key"),
        "permit": ("permit", "permis", "autorisation", "arrete"),
        "node": ("node", "noeud", "boitier"),
        "who": ("who", "installer", "installateur", "qui"),
    },
    needed={("id",): "no column names the places"},
)
_STANDS: Final = {
    "": "container",
    "container": "container",
    "conteneur": "container",
    "lamp post": "lamp-post",
    "candelabre": "lamp-post",
    "lampadaire": "lamp-post",
}
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class PlacesSheet:
    """The places of the good lines, and why the others are none."""

    places: tuple[PlaceToVisit, ...]
    refusals: tuple[Refusal, ...]


def read_places(raw: bytes, containers: Collection[str], nodes: Collection[str]) -> PlacesSheet:
    """Return what the lines of a sheet say, each good or refused."""
    places: dict[str, PlaceToVisit] = {}
    refusals = []
    for row in read_rows(raw, SHEET):
        if not isinstance(row, Row):
            refusals.append(row)
            continue
        column = ["id"]
        try:
            place = _place(row.cells, containers, nodes, column)
            if place.id in places:
                raise Refused(f"{shown(place.id)} is there twice", "leave one of the two")
            places[place.id] = place
        except Refused as error:
            refusals.append(Refusal(row.line, column[0], error.why, error.mend))
    return PlacesSheet(tuple(places.values()), tuple(refusals))


def _place(
    cells: Mapping[str, str],
    containers: Collection[str],
    nodes: Collection[str],
    column: list[str],
) -> PlaceToVisit:
    """Return a line's place; `column` says which cell is being looked at."""

    def cell(name: str) -> str:
        column[0] = name
        text = (
            no_formula(cells.get(name, "")) if name not in ("lat", "lon") else cells.get(name, "")
        )
        if len(text) > _LONGEST or not text.isprintable():
            raise Refused("too long, or no line of text", f"{_LONGEST} letters at most")
        return text

    name = _named(cell("id"))
    stands = _STANDS.get(bare(cell("stands")))
    if stands is None:
        raise Refused("it stands on nothing known", "conteneur or candélabre")
    lat, lon = _degrees(cell("lat"), 90), _degrees(cell("lon"), 180)
    column[0] = "id"
    if stands == "container" and name not in containers:
        raise Refused(f"there is no container {shown(name)}", "see the territory's containers.csv")
    if stands == "lamp-post" and (lat is None or lon is None):
        raise Refused("a lamp post stands on no other list", "write its lat and lon")
    node = cell("node") or None
    if node is not None and node not in nodes:
        raise Refused(f"there is no node {shown(node)}", "vallee-cloud nodes add")
    texts = {one: cell(one) for one in ("title", "street", "commune", "keys", "permit")}
    return PlaceToVisit(name, stands, lat=lat, lon=lon, node=node, who=cell("who") or None, **texts)


def _named(text: str) -> str:
    if not is_name(text):
        raise Refused(f"{shown(text)} is no name", "a-z, 0-9 and dashes within, 63 at most")
    return text


def _degrees(text: str, most: int) -> float | None:
    if not text:
        return None
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = math.nan
    if not abs(value) <= most:
        raise Refused(f"{shown(text)} is no coordinate", f"degrees, from -{most} to {most}")
    return value
