"""What each truck is told of a plan: its own round, and nothing of the others'."""

from cloud.plan.route import Plan, Stop
from contract import codec
from contract.topics import Channel, topic
from contract.truck_plan import TruckPlan, TruckStop


def despatch(plan: Plan, timezone: str) -> dict[str, bytes]:
    """Return, by topic, what to leave on the broker for every truck of `plan`.

    A truck that stays is told so: what it was told for another day must not be driven. So is one
    that has broken down, whose containers are others' now.
    """
    stops = {route.truck: tuple(map(_stop, route.stops)) for route in plan.routes}
    broken = plan.news.broken if plan.news is not None else ()
    return {
        topic(truck, Channel.PLAN): codec.encode(
            TruckPlan(truck, plan.day, timezone, plan.issued_at_us, theirs)
        )
        for truck, theirs in {**dict.fromkeys(sorted(broken), ()), **stops}.items()
    }


def _stop(stop: Stop) -> TruckStop:
    return TruckStop(
        stop.kind,
        stop.ref,
        stop.name,
        stop.lat,
        stop.lon,
        stop.arrive_s,
        stop.leave_s,
        stop.distance_m,
        stop.load_kg,
        stop.must,
    )
