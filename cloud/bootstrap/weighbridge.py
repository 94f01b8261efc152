"""Weighings joined: a sheet into the registry, tickets to unloadings, tonnes to communes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from cloud.bootstrap.lifts import KnownLifts, midnight_us
from cloud.bootstrap.parts import local_zone, now_us, registry
from cloud.registry.registry import Registry
from cloud.registry.spreadsheet.cells import bare
from cloud.registry.values import Ticket
from cloud.registry.weighbridge import Weighbridge, open_weighbridge
from cloud.settings import Settings, called
from cloud.weighbridge.cells import plain_plate
from cloud.weighbridge.tickets import Known, TicketSheet, read_tickets
from cloud.weighbridge.weighings import Days, Facts, Weighings, weigh
from contract.errors import BadSettings

_MINUTE_US: Final = 60_000_000


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
        days = Days(midnight_us(since, zone), midnight_us(until + timedelta(1), zone), zone)
        communes = {one.insee: one.name for one in records.communes()}
        known = Facts(trucks, communes, wishes.window_min * _MINUTE_US)
        return weigh(kept, KnownLifts(records, kept, zone), days, known)

    return of


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
