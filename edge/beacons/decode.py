"""From an advert to what it says, by one look-up of a company or a service."""

from collections.abc import Callable, Mapping
from typing import Final

from edge.beacons import altbeacon, bthome, eddystone, ibeacon, presence
from edge.beacons.advert import Advert
from edge.beacons.altbeacon import AltBeacon
from edge.beacons.bthome import BtHome
from edge.beacons.eddystone import Tlm, Uid
from edge.beacons.ibeacon import IBeacon
from edge.beacons.sort import Sort

Said = IBeacon | AltBeacon | Uid | Tlm | BtHome | Sort
Reader = Callable[[bytes], Said | None]

APPLE: Final = 0x004C


def decode(advert: Advert) -> Said | None:
    """Return what an advert says, None if it is of no format that is known.

    Where it says several things, a thing's word counts before a person's: what carries a tag's
    number is no passer-by. Raises BadAdvert if a known format breaks its own rules.
    """
    person = None
    for service, data in advert.service.items():
        reader = _BY_SERVICE.get(service)
        if reader is not None:
            said = reader(data)
            if said is not Sort.PERSON:
                return said
            person = said
    for company, data in advert.manufacturer.items():
        said = _BY_COMPANY.get(company, _any_company)(data)
        if said is not None:
            return said
    return person


def _apple(data: bytes) -> Said | None:
    return ibeacon.decode(data) if data.startswith(ibeacon.HEAD) else presence.continuity(data)


def _any_company(data: bytes) -> Said | None:
    return altbeacon.decode(data) if data.startswith(altbeacon.HEAD) else None


def _always(sort: Sort) -> Reader:
    return lambda _: sort


_BY_COMPANY: Final[Mapping[int, Reader]] = {APPLE: _apple}
_BY_SERVICE: Final[Mapping[int, Reader]] = {
    eddystone.UUID: eddystone.decode,
    bthome.UUID: bthome.decode,
    **{service: _always(sort) for service, sort in presence.SERVICES.items()},
}
