"""A truck's round on paper: A4, large letters, a box to tick, and a QR without a secret."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Final

from fpdf import FPDF

from cloud.plan.route import Route, Stop
from cloud.provision.labels import qr_runs
from cloud.provision.lettering import FONT, folded, latin, width_mm
from cloud.web.words import Words

_LEFT: Final = 14.0
_RIGHT: Final = 196.0
_TOP: Final = 14.0
_BOTTOM: Final = 280.0
_HEAD_MM: Final = 42.0
_QR_MM: Final = 30.0
_PT_MM: Final = 25.4 / 72
# A sheet is read at arm's length by the light of a cab: no word of a stop is below 11 points.
_NAME_PT: Final = 14.0
_TIME_PT: Final = 15.0
_NOTE_PT: Final = 11.0
_COLUMNS: Final = (_LEFT, _LEFT + 13, _LEFT + 38, 154.0)
_BOX_MM: Final = 6.0
_PAD_MM: Final = 2.2
_INK: Final = (0, 0, 0)
_GREY: Final = (90, 96, 102)
_BAND: Final = (228, 231, 233)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What every truck's sheet says.

    Attributes:
        address: of the crew's app; the QR says it, and nothing else.
        access: by what a stop is called, a line of notes.
    """

    territory: str
    day: date
    issued_at_us: int
    address: str
    access: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Entry:
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
        lines = len(self.name) * _NAME_PT + len(self.notes) * _NOTE_PT
        return 2 * _PAD_MM + lines * 1.25 * _PT_MM


