"""Why a container is left: found by trying to serve it after all."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice

from cloud.errors import NoPlan
from cloud.plan.cost import leaving_ueur, left_over
from cloud.plan.insert import Gaps, Trial
from cloud.plan.never import never
from cloud.plan.problem import Pickup, Problem, Tours
from cloud.plan.route import Left, Route
from cloud.plan.tour import drive

TIME = frozenset({"shift", "window", "daily", "driving", "work", "lunch"})
ROOM = frozenset({"weight", "volume", "mixed"})

TRIED = 8
"""So many of the cheapest ways to lift a container are tried to find what is in their way."""

LONGER_S = 12 * 3600
SECONDS_A_MINUTE = 60


def reasons(problem: Problem, tours: Tours, routes: Mapping[str, Route]) -> tuple[Left, ...]:
    """Return for each container that no tour serves the reason, in the problem's order."""
    left = left_over(problem, tours.values())
    gaps = Gaps(problem, tours, routes, left)
    return problem.unfit + tuple(
        Left(pickup.container, pickup.p_overflow, *_reason(problem, gaps, n))
        for n, pickup in enumerate(left)
    )


def _reason(problem: Problem, gaps: Gaps, n: int) -> tuple[str, str]:
    pickup = gaps.left[n]
    if (impossible := never(problem, pickup)) is not None:
        return impossible
    price = leaving_ueur(problem, pickup)
    least = gaps.least_ueur(n)
    # More room or time would change nothing where even a tour that breaks a rule is too dear.
    if least is not None and least >= price:
        return _waits(pickup, least)
    tried = list(islice(gaps.trials(n), TRIED))
    fits = next((one for one in tried if one.route is not None and not one.broken), None)
    if fits is not None:
        return _waits(pickup, fits.extra_ueur)
    return _blocked(problem, tried)


def _waits(pickup: Pickup, extra_ueur: int) -> tuple[str, str]:
    price = f"the detour would be {_eur(extra_ueur)}, waiting costs {_eur(pickup.prize_ueur)}"
    if pickup.trouble in ("silent", "stuck"):
        return "silent", f"Its sensor is {pickup.trouble}; by its rhythm it can wait: {price}."
    return "can-wait", f"It can wait: {price}."


def _blocked(problem: Problem, tried: Iterable[Trial]) -> tuple[str, str]:
    """Say whether room or time is short: what stands alone in the way of the cheapest trial."""
    tried = list(tried)
    full = next((one for one in tried if one.broken and one.broken <= ROOM), None)
    late = next((one for one in tried if one.broken and one.broken <= TIME), None)
    if full is not None:
        after = f"; one more unloading would {_lateness(problem, late)}" if late else ""
        return "no-room", f"The trucks that pass are full{after}."
    if late is not None:
        return "no-time", f"Serving it would {_lateness(problem, late)}."
    return "no-time", "The trucks are full, and there is no time for one more unloading."


def _lateness(problem: Problem, late: Trial) -> str:
    """Say what a tour that does not fit into a day would do to it."""
    truck = next(truck for truck in problem.trucks if truck.id == late.truck)
    if "daily" in late.broken:
        return f"be more than {truck.name} may collect in a day"
    try:
        route = drive(problem, replace(truck, ends_s=truck.ends_s + LONGER_S), late.tour)
    except NoPlan:
        return f"bring {truck.name} somewhere outside opening hours, or to no lawful break"
    minutes = -(-(route.stops[-1].arrive_s - truck.hours[1]) // SECONDS_A_MINUTE)
    return f"bring {truck.name} home {minutes} min after its shift, breaks included"


def _eur(ueur: int) -> str:
    return f"{ueur / 1e6:.2f} €"
