"""What the day is about: which containers must be served, and what leaving each other one costs.

Leaving a container costs its probable overflow. It also costs a share of the next visit: a truck
that passes a container three quarters full spares three quarters of a visit by lifting it now.
That is why a nearly full container on the way is lifted, and one far off is not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cloud.forecast.need import Need
from cloud.plan.problem import Pickup, Place, Problem, Tip, Truck
from cloud.registry import values
from cloud.roads.travel import Travel

# The kinds of site where a truck unloads.
UNLOADS: Final = frozenset({"tip", "outlet"})


@dataclass(frozen=True, slots=True)
class Prices:
    """What weighs how much, in the metres of the objective.

    Attributes:
        must_above: probability of overflow from which a container must be served.
        overflow_m: what one overflow costs.
        visit_m: what one visit by itself costs, detour and crew.
        worth_lifting: fill below which a lift spares nothing.
    """

    must_above: float
    overflow_m: int
    visit_m: int
    worth_lifting: float


@dataclass(frozen=True, slots=True)
class Territory:
    """What the registry knows that planning needs."""

    containers: Sequence[values.Container]
    sites: Sequence[values.Site]
    trucks: Sequence[values.Truck]


def places(territory: Territory) -> tuple[Place, ...]:
    """Return every place that may be driven to: containers first, then sites."""
    containers = (Place(one.id, one.name, one.lat, one.lon) for one in territory.containers)
    sites = (Place(one.id, one.name, one.lat, one.lon) for one in territory.sites)
    return (*containers, *sites)


def problem(
    day: date, territory: Territory, needs: Mapping[str, Need], travel: Travel, prices: Prices
) -> Problem:
    """Return the day's problem; `travel` is between `places(territory)`, in that order.

    A container without a need is not considered.
    """
    where = places(territory)
    index = {place.ref: at for at, place in enumerate(where)}
    return Problem(
        day=day.isoformat(),
        places=where,
        pickups=tuple(
            _pickup(container, index[container.id], needs[container.id], prices)
            for container in territory.containers
            if container.id in needs
        ),
        trucks=tuple(_truck(truck, index[truck.depot]) for truck in territory.trucks),
        tips=tuple(
            Tip(site.id, index[site.id], site.streams, site.opens_s, site.closes_s, site.unload_s)
            for site in territory.sites
            if site.kind in UNLOADS
        ),
        travel=travel,
    )


def _pickup(container: values.Container, place: int, need: Need, prices: Prices) -> Pickup:
    p_overflow = need.p_overflow_if_left
    spares = need.fill_at_visit if need.fill_at_visit >= prices.worth_lifting else 0.0
    return Pickup(
        container=container.id,
        place=place,
        operator=container.operator,
        stream=container.stream,
        gear=container.model.gear,
        load_kg=need.load_kg,
        load_l=round(container.model.volume_l * need.fill_at_visit),
        service_s=container.service_s,
        must=p_overflow >= prices.must_above,
        prize_m=round(p_overflow * prices.overflow_m + min(spares, 1.0) * prices.visit_m),
        p_overflow=p_overflow,
        trouble=need.trouble,
    )


def _truck(truck: values.Truck, depot: int) -> Truck:
    return Truck(
        id=truck.id,
        name=truck.name,
        operator=truck.operator,
        gear=truck.gear,
        streams=truck.streams,
        capacity_kg=truck.capacity_kg,
        # A load counts as thrown in, so the body holds so much more of it.
        capacity_l=round(truck.capacity_l * truck.compaction),
        depot=depot,
        starts_s=truck.starts_s,
        ends_s=truck.ends_s,
    )
