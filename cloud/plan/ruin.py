"""Taking a string of neighbouring containers out of a plan, so that a search can put them back.

After Christiaens and Vanden Berghe, "Slack Induction by String Removals", Transportation Science
54 (2020), in its simplest form.
"""

import numpy as np

from cloud.plan.problem import Pickup, Problem, Tip
from cloud.plan.tour import Tour, Tours, tidy

# About so many containers are taken out in a round, in strings of at most this length.
TAKEN = 10
LONGEST = 8
# How often a round also drops a visit to a tip between two trips.
DROPS_A_TIP = 0.2


def ruined(problem: Problem, tours: Tours, rng: np.random.Generator) -> Tours:
    """Return tours without some neighbouring containers, and sometimes with one tip visit less."""
    around = problem.pickups[int(rng.integers(len(problem.pickups)))]
    near = np.argsort(
        [problem.travel.metres[around.place, pickup.place] for pickup in problem.pickups],
        kind="stable",
    )
    out: set[str] = set()
    goal = int(rng.integers(1, TAKEN + 1))
    for pickup in (problem.pickups[i] for i in near):
        if len(out) >= goal:
            break
        for tour in tours.values():
            if pickup in tour and pickup.container not in out:
                out |= _string(tour, tour.index(pickup), rng)
    return {truck: _without(tour, out, rng) for truck, tour in tours.items()}


def _string(tour: Tour, at: int, rng: np.random.Generator) -> set[str]:
    """Return the containers of a random string of the tour that holds position `at`."""
    length = int(rng.integers(1, LONGEST + 1))
    start = max(0, at - int(rng.integers(length)))
    return {d.container for d in tour[start : start + length] if isinstance(d, Pickup)}


def _without(tour: Tour, out: set[str], rng: np.random.Generator) -> Tour:
    """Return a tour without these containers, and now and then without one tip in its middle."""
    tips = [at for at, duty in enumerate(tour[:-1]) if isinstance(duty, Tip)]
    skip = int(rng.choice(tips)) if tips and rng.random() < DROPS_A_TIP else None
    return tidy(
        duty
        for at, duty in enumerate(tour)
        if at != skip and not (isinstance(duty, Pickup) and duty.container in out)
    )
