"""A zone's figures as a table that a French spreadsheet opens: UTF-8 with its mark, `;`, `,`."""

import csv
from collections.abc import Iterable
from datetime import UTC, datetime
from io import StringIO
from typing import Final

from cloud.web.words import Words
from cloud.web.zone.slots import Slot
from cloud.web.zone.view import ZoneView

COLUMNS: Final = ("zone", "local", "utc", "passages", "low", "high", "heard", "state", "before")
# What a spreadsheet takes for the beginning of a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def figures_csv(view: ZoneView, slots: Iterable[Slot], words: Words) -> bytes:
    """Return a line per period, also for those without a figure, under one line of names."""
    text = StringIO()
    lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
    lines.writerow([words.say(f"zone.csv.{column}") for column in COLUMNS])
    for slot in slots:
        lines.writerow([harmless(cell) for cell in _cells(view, slot, words)])
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """Return `cell` so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


def _cells(view: ZoneView, slot: Slot, words: Words) -> list[str]:
    shown = slot.period if slot.counted else None
    return [
        view.zone.name,
        f"{words.local(slot.begin_us):%Y-%m-%d %H:%M}",
        f"{datetime.fromtimestamp(slot.begin_us // 1_000_000, UTC):%Y-%m-%dT%H:%M:%SZ}",
        _decimal(shown.passages if shown else None, 1),
        _decimal(shown.low if shown else None, 1),
        _decimal(shown.high if shown else None, 1),
        _decimal(slot.period.coverage if slot.period else None, 3),
        _state(view, slot, words),
        _decimal(shown.week_before if shown else None, 1),
    ]


def _state(view: ZoneView, slot: Slot, words: Words) -> str:
    key = f"zone.state.{slot.state}" if slot.counted else f"zone.{slot.state}"
    return words.say(key, small=words.number(view.withheld_below))


def _decimal(value: float | None, decimals: int) -> str:
    return "" if value is None else f"{value:.{decimals}f}".replace(".", ",")
