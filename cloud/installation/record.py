"""The record of an installation as a page of A4, French first: who, where, when, what proves it."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from cloud.installation import evidence
from cloud.installation.evidence import Line, moment
from cloud.installation.forms import Place, Visit
from cloud.installation.map import Rings, draw_near, draw_territory
from cloud.installation.proof import Proof
from cloud.registry.values import Installation

_LEFT: Final = 15.0
_WIDE: Final = 180.0
_INK: Final = (30, 36, 42)
_GREY: Final = (105, 113, 120)
_GO: Final = {
    "go": ("conforme", "go", (30, 110, 62)),
    "no-go": ("non conforme", "no-go", (184, 38, 24)),
    "open": ("en attente", "open", (150, 98, 10)),
}
_COLUMNS: Final = (46.0, 66.0, 46.0, 22.0)
_ROW_MM: Final = 8.4
_MAP_MM: Final = 58.0
_PROVEN: Final = ("POSÉ ET PROUVÉ", "MOUNTED AND PROVEN", (30, 110, 62))
_MOUNTED: Final = ("POSÉ, PAS ENCORE PROUVÉ", "MOUNTED, NOT PROVEN YET", (150, 98, 10))
_SIGNED: Final = (
    "Signé : un octet changé se voit. Vérifier : pdfsig, ou un lecteur de PDF, et root.pem.",
    "Signed: one byte changed shows. Verify with pdfsig or a PDF reader, and root.pem.",
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a record tells.

    Attributes:
        place: as the list has it; None if it is on none any more.
        proof: what is stored; None if there is nothing to prove any more.
        outlines: of the communes, as (lon, lat).
        zone: local time (IANA).
    """

    visit: Visit
    installation: Installation
    place: Place | None
    serial: str | None
    proof: Proof | None
    photo: bytes | None
    outlines: Rings
    zone: str
    made_us: int


