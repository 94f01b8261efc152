"""A truck's round as its crew's app is shown it, under a tag that names all of it but the clock."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Final

import msgspec
from msgspec import structs

from cloud.driven.stops import of
from cloud.driven.truck_round import TruckRound
from cloud.registry.driven_known import About, Place
from cloud.web.cab.values import CabLeg, CabRound, CabStop

_TAG_BYTES: Final = 16
_NOTHING: Final = About("")


def places(mine: TruckRound) -> set[Place]:
    """Return the places of which a crew wants to know more than the plan says."""
    return set() if mine.plan is None else {(stop.kind, stop.ref) for stop in mine.plan.stops}


def cab_round(
    mine: TruckRound, about: Mapping[Place, About], legs: tuple[CabLeg, ...], roads: str
) -> CabRound:
    """Return a round at no time yet; `about` is what is known of its places."""
    told = CabRound(
        truck=mine.truck,
        day=mine.day.isoformat(),
        plan=mine.plan,
        before=mine.before,
        stops=_stops(mine, about),
        legs=legs,
        roads=roads,
        now_us=0,
    )
    digest = blake2b(msgspec.json.encode(told), digest_size=_TAG_BYTES)
    return structs.replace(told, tag=f'"{digest.hexdigest()}"')


def _stops(mine: TruckRound, about: Mapping[Place, About]) -> tuple[CabStop, ...]:
    found = []
    for stop in () if mine.plan is None else mine.plan.stops:
        known = about.get((stop.kind, stop.ref), _NOTHING)
        hours = tuple((one.opens_s, one.closes_s) for one in known.hours)
        found.append(CabStop(known.stream, hours, known.access, of(stop.ref, mine.stops)))
    return tuple(found)
