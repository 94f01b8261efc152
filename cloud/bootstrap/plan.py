"""A plan out of the newest forecast: issued, shown to dashboards, told to trucks."""

import logging
import time
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from cloud.bootstrap.parts import local_zone, registry, store
from cloud.errors import NoPlan, PointsRefused, StoreDown
from cloud.forecast.eve import next_day, today
from cloud.forecast.survey import read_forecast
from cloud.mqtt.post import post
from cloud.plan.despatch import despatch as orders
from cloud.plan.planner import plan_day
from cloud.plan.points import plan_points
from cloud.plan.route import Plan, read_plan, write_plan
from cloud.plan.select import Prices, Roads, Territory, problem
from cloud.registry.values import Issued
from cloud.roads import crow
from cloud.settings import Planning, Settings

log = logging.getLogger(__name__)


def plan(settings: Settings, day: date | None, now_us: int) -> Plan:
    """Plan `day`, or the next day on which trucks go out, and issue that plan.

    Raises NoPlan if there is no forecast for the day or the checker refuses what was found.
    """
    wishes = settings.planning
    with registry(settings) as records:
        zone = local_zone(records)
        chosen = day or next_day(today(now_us, zone), wishes.weekdays)
        issued = records.newest_forecast(chosen)
        if issued is None:
            raise NoPlan(f"there is no forecast for {chosen}; make one with: vallee-cloud forecast")
        territory = Territory(records.containers(), records.trucks(), records.sites())
        needs = {need.container: need for need in read_forecast(issued).needs}
        ends_s = time.monotonic() + wishes.search_s
        made = plan_day(
            problem(chosen.isoformat(), territory, needs, _prices(wishes), _roads(wishes)),
            issued_at_us=now_us,
            seed=wishes.seed,
            rounds=wishes.rounds,
            left_s=lambda: ends_s - time.monotonic(),
        )
        records.issue_plan(Issued(chosen, now_us, write_plan(made), _figures(made)))
    _show(settings, made, zone)
    return made


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


def _show(settings: Settings, made: Plan, zone: ZoneInfo) -> None:
    """Write the plan for dashboards; what a crew is to drive does not hang on that."""
    try:
        with store(settings) as points:
            points.write(plan_points(made, zone))
    except (StoreDown, PointsRefused) as error:
        log.warning("the plan is issued, but dashboards will not show it: %s", error)


def _prices(wishes: Planning) -> Prices:
    return Prices(
        overflow_eur=wishes.overflow_price_eur,
        eur_per_km=wishes.km_price_eur,
        full_round_m=round(wishes.visit_price_eur / wishes.km_price_eur * 1000),
        must_at=wishes.must_above,
    )


def _roads(wishes: Planning) -> Roads:
    return partial(crow.travel, factor=wishes.crow_factor, speed_kmh=wishes.speed_km_h)


def _figures(made: Plan) -> dict[str, float]:
    return {
        "distance_m": float(made.distance_m),
        "stops": float(sum(len(route.containers) for route in made.routes)),
        "left": float(len(made.left)),
        "overflows_avoided": round(made.overflows_avoided, 3),
    }
