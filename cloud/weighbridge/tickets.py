"""Tickets from a spreadsheet: each line is good, is known already, or says why not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from cloud.registry.spreadsheet.cells import Refused
from cloud.registry.spreadsheet.rows import Refusal, Row, read_rows
from cloud.registry.values import Ticket
from cloud.weighbridge import cells
from cloud.weighbridge.sheet import TICKET_SHEET

V = TypeVar("V")

_TONNE_KG: Final = 1000
# Tickets in tonnes are rounded to ten kilograms, twice.
_ROUNDED_KG: Final = 10


@dataclass(frozen=True, slots=True)
class Known:
    """What is there already: tickets by site and number, our sites and streams by their names.

    Names are bare: small letters without accents and signs.
    """

    tickets: Mapping[tuple[str, str], Ticket]
    sites: Mapping[str, str]
    streams: Mapping[str, str]
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class TicketSheet:
    """The new tickets, how many were known to the last digit, and why the others are none."""

    tickets: tuple[Ticket, ...]
    known: int
    refusals: tuple[Refusal, ...]


@dataclass(slots=True)
class _Reading:
    """A sheet while it is read: which ticket was on which line so far."""

    known: Known
    now_us: int
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    tickets: list[Ticket] = field(default_factory=list)
    again: int = 0
    refusals: list[Refusal] = field(default_factory=list)


def read_tickets(raw: bytes, known: Known, now_us: int) -> TicketSheet:
    """Return what the lines of a sheet say, each good or refused with every reason there is."""
    reading = _Reading(known, now_us)
    for row in read_rows(raw, TICKET_SHEET):
        if isinstance(row, Row):
            _take(row, reading)
        else:
            reading.refusals.append(row)
    return TicketSheet(tuple(reading.tickets), reading.again, tuple(reading.refusals))


def _take(row: Row, reading: _Reading) -> None:
    known = reading.known

    def cell(column: str, read: Callable[[str], V]) -> V | None:
        try:
            return read(row.cells.get(column, ""))
        except Refused as refused:
            reading.refusals.append(Refusal(row.line, column, refused.why, refused.mend))
            return None

    number = cell("number", cells.number)
    site = cell("site", lambda text: cells.named(text, known.sites, "site"))
    plate = cell("plate", cells.plate)
    stream = cell("stream", lambda text: cells.named(text, known.streams, "stream"))
    clock = row.cells.get("clock", "")
    at_us = cell("day", lambda text: cells.moment(text, clock, known.zone, reading.now_us))
    weights = cell("gross", lambda _: _weights(row.cells))
    if number is None or site is None or plate is None:
        return
    if stream is None or at_us is None or weights is None:
        return
    _keep(Ticket(number, site, plate, *weights, stream, at_us), row.line, reading)


def _weights(found: Mapping[str, str]) -> tuple[int, int]:
    """Return gross and tare; a net that stands there too must be their difference."""
    gross_kg, tare_kg = _weight(found, "gross"), _weight(found, "tare")
    cells.weighed(gross_kg, tare_kg)
    if found.get("net_kg") or found.get("net_t"):
        net_kg = _weight(found, "net")
        if abs(gross_kg - tare_kg - net_kg) > _ROUNDED_KG:
            raise Refused(
                f"net {net_kg} kg is not gross {gross_kg} kg less tare {tare_kg} kg",
                "look at the ticket",
            )
    return gross_kg, tare_kg


def _weight(found: Mapping[str, str], what: str) -> int:
    kg, tonnes = found.get(f"{what}_kg", ""), found.get(f"{what}_t", "")
    return cells.kilograms(kg, 1) if kg else cells.kilograms(tonnes, _TONNE_KG)


def _keep(ticket: Ticket, line: int, reading: _Reading) -> None:
    first = reading.lines.setdefault(ticket.key, line)
    had = reading.known.tickets.get(ticket.key)
    if first != line:
        why = f"{ticket.number} of {ticket.site} stands on line {first} too"
        reading.refusals.append(Refusal(line, "number", why, "take one of them out"))
    elif had is None:
        reading.tickets.append(ticket)
    elif had == ticket:
        reading.again += 1
    else:
        why = f"{ticket.number} of {ticket.site} was imported before, and says something else"
        mend = f"it said {had.gross_kg} - {had.tare_kg} kg of {had.plate}; look at the ticket"
        reading.refusals.append(Refusal(line, "number", why, mend))
