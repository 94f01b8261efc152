"""A page of a round sheet: where things stand on it, and how rows, lines and a QR are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fpdf import FPDF

from cloud.provision.labels import qr_runs
from cloud.provision.lettering import FONT, latin
from cloud.web.words import Words

LEFT: Final = 14.0
RIGHT: Final = 196.0
TOP: Final = 14.0
_BOTTOM: Final = 280.0
HEAD_MM: Final = 42.0
QR_MM: Final = 30.0
_PT_MM: Final = 25.4 / 72
# A sheet is read at arm's length by the light of a cab: no word of a stop is below 11 points.
NAME_PT: Final = 14.0
_TIME_PT: Final = 15.0
NOTE_PT: Final = 11.0
COLUMNS: Final = (LEFT, LEFT + 13, LEFT + 38, 154.0)
_BOX_MM: Final = 6.0
_REMARKS_MM: Final = 32.0
_PAD_MM: Final = 2.2
_INK: Final = (0, 0, 0)
GREY: Final = (90, 96, 102)
_BAND: Final = (228, 231, 233)


@dataclass(frozen=True, slots=True)
class Entry:
    """A stop as it is printed; `band` sets unloadings and breaks apart by their ground."""

    number: str
    time: str
    name: Sequence[str]
    notes: Sequence[str]
    load: str
    box: bool
    band: bool

    @property
    def height_mm(self) -> float:
        """How much of a page it takes."""
        lines = len(self.name) * NAME_PT + len(self.notes) * NOTE_PT
        return 2 * _PAD_MM + lines * 1.25 * _PT_MM


def paged(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Return the entries by page; none is cut in two."""
    pages: list[list[Entry]] = [[]]
    top = TOP + HEAD_MM
    for entry in entries:
        if top + entry.height_mm > _BOTTOM and pages[-1]:
            pages.append([])
            top = TOP
        pages[-1].append(entry)
        top += entry.height_mm
    return pages


def draw_row(pdf: FPDF, entry: Entry, top: float) -> float:
    """Draw a stop; return where it ends."""
    height = entry.height_mm
    if entry.band:
        pdf.set_fill_color(*_BAND)
        pdf.rect(LEFT - 2, top, RIGHT - LEFT + 4, height, style="F")
    pdf.set_draw_color(150, 155, 160)
    pdf.set_line_width(0.2)
    pdf.line(LEFT - 2, top, RIGHT + 2, top)
    base = top + _PAD_MM
    draw_text(pdf, COLUMNS[0], base, entry.number, NAME_PT, "B", GREY)
    draw_text(pdf, COLUMNS[1], base - 0.2, entry.time, _TIME_PT, "B")
    line = base
    for text in entry.name:
        draw_text(pdf, COLUMNS[2], line, text, NAME_PT, "B")
        line += NAME_PT * 1.25 * _PT_MM
    for text in entry.notes:
        draw_text(pdf, COLUMNS[2], line, text, NOTE_PT, "", GREY)
        line += NOTE_PT * 1.25 * _PT_MM
    draw_text(pdf, COLUMNS[3], base + 0.6, entry.load, 11)
    if entry.box:
        pdf.set_draw_color(*_INK)
        pdf.set_line_width(0.4)
        pdf.rect(RIGHT - _BOX_MM, base, _BOX_MM, _BOX_MM)
    return top + height


def draw_remarks(pdf: FPDF, top: float, words: Words) -> None:
    """Leave lines to write on, where the last page has room for them."""
    if top + _REMARKS_MM > _BOTTOM:
        return
    draw_text(pdf, LEFT, top + 6, words.say("desk.sheet.remarks"), NOTE_PT, "B", GREY)
    pdf.set_draw_color(150, 155, 160)
    pdf.set_line_width(0.2)
    line = top + 20
    while line <= min(_BOTTOM, top + 60):
        pdf.line(LEFT, line, RIGHT, line)
        line += 10


def draw_text(
    pdf: FPDF,
    x: float,
    y: float,
    text: str,
    size_pt: float,
    style: str = "",
    colour: tuple[int, int, int] = _INK,
) -> None:
    """Write a line from (x, y) on."""
    pdf.set_font(FONT, style, size_pt)
    pdf.set_text_color(*colour)
    pdf.set_xy(x, y)
    pdf.cell(0, size_pt * 1.2 * _PT_MM, latin(text.rstrip()))


def draw_qr(pdf: FPDF, address: str, x: float, y: float) -> None:
    """Draw a QR of an address, its quiet zone included."""
    side, runs = qr_runs(address)
    unit = QR_MM / (side + 8)
    pdf.set_fill_color(*_INK)
    for row, column, length in runs:
        pdf.rect(x + (column + 4) * unit, y + (row + 4) * unit, length * unit, unit, style="F")
