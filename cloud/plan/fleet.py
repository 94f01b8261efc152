"""The registry's trucks, sites and points as those of a problem."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from cloud.plan.law.rules import chosen
from cloud.plan.law.timetable import Window
from cloud.plan.problem import Compartment, Costs, Place, Tip, Truck
from cloud.registry import values as registry
from cloud.roads.profile import RoadProfile

UEUR_PER_M = 1000
"""Of a euro a kilometre."""


class Gazetteer:
    """The places of a problem, each once, numbered as they are first named."""

    def __init__(self) -> None:
        self._places: list[Place] = []

    def of(self, one: registry.Site | registry.Container) -> int:
        """Return the number of a site's or container's place."""
        return self.at(one.id, one.name, one.lat, one.lon)

    def at(self, ref: str, name: str, lat: float, lon: float) -> int:
        """Return the number of a new place."""
        self._places.append(Place(ref, name, lat, lon))
        return len(self._places) - 1

    def places(self) -> tuple[Place, ...]:
        """Return the places in the order of their numbers."""
        return tuple(self._places)

    def points(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return their degrees north and east."""
        lats = np.array([place.lat for place in self._places], dtype=np.float64)
        lons = np.array([place.lon for place in self._places], dtype=np.float64)
        return lats, lons


def profile_of(one: registry.Truck) -> RoadProfile:
    """Return what decides which roads a truck may take."""
    return RoadProfile(one.gross_kg, one.height_cm)


def truck(
    one: registry.Truck, sites: Mapping[str, int], eur_per_km: float, *, heat_alert: bool
) -> Truck:
    """Return a truck of the registry for a day; `sites` gives the places of its depots."""
    per_km = eur_per_km if one.eur_per_km is None else one.eur_per_km
    return Truck(
        id=one.id,
        name=one.name,
        operator=one.operator,
        gear=one.gear,
        compartments=tuple(
            Compartment(part.streams, part.capacity_kg, round(part.capacity_l * one.compaction))
            for part in one.body
        ),
        start=sites[one.depot],
        end=sites[one.home],
        starts_s=one.starts_s,
        ends_s=one.ends_s,
        costs=Costs(
            per_m_ueur=round(per_km * UEUR_PER_M),
            per_s_ueur=round(one.eur_per_hour * 1_000_000 / 3600),
            per_use_ueur=round(one.eur_per_use * 1_000_000),
        ),
        profile=profile_of(one).name,
        rules=chosen(*one.rules, heat_alert=heat_alert),
        daily_kg=one.daily_kg,
        daily_l=one.daily_l,
        daily_stops=one.daily_stops,
        gross_kg=one.gross_kg,
        height_cm=one.height_cm,
    )


def tip(one: registry.Site, place: int) -> Tip:
    """Return a site of the registry as a tip."""
    windows = tuple(Window(*hours) for hours in one.hours)
    return Tip(one.id, place, one.streams, windows, one.unload_s)
