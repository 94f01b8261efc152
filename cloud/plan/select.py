"""From needs and the registry's values to the problem of a day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cloud.forecast.need import Need
from cloud.plan.problem import Pickup, Place, Problem, Tip, Truck
from cloud.registry import values as registry
from cloud.roads.travel import Travel

Roads = Callable[[NDArray[np.float64], NDArray[np.float64]], Travel]
"""Travel between points of these latitudes and longitudes, e.g. `roads.crow.travel`."""


@dataclass(frozen=True, slots=True)
class Prices:
    """What leaving a container costs; money becomes metres by the price of a kilometre.

    Attributes:
        overflow_eur: bags beside a container: a special trip, cleaning, complaints.
        eur_per_km: truck, crew and fuel.
        full_round_m: what a full container costs on an ordinary round. Whoever passes one that is
            nearly full anyway saves that much tomorrow; below half full nothing is saved.
        must_at: from this probability to overflow on a container must be served.
    """

    overflow_eur: float = 60.0
    eur_per_km: float = 3.0
    full_round_m: int = 3000
    must_at: float = 0.5

    def prize_m(self, need: Need) -> int:
        """Return what leaving a container costs, in metres."""
        overflow_m = need.p_overflow_if_left * self.overflow_eur / self.eur_per_km * 1000
        round_m = self.full_round_m * min(max(0.0, 2 * need.fill_at_visit - 1), 1.0)
        return round(overflow_m + round_m)


@dataclass(frozen=True, slots=True)
class Territory:
    """What of the registry takes part in a day: its containers, trucks and open sites."""

    containers: Sequence[registry.Container]
    trucks: Sequence[registry.Truck]
    sites: Sequence[registry.Site]


def problem(
    day: str, territory: Territory, needs: Mapping[str, Need], prices: Prices, roads: Roads
) -> Problem:
    """Return the problem of a day, its containers being those for which there is a need.

    Every truck's depot must be among the sites. Sites without streams are no tips.
    """
    containers = [one for one in territory.containers if one.id in needs]
    points: tuple[registry.Site | registry.Container, ...] = (*territory.sites, *containers)
    places = tuple(Place(one.id, one.name, one.lat, one.lon) for one in points)
    at = {(type(one), one.id): index for index, one in enumerate(points)}
    return Problem(
        day=day,
        places=places,
        pickups=tuple(
            _pickup(one, at[registry.Container, one.id], needs[one.id], prices)
            for one in containers
        ),
        trucks=tuple(_truck(one, at[registry.Site, one.depot]) for one in territory.trucks),
        tips=tuple(
            _tip(one, at[registry.Site, one.id])
            for one in territory.sites
            if one.streams and one.kind != "depot"
        ),
        travel=roads(
            np.array([place.lat for place in places], dtype=np.float64),
            np.array([place.lon for place in places], dtype=np.float64),
        ),
    )


def _pickup(container: registry.Container, place: int, need: Need, prices: Prices) -> Pickup:
    return Pickup(
        container=container.id,
        place=place,
        operator=container.operator,
        stream=container.stream,
        gear=container.model.gear,
        load_kg=need.load_kg,
        load_l=round(need.fill_at_visit * container.model.volume_l),
        service_s=container.service_s,
        must=need.p_overflow_if_left >= prices.must_at,
        prize_m=prices.prize_m(need),
        p_overflow=need.p_overflow_if_left,
        trouble=need.trouble,
    )


def _truck(truck: registry.Truck, depot: int) -> Truck:
    return Truck(
        id=truck.id,
        name=truck.name,
        operator=truck.operator,
        gear=truck.gear,
        streams=truck.streams,
        capacity_kg=truck.capacity_kg,
        capacity_l=truck.takes_l,
        depot=depot,
        starts_s=truck.starts_s,
        ends_s=truck.ends_s,
    )


def _tip(site: registry.Site, place: int) -> Tip:
    return Tip(site.id, place, site.streams, site.opens_s, site.closes_s, site.unload_s)
