"""What a cell of a stock sheet may say, and the mend for each thing that it may not."""

import re
import unicodedata
from typing import Final

from cloud.registry.spreadsheet.cells import Refused, bare, no_formula, shown
from cloud.registry.values import Stock
from contract.names import is_name

LAT: Final = 90.0
LON: Final = 180.0

_LONGEST_SERIAL: Final = 64
_LONGEST_NOTE: Final = 500
# ASCII digits: \d also takes those of every other script.
_COORDINATE: Final = re.compile(r"[+-]?[0-9]{1,3}(?:[.,][0-9]{1,12})?")
_SCIENTIFIC: Final = re.compile(r"[0-9](?:[.,][0-9]+)?[eE][+-]?[0-9]+")
_LOOKS_LIKE: Final = str.maketrans("lio", "110")
_STATES: Final = {
    "": Stock.IN_STOCK,
    "in stock": Stock.IN_STOCK,
    "stock": Stock.IN_STOCK,
    "en stock": Stock.IN_STOCK,
    "in repair": Stock.IN_REPAIR,
    "en reparation": Stock.IN_REPAIR,
    "reparation": Stock.IN_REPAIR,
    "retired": Stock.RETIRED,
    "retire": Stock.RETIRED,
    "reforme": Stock.RETIRED,
}
_BY_EVIDENCE: Final = frozenset({"mounted", "monte", "pose", "proven", "prouve", "eprouve"})


def likeness(name: str) -> str:
    """Return what `name` looks like on a label: 1, l and i are one there, and so are 0 and o."""
    return name.translate(_LOOKS_LIKE)


def node(text: str) -> str:
    """Return a node's name."""
    if not text:
        raise Refused("a node needs a name", "write it, or take the line out")
    for char in no_formula(text):
        if not char.isascii():
            name = unicodedata.name(char, "a sign without a name")
            raise Refused(
                f"{shown(text)} holds U+{ord(char):04X}, {name}", "type the name anew, in a-z"
            )
    if not is_name(text):
        raise Refused(f"{shown(text)} is no name", "a-z, 0-9 and dashes within, 63 at most")
    return text


def serial(text: str) -> str | None:
    """Return a serial number as it is printed on the board; None if there is none."""
    if not no_formula(text):
        return None
    if _SCIENTIFIC.fullmatch(text):
        raise Refused(
            f"{shown(text)} is what a spreadsheet makes of a long number",
            "make the column one of text, then copy the numbers anew",
        )
    if len(text) > _LONGEST_SERIAL or not (text.isascii() and text.isprintable()):
        raise Refused(
            f"{shown(text)} is no serial", f"{_LONGEST_SERIAL} letters, digits and signs at most"
        )
    return text


def stock(text: str) -> Stock:
    """Return a stock state; what only evidence can say is refused."""
    said = bare(no_formula(text))
    if said in _BY_EVIDENCE:
        raise Refused(
            f"{shown(text)}: a node is mounted and proven at its place, by evidence",
            "leave it in stock, and mount it with the installer's page",
        )
    if said not in _STATES:
        raise Refused(f"{shown(text)} is no state", "en stock, en réparation or retiré")
    return _STATES[said]


def note(text: str) -> str:
    """Return a remark."""
    if len(no_formula(text)) > _LONGEST_NOTE:
        raise Refused("the remark is too long", f"{_LONGEST_NOTE} letters at most")
    if any(unicodedata.category(char) == "Cc" and char not in "\n\r" for char in text):
        raise Refused("the remark holds a control character", "type it anew")
    return " ".join(text.split())


def position(lat: str, lon: str) -> tuple[float, float] | None:
    """Return where a node is to hang, degrees of WGS 84; None if neither is said."""
    if not lat and not lon:
        return None
    if not lat or not lon:
        raise Refused("a position needs latitude and longitude", "write both, or neither")
    place = (_degrees(lat, LAT, "latitude"), _degrees(lon, LON, "longitude"))
    if place == (0.0, 0.0):
        raise Refused("0, 0 lies in the sea", "leave both empty where no position is known")
    return place


def _degrees(text: str, most: float, what: str) -> float:
    if not _COORDINATE.fullmatch(text):
        raise Refused(f"{shown(text)} is no {what}", "degrees like 43,6531 or 43.6531")
    degrees = float(text.replace(",", "."))
    if abs(degrees) > most:
        raise Refused(f"{shown(text)} is no {what}", f"it lies between -{most:.0f} and {most:.0f}")
    return degrees