def draw(told: Told) -> bytes:
    """Return the record as a PDF, not signed yet."""
    pdf = FPDF(format="A4", unit="mm")
    pdf.set_auto_page_break(auto=False)
    pdf.set_margin(0)
    pdf.set_title(latin(f"Procès-verbal de pose, {told.installation.node}"))
    pdf.set_lang("fr")
    pdf.set_creation_date(datetime.fromtimestamp(told.made_us // 1_000_000, UTC))
    pdf.add_page()
    _head(pdf, told)
    top = _where(pdf, told, 40.0)
    top = _evidence(pdf, told, top + 6)
    _pictures(pdf, told, top + 6)
    _foot(pdf, told)
    return bytes(pdf.output())


def latin(text: str) -> str:
    """Return a text by the bytes of cp1252, all that the fonts of every PDF reader have."""
    shown = "".join(one if one.isprintable() else " " for one in text.replace("−", "–"))
    return shown.encode("cp1252", "replace").decode("latin-1")


def _head(pdf: FPDF, told: Told) -> None:
    one = told.installation
    fr, en, colour = _MOUNTED if one.proven_us is None else _PROVEN
    _text(pdf, _LEFT, 14, "Procès-verbal de pose d’un boîtier de mesure", 17, "B")
    _text(pdf, _LEFT, 22.5, "Record of a node's installation", 9, colour=_GREY)
    pdf.set_fill_color(*colour)
    pdf.rect(_LEFT, 28, _WIDE, 8.5, style="F")
    _text(pdf, _LEFT + 3, 30, fr, 12, "B", (255, 255, 255))
    when = moment(one.proven_us or one.at_us, ZoneInfo(told.zone))
    pdf.set_xy(_LEFT, 30.2)
    pdf.set_font("helvetica", "", 9)
    pdf.cell(_WIDE - 3, 4.4, latin(f"{en} · {when}"), align="R")


def _where(pdf: FPDF, told: Told, top: float) -> float:
    place, one, zone = told.place, told.installation, ZoneInfo(told.zone)
    title = one.place if place is None else place.title
    address = "" if place is None else ", ".join(x for x in (place.street, place.commune) if x)
    pairs = [
        ("Emplacement · place", f"{title} ({one.place})"),
        ("Adresse · address", address or "–"),
        ("Clés, permis · keys, permit", _keys(place)),
        ("Boîtier · node", one.node + (f", n° de série {told.serial}" if told.serial else "")),
        ("Installateur · installer", one.who),
        ("Posé le · mounted", f"{moment(one.at_us, zone)} ({told.zone})"),
        ("Reçu le · received", moment(one.received_us, zone)),
    ]
    if told.visit.note:
        pairs.append(("Note", told.visit.note))
    for name, value in pairs:
        _text(pdf, _LEFT, top, name, 8, colour=_GREY)
        _text(pdf, _LEFT + 46, top - 0.3, _cut(pdf, value, 9.5, _WIDE - 46), 9.5)
        top += 5.4
    return top


def _keys(place: Place | None) -> str:
    if place is None:
        return "–"
    return " ; ".join(one for one in (place.keys, place.permit) if one) or "–"


def _evidence(pdf: FPDF, told: Told, top: float) -> float:
    _text(pdf, _LEFT, top, "Preuves", 11, "B")
    _text(pdf, _LEFT + 18, top + 0.9, "Evidence", 8, colour=_GREY)
    top += 6.5
    for line in evidence.lines(told.visit, told.place, told.installation, told.proof, told.zone):
        pdf.set_draw_color(214, 218, 221)
        pdf.set_line_width(0.15)
        pdf.line(_LEFT, top - 0.8, _LEFT + _WIDE, top - 0.8)
        _row(pdf, line, top)
        top += _ROW_MM
    return top


def _row(pdf: FPDF, line: Line, top: float) -> None:
    fr, en, colour = _GO[line.go]
    left = _LEFT
    for width, (first, second), style in zip(
        _COLUMNS, (line.name, line.found, line.limit, (fr, en)), ("", "B", "", "B"), strict=True
    ):
        ink = colour if style and left > _LEFT + _COLUMNS[0] + 1 else _INK
        _text(pdf, left, top, _cut(pdf, first, 9, width - 2, style), 9, style, ink)
        if second not in (first, ""):
            _text(pdf, left, top + 3.9, _cut(pdf, second, 6.5, width - 2), 6.5, colour=_GREY)
        left += width


def _pictures(pdf: FPDF, told: Told, top: float) -> None:
    place, visit = told.place, told.visit
    phone = (visit.lat, visit.lon)
    at = phone if place is None else (place.lat, place.lon)
    high = min(_MAP_MM, 282 - top - 9)
    draw_territory(pdf, (_LEFT, top, high), told.outlines, at)
    draw_near(pdf, (_LEFT + high + 3, top, high), at, phone, visit.accuracy_m)
    below = top + high + 1
    _text(pdf, _LEFT, below, "Dans le territoire", 7, colour=_GREY)
    legend = "Emplacement (rouge), téléphone (bleu)"
    _text(pdf, _LEFT + high + 3, below, legend, 7, colour=_GREY)
    left = _LEFT + 2 * (high + 3)
    if told.photo is not None:
        pdf.image(
            io.BytesIO(told.photo),
            left,
            top,
            _LEFT + _WIDE - left,
            high,
            keep_aspect_ratio=True,
        )
        _text(pdf, left, below, "Photo", 7, colour=_GREY)


def _foot(pdf: FPDF, told: Told) -> None:
    one = told.installation
    made = moment(told.made_us, ZoneInfo(told.zone))
    said = (
        f"Visite {one.id} · photo SHA-256 {one.photo or '–'}",
        f"Établi le {made}. {_SIGNED[0]}",
        _SIGNED[1],
    )
    top = 282.0
    for line in said:
        _text(pdf, _LEFT, top, _cut(pdf, line, 6.5, _WIDE), 6.5, colour=_GREY)
        top += 3.2


def _text(
    pdf: FPDF,
    x: float,
    top: float,
    text: str,
    size_pt: float,
    style: str = "",
    colour: tuple[int, int, int] = _INK,
) -> None:
    pdf.set_xy(x, top)
    pdf.set_font("helvetica", style, size_pt)
    pdf.set_text_color(*colour)
    pdf.cell(0, size_pt * 0.42, latin(text), new_x=XPos.RIGHT, new_y=YPos.TOP)


def _cut(pdf: FPDF, text: str, size_pt: float, most_mm: float, style: str = "") -> str:
    """Return a text that fits on its line, with three dots where it was cut."""
    pdf.set_font("helvetica", style, size_pt)
    if pdf.get_string_width(latin(text)) <= most_mm:
        return text
    while text and pdf.get_string_width(latin(text + "…")) > most_mm:
        text = text[:-1]
    return text.rstrip() + "…"
