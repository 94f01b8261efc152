"""A plan out of the newest forecast: issued, shown to dashboards, told to trucks."""

import logging
from datetime import date
from zoneinfo import ZoneInfo

from cloud.bootstrap.parts import local_zone, registry, store
from cloud.bootstrap.roads import roads
from cloud.dispatch.standing import standing
from cloud.errors import NoPlan, PointsRefused, StoreDown
from cloud.forecast.eve import next_day, today
from cloud.forecast.survey import read_forecast
from cloud.mqtt.post import post
from cloud.plan.despatch import despatch as orders
from cloud.plan.effort import Effort, Tell
from cloud.plan.planner import plan_day
from cloud.plan.points import plan_points
from cloud.plan.problem import Problem
from cloud.plan.route import Plan, read_plan, write_plan
from cloud.plan.select import Day, Prices, Territory, problem
from cloud.registry.driven import open_driven
from cloud.registry.registry import Registry
from cloud.registry.values import Issued
from cloud.settings import Planning, Settings

log = logging.getLogger(__name__)


def plan(
    settings: Settings,
    day: date | None,
    now_us: int,
    *,
    heat_alert: bool = False,
    tell: Tell | None = None,
) -> Plan:
    """Plan `day`, or the next day on which trucks go out, and issue that plan.

    What dispatchers have decided of the day at the desk holds: what was moved, what is locked.
    `tell` is told of each step of the search. Raises NoPlan if there is no forecast for the day
    or the checker refuses what was found.
    """
    with registry(settings) as records:
        zone = local_zone(records)
        chosen = day or next_day(today(now_us, zone), settings.planning.weekdays)
        whole = problem_of(settings, records, chosen, heat_alert=heat_alert)
        with open_driven(settings.registry.url, lambda: now_us) as driven:
            asked = standing(whole, records, driven, chosen)
        made = plan_day(asked, issued_at_us=now_us, effort=_effort(settings.planning), tell=tell)
        records.issue_plan(Issued(chosen, now_us, write_plan(made), figures(made)))
    show(settings, made, zone)
    return made


def problem_of(
    settings: Settings, records: Registry, day: date, *, heat_alert: bool = False
) -> Problem:
    """Return the problem of a day: what its newest forecast and the registry say.

    Raises NoPlan if there is no forecast for the day.
    """
    wishes, zone = settings.planning, local_zone(records)
    issued = records.newest_forecast(day)
    if issued is None:
        raise NoPlan(f"there is no forecast for {day}; make one with: vallee-cloud forecast")
    territory = Territory(
        records.containers(),
        records.trucks(),
        records.sites(),
        records.fixed_rounds(),
        records.ages(),
    )
    needs = {need.container: need for need in read_forecast(issued).needs}
    eve = Day(day, next_day(day, wishes.weekdays), zone, heat_alert, wishes.load_sigmas)
    return problem(eve, territory, needs, _prices(wishes), roads(settings))


def despatch(settings: Settings, day: date | None = None) -> int:
    """Leave each truck's round of the newest plan on the broker; return how many trucks.

    Raises NoPlan if there is none (for `day`), BrokerDown if the broker does not take them.
    """
    with registry(settings) as records:
        issued = records.newest_plan(day)
        if issued is None:
            raise NoPlan("there is no plan to send; make one with: vallee-cloud plan")
        messages = orders(read_plan(issued.body), local_zone(records).key)
    post(settings.mqtt, messages)
    return len(messages)


def show(settings: Settings, made: Plan, zone: ZoneInfo) -> None:
    """Write the plan for dashboards; what a crew is to drive does not hang on that."""
    try:
        with store(settings) as points:
            points.write(plan_points(made, zone))
    except (StoreDown, PointsRefused) as error:
        log.warning("the plan is issued, but dashboards will not show it: %s", error)


def _prices(wishes: Planning) -> Prices:
    return Prices(
        overflow_eur=wishes.overflow_price_eur,
        visit_eur=wishes.visit_price_eur,
        must_at=wishes.must_above,
        eur_per_km=wishes.km_price_eur,
    )


def _effort(wishes: Planning) -> Effort:
    return Effort(wishes.seed, wishes.rounds, wishes.search_s)


def figures(made: Plan) -> dict[str, float]:
    """Return the key figures of a plan, as they are kept beside it."""
    return {
        "distance_m": float(made.distance_m),
        "fixed_m": float(made.fixed_m),
        "stops": float(sum(len(route.containers) for route in made.routes)),
        "left": float(len(made.left)),
        "overflows_avoided": round(made.overflows_avoided, 3),
    }
