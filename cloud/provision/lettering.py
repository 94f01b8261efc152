"""Letters on a label: which of them every PDF reader has, how wide they are, where a line ends."""

import unicodedata
from collections.abc import Iterable
from typing import Final

from fpdf import FPDF

FONT: Final = "helvetica"


def folded(
    pdf: FPDF, pieces: Iterable[str], size_pt: float, style: str, most_mm: float
) -> list[str]:
    """Return the pieces on lines that are no wider than need be; a piece is not cut."""
    lines = [""]
    for piece in pieces:
        if lines[-1] and width_mm(pdf, lines[-1] + piece.rstrip(), size_pt, style) > most_mm:
            lines.append("")
        lines[-1] += piece
    return lines


def width_mm(pdf: FPDF, text: str, size_pt: float, style: str) -> float:
    """Return how wide a text is."""
    pdf.set_font(FONT, style, size_pt)
    return pdf.get_string_width(latin(text))


def latin(text: str) -> str:
    """Return a text by the bytes of cp1252, all that the fonts of every PDF reader have.

    A letter that is not among them loses its accents, or is a question mark.
    """
    return "".join(map(_letter, unicodedata.normalize("NFC", text)))


def _letter(letter: str) -> str:
    if not letter.isprintable():
        return " "
    for one in (letter, unicodedata.normalize("NFKD", letter)[:1]):
        try:
            return one.encode("cp1252").decode("latin-1")
        except UnicodeEncodeError:
            continue
    return "?"
