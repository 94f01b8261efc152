"""A plan as points of the store, so that a dashboard can show it and how plans change."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from cloud.plan.route import Plan, Route, Stop
from cloud.store.point import Point, Value

PLAN: Final = "plan"
TRUCK: Final = "plan_truck"
STOP: Final = "plan_stop"
US_NS: Final = 1000


def plan_points(plan: Plan, zone: ZoneInfo) -> list[Point]:
    """Return the plan's key figures, those of each truck, and its stops in their order.

    Key figures stand at the local midnight of the planned day, where a newer plan overwrites an
    older one; stops stand at the instant of issue, each plan in a series of its own.
    """
    midnight = datetime.combine(date.fromisoformat(plan.day), time.min, zone)
    day_ns = round(midnight.timestamp()) * 10**9
    return [
        Point(PLAN, (), day_ns, _figures(plan)),
        *(Point(TRUCK, (("truck", one.truck),), day_ns, _truck(one)) for one in plan.routes),
        *_stops(plan, zone),
    ]


def title(plan: Plan, zone: ZoneInfo) -> str:
    """Return the name by which a plan is chosen: its day, and when it was issued.

    In the order of the alphabet the last one is the newest.
    """
    issued = datetime.fromtimestamp(plan.issued_at_us / 1e6, UTC).astimezone(zone)
    return f"{plan.day} ({issued:%Y-%m-%d %H:%M:%S})"


def _figures(plan: Plan) -> dict[str, Value]:
    return {
        "distance_m": float(plan.distance_m),
        "stops": float(sum(len(route.containers) for route in plan.routes)),
        "left": float(len(plan.left)),
        "overflows_avoided": float(plan.overflows_avoided),
        "trucks": float(sum(bool(route.stops) for route in plan.routes)),
    }


def _truck(route: Route) -> dict[str, Value]:
    # A load only falls at a tip: what was on board before it is what was brought there.
    loads = [stop.load_kg for stop in route.stops]
    brought = sum(max(0, before - after) for before, after in pairwise(loads))
    return {
        "distance_m": float(route.distance_m),
        "stops": float(len(route.containers)),
        "load_kg": float(brought),
        "trips": float(sum(stop.kind == "tip" for stop in route.stops)),
    }


def _stops(plan: Plan, zone: ZoneInfo) -> Iterator[Point]:
    tags = (("plan", title(plan, zone)),)
    order = 0
    for route in plan.routes:
        for place, stop in enumerate(route.stops):
            at_ns = (plan.issued_at_us + order) * US_NS
            yield Point(STOP, tags, at_ns, _stop(route, stop, place))
            order += 1


def _stop(route: Route, stop: Stop, place: int) -> dict[str, Value]:
    minutes = stop.arrive_s // 60
    fields: dict[str, Value] = {
        "order": float(place),
        "truck": route.truck_name,
        "kind": stop.kind,
        "ref": stop.ref,
        "name": stop.name,
        "arrive": f"{minutes // 60 % 24:02}:{minutes % 60:02}",
        "load_kg": float(stop.load_kg),
    }
    if stop.p_overflow is not None:
        fields["p_overflow"] = stop.p_overflow
    return fields
