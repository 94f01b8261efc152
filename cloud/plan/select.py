"""From needs and the registry's values to the problem of a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, tzinfo

from cloud.forecast.need import Need
from cloud.plan.fleet import Gazetteer, profile_of, tip, truck
from cloud.plan.law.timetable import Window
from cloud.plan.press import MOST, pressing
from cloud.plan.problem import Pickup, Problem, Round, Side
from cloud.registry import values as registry
from cloud.roads.travel import Finder
from cloud.rounds.ages import AgeRule, must_be_emptied
from cloud.rounds.calendar import falls_on
from cloud.rounds.trace import FixedRound


@dataclass(frozen=True, slots=True)
class Prices:
    """What leaving a container costs, and what a truck costs that has no price of its own.

    Attributes:
        overflow_eur: bags beside a container: a special trip, cleaning, complaints.
        visit_eur: what a full container costs on an ordinary round. Whoever passes one that is
            nearly full anyway saves that much tomorrow; below half full nothing is saved.
        must_at: from this probability to overflow on a container must be served.
    """

    overflow_eur: float = 60.0
    visit_eur: float = 9.0
    must_at: float = 0.5
    eur_per_km: float = 3.0

    def prize_ueur(self, need: Need) -> int:
        """Return what leaving a container costs."""
        nearly_full = min(max(0.0, 2 * need.fill_at_visit - 1), 1.0)
        eur = need.p_overflow_if_left * self.overflow_eur + self.visit_eur * nearly_full
        return round(eur * 1_000_000)


@dataclass(frozen=True, slots=True)
class Territory:
    """What of the registry takes part in a day."""

    containers: Sequence[registry.Container]
    trucks: Sequence[registry.Truck]
    sites: Sequence[registry.Site]
    rounds: Sequence[FixedRound] = ()
    ages: Sequence[AgeRule] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """The day to plan.

    Attributes:
        next_day: the next one on which trucks go out.
        zone: whose midnights part the days.
        heat_alert: whether crews are owed what a heat alert asks for.
        sigmas: by how many spreads a load may exceed its mean and still fit.
    """

    day: date
    next_day: date
    zone: tzinfo = UTC
    heat_alert: bool = False
    sigmas: float = 0.0


@dataclass(frozen=True, slots=True)
class _Making:
    """A problem in the making: the places that its parts stand at."""

    day: Day
    prices: Prices
    ages: Sequence[AgeRule]
    places: Gazetteer = field(default_factory=Gazetteer)


def problem(
    day: Day, territory: Territory, needs: Mapping[str, Need], prices: Prices, roads: Finder
) -> Problem:
    """Return the problem of a day, its containers being those for which there is a need.

    Every truck's depots must be among the sites. Sites without streams are no tips.
    """
    making = _Making(day, prices, territory.ages)
    sites = {site.id: making.places.of(site) for site in territory.sites}
    wanted = [one for one in territory.containers if one.id in needs]
    candidates = [_pickup(making, one, needs[one.id]) for one in wanted]
    chosen, unfit = pressing(candidates, [(one.lat, one.lon) for one in wanted], MOST)
    pickups = tuple(replace(candidates[i], place=making.places.of(wanted[i])) for i in chosen)
    rounds = tuple(
        _round(making, one) for one in territory.rounds if falls_on(one.calendar, day.day)
    )
    fleet = tuple(
        truck(one, sites, prices.eur_per_km, heat_alert=day.heat_alert) for one in territory.trucks
    )
    lats, lons = making.places.points()
    names = [place.name for place in making.places.places()]
    kinds = {profile_of(one).name: profile_of(one) for one in territory.trucks}
    return Problem(
        day=day.day.isoformat(),
        places=making.places.places(),
        pickups=pickups,
        trucks=fleet,
        tips=tuple(
            tip(one, sites[one.id])
            for one in territory.sites
            if one.streams and one.kind != "depot"
        ),
        travels={name: roads(kind, lats, lons, names) for name, kind in kinds.items()},
        rounds=rounds,
        sigmas=day.sigmas,
        unfit=unfit,
    )


def _pickup(making: _Making, container: registry.Container, need: Need) -> Pickup:
    load_l = round(need.fill_at_visit * container.model.volume_l)
    share = need.load_spread_kg / need.load_kg if need.load_kg else 0.0
    return Pickup(
        container=container.id,
        place=-1,
        operator=container.operator,
        stream=container.stream,
        gear=container.model.gear,
        load_kg=need.load_kg,
        load_l=load_l,
        service_s=container.service_s,
        must=need.p_overflow_if_left >= making.prices.must_at or _too_old(making, container, need),
        prize_ueur=making.prices.prize_ueur(need),
        p_overflow=need.p_overflow_if_left,
        trouble=need.trouble,
        spread_kg=need.load_spread_kg,
        spread_l=round(load_l * share),
        windows=tuple(Window(*hours) for hours in container.windows),
        heaviest_kg=container.max_truck_kg,
        highest_cm=container.max_truck_cm,
    )


def _too_old(making: _Making, container: registry.Container, need: Need) -> bool:
    """Tell whether its waste would be older than is allowed; no forecast can stretch that."""
    day, at_us = making.day, need.emptied_at_us
    emptied = None if at_us is None else datetime.fromtimestamp(at_us / 1e6, day.zone).date()
    return must_be_emptied(
        making.ages, container.stream, container.zone, emptied, day.day, day.next_day
    )


def _round(making: _Making, one: FixedRound) -> Round:
    sides = tuple(
        Side(
            round=one.id,
            order=order,
            place=making.places.at(f"{one.id}/{order}", side.street, side.lat, side.lon),
            leaves=making.places.at(
                f"{one.id}/{order}/end", side.street, side.exit_lat, side.exit_lon
            ),
            name=side.street,
            operator=one.operator,
            stream=one.stream,
            gear=one.gear,
            load_kg=side.load_kg,
            load_l=side.load_l,
            seconds=side.seconds,
            metres=side.metres,
            spread_kg=side.spread_kg,
            spread_l=side.spread_l,
        )
        for order, side in enumerate(one.sides)
    )
    return Round(one.id, one.name, sides, one.truck)
