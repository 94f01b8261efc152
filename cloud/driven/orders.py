"""An issued plan as crews were given it: a round for each truck."""

import msgspec

from cloud.registry.values import Issued
from contract.truck_plan import TruckPlan, TruckStop


class _Route(msgspec.Struct):
    truck: str
    stops: tuple[TruckStop, ...] = ()


class _News(msgspec.Struct):
    broken: tuple[str, ...] = ()


class _Plan(msgspec.Struct):
    """What of an issued plan concerns crews; the rest is the planner's."""

    day: str
    issued_at_us: int
    routes: tuple[_Route, ...]
    news: _News | None = None


def orders(issued: Issued, timezone: str) -> dict[str, TruckPlan]:
    """Return what each truck is to drive by an issued plan; one that broke down, nothing."""
    plan = msgspec.json.decode(issued.body, type=_Plan)
    stops = {route.truck: route.stops for route in plan.routes}
    broken = plan.news.broken if plan.news is not None else ()
    return {
        truck: TruckPlan(truck, plan.day, timezone, plan.issued_at_us, theirs)
        for truck, theirs in {**dict.fromkeys(sorted(broken), ()), **stops}.items()
    }
