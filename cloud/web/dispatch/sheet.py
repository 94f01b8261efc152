"""A truck's round on paper: A4, large letters, a box to tick, and a QR without a secret."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Final

from fpdf import FPDF

from cloud.plan.route import Route, Stop
from cloud.provision.lettering import folded, latin, width_mm
from cloud.web.dispatch.paper import (
    COLUMNS,
    GREY,
    HEAD_MM,
    LEFT,
    NAME_PT,
    NOTE_PT,
    QR_MM,
    RIGHT,
    TOP,
    Entry,
    draw_qr,
    draw_remarks,
    draw_row,
    draw_text,
    paged,
)
from cloud.web.words import Words

_COUNTED: Final = ("container", "side")


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
        pages = paged(entries)
        for number, found in enumerate(pages, 1):
            pdf.add_page()
            top = _head(pdf, sheet, route, words) if number == 1 else TOP
            for entry in found:
                top = draw_row(pdf, entry, top)
            if number == len(pages):
                draw_remarks(pdf, top, words)
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
        order += stops[0].kind in _COUNTED
        number = str(order) if stops[0].kind in _COUNTED else ""
        found.append((number, stops))
    return found


def _entry(
    pdf: FPDF, sheet: Sheet, route: Route, number: str, stops: Sequence[Stop], words: Words
) -> Entry:
    first, last = stops[0], stops[-1]
    name, notes = _said(sheet, route, stops, words)
    wide = COLUMNS[3] - COLUMNS[2] - 2
    at_s = first.leave_s if first is route.stops[0] else first.arrive_s
    return Entry(
        number,
        words.clock(at_s),
        folded(pdf, _pieces(name), NAME_PT, "B", wide),
        folded(pdf, _pieces(notes), NOTE_PT, "", wide) if notes else (),
        _load(first.kind, last.load_kg, words),
        first.kind in _COUNTED,
        first.kind in ("tip", "break"),
    )


def _load(kind: str, load_kg: int, words: Words) -> str:
    """Return what is on board afterwards; at a tip there is room for what the scale says."""
    if kind == "tip":
        return words.say("desk.sheet.weight")
    return words.say("desk.sheet.board", kg=words.kg(load_kg)) if kind in _COUNTED else ""


def _said(sheet: Sheet, route: Route, stops: Sequence[Stop], words: Words) -> tuple[str, str]:
    """Return what a stop is called, and the notes below."""
    stop = stops[0]
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
    sides = words.count("desk.sheet.sides", len(stops)) if stop.kind == "side" else ""
    return stop.name, " · ".join(part for part in (must, sides, note) if part)


def _pieces(text: str) -> list[str]:
    # What must stand together has spaces that do not break.
    return [f"{word} " for word in text.split(" ") if word]


def _head(pdf: FPDF, sheet: Sheet, route: Route, words: Words) -> float:
    draw_text(pdf, LEFT, TOP, f"{words.say('desk.sheet.title')} · {sheet.territory}", 11, "", GREY)
    draw_text(pdf, LEFT, TOP + 6, route.truck_name, 28, "B")
    draw_text(pdf, LEFT, TOP + 17.5, words.long_day(sheet.day), 16, "B")
    collected = [words.count("stops", len(route.containers))] if route.containers else []
    collected += [words.count("sides", len(route.sides))] if route.sides else []
    lifted = _lifted_kg(route)
    total = words.say(
        "desk.sheet.sum",
        out=words.clock(route.stops[0].leave_s),
        back=words.clock(route.stops[-1].arrive_s),
        stops=" · ".join(collected),
        km=words.km(route.distance_m),
        tonnes=words.tonnes(lifted),
    )
    draw_text(pdf, LEFT, TOP + 26, total, 11)
    issued = words.say("desk.issued", moment=words.moment(sheet.issued_at_us))
    draw_text(pdf, LEFT, TOP + 32, issued, 11, "", GREY)
    draw_qr(pdf, sheet.address, RIGHT - QR_MM, TOP - 2)
    says = words.say("desk.sheet.qr")
    draw_text(pdf, RIGHT - width_mm(pdf, says, 8, ""), TOP + QR_MM - 1, says, 8, "", GREY)
    return TOP + HEAD_MM


def _lifted_kg(route: Route) -> int:
    on_board, lifted = 0, 0
    for stop in route.stops:
        lifted += max(0, stop.load_kg - on_board)
        on_board = stop.load_kg
    return lifted


def _foot(pdf: FPDF, sheet: Sheet, route: Route, page: tuple[int, int], words: Words) -> None:
    says = words.say(
        "desk.sheet.page",
        truck=route.truck_name,
        day=words.day(sheet.day),
        n=page[0],
        of=page[1],
    )
    draw_text(pdf, RIGHT - width_mm(pdf, says, 10, ""), 286, says, 10, "", GREY)
