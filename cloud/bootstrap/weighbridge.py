"""Weighings joined: a sheet into the registry, tickets to unloadings, tonnes to communes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from cloud.bootstrap.parts import local_zone, now_us, registry
from cloud.plan.route import Plan, read_plan
from cloud.registry.local import local_day
from cloud.registry.registry import Registry
from cloud.registry.spreadsheet.cells import bare
from cloud.registry.values import Container, Ticket
from cloud.registry.weighbridge import Weighbridge, open_weighbridge
from cloud.settings import Settings, called
from cloud.weighbridge.cells import plain_plate
from cloud.weighbridge.ports import Lift
from cloud.weighbridge.tickets import Known, TicketSheet, read_tickets
from cloud.weighbridge.weighings import Days, Facts, Weighings, weigh
from contract.errors import BadSettings

_MINUTE_US: Final = 60_000_000
_PLANS_A_DAY: Final = 1000


@contextmanager
def weighbridge(settings: Settings) -> Iterator[Weighbridge]:
    """Open the weighings for a while."""
    with open_weighbridge(settings.registry.url) as opened:
        yield opened


def read_sheet(settings: Settings, file: Path) -> TicketSheet:
    """Return what a sheet says, judged by what is there; nothing is written."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise BadSettings(f"{file}: cannot be read: {error.strerror}") from None
    with registry(settings) as records, weighbridge(settings) as kept:
        tickets = {one.key: one for one in kept.tickets()}
        known = Known(tickets, *_names(settings, records), local_zone(records))
    return read_tickets(raw, known, now_us())


def take_in(settings: Settings, tickets: Sequence[Ticket], who: str) -> None:
    """Write the tickets of a sheet, all or none."""
    with weighbridge(settings) as kept:
        kept.add_tickets(tickets, who)


def weighings(settings: Settings, since: date, until: date) -> Weighings:
    """Match and sum up the tickets of some days, both ends included."""
    with registry(settings) as records, weighbridge(settings) as kept:
        return weighed(settings, records, kept)(since, until)


def weighed(
    settings: Settings, records: Registry, kept: Weighbridge
) -> Callable[[date, date], Weighings]:
    """Return what matches and sums up the tickets of some days, out of what is open already."""
    wishes = settings.weighbridge
    trucks = {plain_plate(plate): truck for plate, truck in called(wishes.plates).items()}

    def of(since: date, until: date) -> Weighings:
        zone = local_zone(records)
        days = Days(_midnight_us(since, zone), _midnight_us(until + timedelta(1), zone), zone)
        communes = {one.insee: one.name for one in records.communes()}
        known = Facts(trucks, communes, wishes.window_min * _MINUTE_US)
        return weigh(kept, PlannedLifts(records, zone), days, known)

    return of


@dataclass(frozen=True, slots=True)
class PlannedLifts:
    """What trucks lifted, as their plans of each day had it: nobody says yet what they did.

    A plan that was made again while it was driven holds what was left of the day; what lies before
    its issue is that of the plan before.
    """

    records: Registry
    zone: ZoneInfo

    def lifts(self, since_us: int, until_us: int) -> list[Lift]:
        """Return the containers of the plans with since <= time < until."""
        containers = {one.id: one for one in self.records.containers()}
        day, last = local_day(since_us, self.zone), local_day(until_us, self.zone)
        found: list[Lift] = []
        while day <= last:
            found += self._of_day(day, containers)
            day += timedelta(1)
        return [one for one in found if since_us <= one.at_us < until_us]

    def _of_day(self, day: date, containers: dict[str, Container]) -> list[Lift]:
        found: list[Lift] = []
        for issued in reversed(self.records.plans(day, _PLANS_A_DAY)):
            before = [one for one in found if one.at_us < issued.issued_at_us]
            found = before + _lifts(read_plan(issued.body), day, self.zone, containers)
        return found


def _lifts(plan: Plan, day: date, zone: ZoneInfo, containers: dict[str, Container]) -> list[Lift]:
    midnight_us, found = _midnight_us(day, zone), list[Lift]()
    for route in plan.routes:
        on_board = 0
        for stop in route.stops:
            known = containers.get(stop.ref) if stop.kind == "container" else None
            if known is not None:
                at_us = midnight_us + stop.leave_s * 1_000_000
                load_kg = max(stop.load_kg - on_board, 0)
                found.append(Lift(route.truck, known.id, known.insee, known.stream, at_us, load_kg))
            on_board = stop.load_kg
    return found


def _names(settings: Settings, records: Registry) -> tuple[dict[str, str], dict[str, str]]:
    """Return our sites and streams by what they may be called, bare."""
    places, sites = called(settings.weighbridge.sites), records.sites()
    wastes = called(settings.weighbridge.streams)
    known = {one.id for one in sites}
    streams = {stream for one in sites for stream in one.streams}
    streams |= {stream for one in records.trucks() for stream in one.streams}
    for name, site in places.items():
        if site not in known:
            raise BadSettings(f"weighbridge.sites: {name!r}: there is no site {site!r}")
    for name, stream in wastes.items():
        if stream not in streams:
            raise BadSettings(f"weighbridge.streams: {name!r}: nobody takes {stream!r}")
    places = {one.id: one.id for one in sites} | {one.name: one.id for one in sites} | places
    wastes = {one: one for one in streams} | wastes
    return (
        {bare(name): site for name, site in places.items()},
        {bare(name): stream for name, stream in wastes.items()},
    )


def _midnight_us(day: date, zone: ZoneInfo) -> int:
    return round(datetime.combine(day, time(), zone).timestamp()) * 1_000_000
