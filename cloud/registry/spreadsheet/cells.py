"""What is asked of any cell of a sheet, and how one is refused."""

import unicodedata
from typing import Final

# A spreadsheet would run it when it opens the sheet that we export.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_SHOWN: Final = 64


class Refused(ValueError):
    """A cell cannot be taken; with what is wrong and what to do."""

    def __init__(self, why: str, mend: str) -> None:
        super().__init__(why)
        self.why = why
        self.mend = mend


def bare(text: str) -> str:
    """Return a heading or a state in small letters without accents, dashes and signs."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    kept = (one for one in letters if not unicodedata.combining(one))
    return " ".join(
        "".join(one if one.isascii() and one.isalnum() else " " for one in kept).split()
    )


def no_formula(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    if text.startswith(FORMULA):
        raise Refused(f"{shown(text)} would be a formula", "begin it with a letter or a digit")
    return text


def harmless(cell: str) -> str:
    """Return what we write into a cell so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell


def shown(text: str) -> str:
    """Return a cell so that a console can bear it."""
    return repr(text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…")
