"""Labels for nodes and containers: sheets of A4 to print, in French, without a secret."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import segno
from fpdf import FPDF

from cloud.provision.lettering import FONT, folded, latin, width_mm
from contract.names import is_name

COLUMNS: Final = 3
ROWS: Final = 8
# 70 × 37 mm, the sheet that every stationer has; the last 0.5 mm above and below are lost.
WIDTH_MM: Final = 70.0
HEIGHT_MM: Final = 37.0
TOP_MM: Final = (297.0 - ROWS * HEIGHT_MM) / 2

# No printer reaches the edge of the sheet.
_MARGIN_MM: Final = 5.0
_QR_MM: Final = 27.0
# The quiet zone that a reader wants, in modules.
_QUIET: Final = 4
_GAP_MM: Final = 2.0
_TEXT_MM: Final = WIDTH_MM - _QR_MM - 2 * _MARGIN_MM - _GAP_MM
_MARK_MM: Final = 1.5
_HOST: Final = re.compile(r"\A[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::[0-9]{1,5})?\Z")
_PT_MM: Final = 25.4 / 72
_LARGEST_PT: Final = 22
_SMALL_PT: Final = 7.5
_TINY_PT: Final = 6.0
_LEAST_PT: Final = 4
# A name is the large thing on a label, and leaves room for a place below it.
_NAME_MM: Final = 13.0
_PIECES: Final = re.compile("[^-]+-*")
_CHOP: Final = 12


class Kind(StrEnum):
    """What a label is stuck on; its letter stands in the address."""

    NODE = "n"
    CONTAINER = "c"


_CALLED: Final = {Kind.NODE: "Boîtier de mesure", Kind.CONTAINER: "Conteneur"}


@dataclass(frozen=True, slots=True)
class Label:
    """A label: what it is stuck on, its name, and a line for people: a place, a serial."""

    kind: Kind
    name: str
    line: str = ""

    def __post_init__(self) -> None:
        """Refuse a name that could not stand in an address as it is."""
        if not is_name(self.name):
            raise ValueError(f"{self.name!r} is no name for a label")

    def address(self, host: str) -> str:
        """Return what its QR says: where whoever scans it is sent, and nothing secret."""
        return f"https://{host}/{self.kind}/{self.name}"


def is_host(text: str) -> bool:
    """Tell whether `text` is a host's name, with a port or without, in small letters."""
    return _HOST.match(text) is not None


def label_sheets(labels: Sequence[Label], host: str, *, skip: int = 0) -> bytes:
    """Return a PDF of the labels; the first `skip` places of the first sheet are used already."""
    if not is_host(host):
        raise ValueError(f"{host!r} is no host; one is like collecte.vallee.example")
    pdf = FPDF(format="A4", unit="mm")
    pdf.set_auto_page_break(auto=False)
    pdf.set_margin(0)
    pdf.set_title("Étiquettes")
    pdf.set_lang("fr")
    places: list[Label | None] = [None] * skip + list(labels)
    for first in range(0, len(places), COLUMNS * ROWS):
        pdf.add_page()
        _cut_marks(pdf)
        for number, label in enumerate(places[first : first + COLUMNS * ROWS]):
            if label is not None:
                row, column = divmod(number, COLUMNS)
                _draw(pdf, label, host, (column * WIDTH_MM, TOP_MM + row * HEIGHT_MM))
    return bytes(pdf.output())


def qr_runs(text: str) -> tuple[int, list[tuple[int, int, int]]]:
    """Return a QR's modules a side, and its dark runs as (row, first column, length)."""
    # A quarter of it may be scratched off; nobody cleans a container.
    matrix = segno.make_qr(text, error="q").matrix
    return len(matrix), [run for row, line in enumerate(matrix) for run in _runs(row, line)]


def _runs(row: int, line: Iterable[int]) -> Iterator[tuple[int, int, int]]:
    begun: int | None = None
    for column, dark in enumerate((*line, 0)):
        if dark and begun is None:
            begun = column
        elif not dark and begun is not None:
            yield row, begun, column - begun
            begun = None


def _draw(pdf: FPDF, label: Label, host: str, corner: tuple[float, float]) -> None:
    x, y = corner[0] + _MARGIN_MM, corner[1] + (HEIGHT_MM - _QR_MM) / 2
    address = label.address(host)
    _qr(pdf, address, x, y)
    x += _QR_MM + _GAP_MM
    base = _text(pdf, _CALLED[label.kind], x, y + 1.5, _SMALL_PT)
    for size_pt, line in _large(pdf, label.name):
        base = _text(pdf, line, x, base, size_pt, "B")
    base += _GAP_MM / 4
    address_top = y + _QR_MM - 3.5
    room = int((address_top - base) / (1.25 * _SMALL_PT * _PT_MM))
    for line in _wrapped(pdf, label.line, room):
        base = _text(pdf, line, x, base, _SMALL_PT)
    # For who has nothing to scan it with.
    short = address.removeprefix("https://")
    if (fitting_pt := _TEXT_MM / width_mm(pdf, short, 1.0, "")) >= _LEAST_PT:
        _text(pdf, short, x, address_top, min(_TINY_PT, fitting_pt))


def _qr(pdf: FPDF, text: str, x: float, y: float) -> None:
    modules, runs = qr_runs(text)
    side = _QR_MM / (modules + 2 * _QUIET)
    pdf.set_fill_color(0)
    for row, column, length in runs:
        left, top = x + (column + _QUIET) * side, y + (row + _QUIET) * side
        pdf.rect(left, top, length * side, side, style="F")


def _cut_marks(pdf: FPDF) -> None:
    pdf.set_line_width(0.1)
    pdf.set_draw_color(120)
    for column in range(COLUMNS + 1):
        for row in range(ROWS + 1):
            x, y = column * WIDTH_MM, TOP_MM + row * HEIGHT_MM
            pdf.line(x - _MARK_MM, y, x + _MARK_MM, y)
            pdf.line(x, y - _MARK_MM, x, y + _MARK_MM)


def _text(pdf: FPDF, text: str, x: float, top: float, size_pt: float, style: str = "") -> float:
    """Write a line whose letters begin below `top`; return where the next one begins."""
    pdf.set_font(FONT, style, size_pt)
    base = top + size_pt * _PT_MM
    pdf.text(x, base, latin(text))
    return base + 0.25 * size_pt * _PT_MM


def _large(pdf: FPDF, name: str) -> list[tuple[float, str]]:
    """Return a name as large as it fits: on one line, or cut at its dashes."""
    pieces = [
        one[at : at + _CHOP] for one in _PIECES.findall(name) for at in range(0, len(one), _CHOP)
    ]
    lines = [name]
    for size_pt in range(_LARGEST_PT, _LEAST_PT, -1):
        lines = folded(pdf, pieces, size_pt, "B", _TEXT_MM)
        high_mm = len(lines) * 1.25 * size_pt * _PT_MM
        wide_mm = max(width_mm(pdf, line, size_pt, "B") for line in lines)
        if wide_mm <= _TEXT_MM and high_mm <= _NAME_MM:
            break
    return [(size_pt, line) for line in lines]


def _wrapped(pdf: FPDF, text: str, most: int) -> list[str]:
    words = [f"{word} " for word in text.split()]
    lines = [line.rstrip() for line in folded(pdf, words, _SMALL_PT, "", _TEXT_MM)]
    if len(lines) > most > 0:
        lines[most - 1] += " …"
    return lines[: max(most, 0)]