def draw_sheets(sheet: Sheet, routes: Sequence[Route], words: Words) -> bytes:
    """Return a PDF of the rounds, each on sheets of its own."""
    pdf = FPDF(format="A4", unit="mm")
    pdf.set_auto_page_break(auto=False)
    pdf.set_margin(0)
    pdf.set_title(latin(words.say("desk.sheet.title")))
    pdf.set_lang(words.language)
    pdf.set_creation_date(datetime.fromtimestamp(sheet.issued_at_us // 1_000_000, UTC))
    for route in routes:
        entries = [_entry(pdf, sheet, route, *found, words) for found in _stops(route)]
        pages = _paged(entries)
        for number, found in enumerate(pages, 1):
            pdf.add_page()
            top = _head(pdf, sheet, route, words) if number == 1 else _TOP
            for entry in found:
                top = _row(pdf, entry, top)
            _foot(pdf, sheet, route, (number, len(pages)), words)
    return bytes(pdf.output())


def _stops(route: Route) -> list[tuple[str, Sequence[Stop]]]:
    """Return the stops with their numbers; street sides of one round stand together."""
    found: list[tuple[str, Sequence[Stop]]] = []
    order = 0

    def run(numbered: tuple[int, Stop]) -> tuple[str, str | int]:
        at, stop = numbered
        # Two sides of one street are one line; another street is another.
        return (stop.name, stop.ref.partition("/")[0]) if stop.kind == "side" else ("", at)

    for _, numbered in groupby(enumerate(route.stops), key=run):
        stops = [stop for _, stop in numbered]
        order += stops[0].kind in ("container", "side")
        number = str(order) if stops[0].kind in ("container", "side") else ""
        found.append((number, stops))
    return found


def _entry(
    pdf: FPDF, sheet: Sheet, route: Route, number: str, stops: Sequence[Stop], words: Words
) -> _Entry:
    first, last = stops[0], stops[-1]
    name, notes = _said(sheet, route, first, words)
    wide = _COLUMNS[3] - _COLUMNS[2] - 2
    at_s = first.leave_s if first is route.stops[0] else first.arrive_s
    return _Entry(
        number,
        words.clock(at_s),
        folded(pdf, _pieces(name), _NAME_PT, "B", wide),
        folded(pdf, _pieces(notes), _NOTE_PT, "", wide) if notes else (),
        words.say("desk.sheet.board", kg=words.kg(last.load_kg))
        if first.kind in ("container", "side", "tip")
        else "",
        first.kind in ("container", "side"),
        first.kind in ("tip", "break"),
    )


def _said(sheet: Sheet, route: Route, stop: Stop, words: Words) -> tuple[str, str]:
    """Return what a stop is called, and the notes below."""
    note = sheet.access.get(stop.ref.partition("/")[0], "")
    match stop.kind:
        case "tip":
            return f"{words.say('desk.sheet.tip')} – {stop.name}", note
        case "break":
            length = words.duration(stop.leave_s - stop.arrive_s)
            return words.say("desk.sheet.break", length=length), stop.name
        case "depot":
            leaves = stop is route.stops[0]
            return words.say("desk.sheet.depart" if leaves else "desk.sheet.return"), stop.name
        case "here":
            return words.say("desk.sheet.here"), stop.name
    must = words.say("desk.sheet.must") if stop.must and stop.kind == "container" else ""
    return stop.name, " · ".join(part for part in (must, note) if part)


def _pieces(text: str) -> list[str]:
    return [f"{word} " for word in text.split()]


def _paged(entries: Sequence[_Entry]) -> list[list[_Entry]]:
    """Return the entries by page; none is cut in two."""
    pages: list[list[_Entry]] = [[]]
    top = _TOP + _HEAD_MM
    for entry in entries:
        if top + entry.height_mm > _BOTTOM and pages[-1]:
            pages.append([])
            top = _TOP
        pages[-1].append(entry)
        top += entry.height_mm
    return pages


def _head(pdf: FPDF, sheet: Sheet, route: Route, words: Words) -> float:
    _text(pdf, _LEFT, _TOP, f"{words.say('desk.sheet.title')} · {sheet.territory}", 11, "", _GREY)
    _text(pdf, _LEFT, _TOP + 6, route.truck_name, 28, "B")
    _text(pdf, _LEFT, _TOP + 17.5, words.long_day(sheet.day), 16, "B")
    collected = len(route.containers) + len(route.sides)
    lifted = _lifted_kg(route)
    total = words.say(
        "desk.sheet.sum",
        out=words.clock(route.stops[0].leave_s),
        back=words.clock(route.stops[-1].arrive_s),
        stops=words.count("stops", collected),
        km=words.km(route.distance_m),
        tonnes=words.tonnes(lifted),
    )
    _text(pdf, _LEFT, _TOP + 26, total, 11)
    issued = words.say("desk.issued", moment=words.moment(sheet.issued_at_us))
    _text(pdf, _LEFT, _TOP + 32, issued, 11, "", _GREY)
    _qr(pdf, sheet.address, _RIGHT - _QR_MM, _TOP - 2)
    says = words.say("desk.sheet.qr")
    _text(pdf, _RIGHT - width_mm(pdf, says, 8, ""), _TOP + _QR_MM - 1, says, 8, "", _GREY)
    return _TOP + _HEAD_MM


def _lifted_kg(route: Route) -> int:
    on_board, lifted = 0, 0
    for stop in route.stops:
        lifted += max(0, stop.load_kg - on_board)
        on_board = stop.load_kg
    return lifted


def _row(pdf: FPDF, entry: _Entry, top: float) -> float:
    height = entry.height_mm
    if entry.band:
        pdf.set_fill_color(*_BAND)
        pdf.rect(_LEFT - 2, top, _RIGHT - _LEFT + 4, height, style="F")
    pdf.set_draw_color(150, 155, 160)
    pdf.set_line_width(0.2)
    pdf.line(_LEFT - 2, top, _RIGHT + 2, top)
    base = top + _PAD_MM
    _text(pdf, _COLUMNS[0], base, entry.number, _NAME_PT, "B", _GREY)
    _text(pdf, _COLUMNS[1], base - 0.2, entry.time, _TIME_PT, "B")
    line = base
    for text in entry.name:
        _text(pdf, _COLUMNS[2], line, text, _NAME_PT, "B")
        line += _NAME_PT * 1.25 * _PT_MM
    for text in entry.notes:
        _text(pdf, _COLUMNS[2], line, text, _NOTE_PT, "", _GREY)
        line += _NOTE_PT * 1.25 * _PT_MM
    _text(pdf, _COLUMNS[3], base + 0.6, entry.load, 11)
    if entry.box:
        pdf.set_draw_color(*_INK)
        pdf.set_line_width(0.4)
        pdf.rect(_RIGHT - _BOX_MM, base, _BOX_MM, _BOX_MM)
    return top + height


def _foot(pdf: FPDF, sheet: Sheet, route: Route, page: tuple[int, int], words: Words) -> None:
    says = words.say(
        "desk.sheet.page",
        truck=route.truck_name,
        day=words.day(sheet.day),
        n=page[0],
        of=page[1],
    )
    _text(pdf, _RIGHT - width_mm(pdf, says, 10, ""), 286, says, 10, "", _GREY)


def _text(
    pdf: FPDF,
    x: float,
    y: float,
    text: str,
    size_pt: float,
    style: str = "",
    colour: tuple[int, int, int] = _INK,
) -> None:
    pdf.set_font(FONT, style, size_pt)
    pdf.set_text_color(*colour)
    pdf.set_xy(x, y)
    pdf.cell(0, size_pt * 1.2 * _PT_MM, latin(text.rstrip()))


def _qr(pdf: FPDF, address: str, x: float, y: float) -> None:
    side, runs = qr_runs(address)
    unit = _QR_MM / (side + 8)
    pdf.set_fill_color(*_INK)
    for row, column, length in runs:
        pdf.rect(x + (column + 4) * unit, y + (row + 4) * unit, length * unit, unit, style="F")
