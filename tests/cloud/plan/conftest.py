"""Small worlds to plan in; distances on a grid of whole kilometres, one minute each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest

from cloud.plan.law.timetable import Window
from cloud.plan.problem import CAR, Compartment, Costs, Pickup, Place, Problem, Tip, Truck
from cloud.roads.travel import Travel

HOUR = 3600
DEPOT_AT, TIP_AT = (0, 0), (0, 3)


def pickup(name: str, place: int) -> Pickup:
    return Pickup(
        container=name,
        place=place,
        operator="sch",
        stream="glass",
        gear="hook",
        load_kg=400,
        load_l=1500,
        service_s=300,
        must=False,
        prize_ueur=20_000_000,
        p_overflow=0.25,
    )


TRUCK = Truck(
    id="t1",
    name="Truck 1",
    operator="sch",
    gear=("hook",),
    compartments=(Compartment(("glass",), 5000, 20_000),),
    start=0,
    end=0,
    starts_s=6 * HOUR,
    ends_s=13 * HOUR,
    costs=Costs(per_m_ueur=1000),
)
TIP = Tip("tip", 1, ("glass",), (Window(7 * HOUR, 12 * HOUR),), 600)


@dataclass(frozen=True, slots=True)
class Small:
    """Makes problems: place 0 is the depot, 1 the tip, then the containers."""

    truck: Truck = TRUCK
    tip: Tip = TIP

    def __call__(
        self,
        points: Sequence[tuple[int, int]],
        *,
        pickups: Sequence[Pickup] | None = None,
        trucks: Sequence[Truck] | None = None,
        tips: Sequence[Tip] | None = None,
    ) -> Problem:
        where = np.array([DEPOT_AT, TIP_AT, *points], dtype=np.int64).reshape(-1, 2)
        steps = np.abs(where[:, None, :] - where[None, :, :]).sum(axis=2)
        refs = ["depot", "tip", *(f"c{i}" for i in range(len(points)))]
        places = [
            Place(r, r.upper(), float(x), float(y)) for r, (x, y) in zip(refs, where, strict=True)
        ]
        made = [pickup(f"c{i}", i + 2) for i in range(len(points))]
        return Problem(
            day="2025-10-21",
            places=tuple(places),
            pickups=tuple(made if pickups is None else pickups),
            trucks=tuple([self.truck] if trucks is None else trucks),
            tips=tuple([self.tip] if tips is None else tips),
            travels={CAR: Travel(60 * steps, 1000 * steps, "a grid of kilometres", exact=False)},
        )

    def random(self, seed: int, *, containers: int, trucks: int = 1) -> Problem:
        """Return a tight seeded world: little room, little time, some musts."""
        rng = np.random.default_rng(seed)
        points = [(int(x), int(y)) for x, y in rng.integers(-12, 13, (containers, 2))]
        pickups = [
            replace(
                pickup(f"c{i}", i + 2),
                load_kg=int(rng.integers(50, 700)),
                load_l=int(rng.integers(300, 2500)),
                prize_ueur=int(rng.integers(0, 25_000)) * 1000,
                p_overflow=float(rng.random()),
                must=bool(rng.random() < 0.3),
            )
            for i in range(containers)
        ]
        fleet = [
            replace(
                self.truck,
                id=f"t{v}",
                name=f"Truck {v}",
                compartments=(
                    Compartment(
                        ("glass",), int(rng.integers(600, 2000)), int(rng.integers(2500, 8000))
                    ),
                ),
                ends_s=int(rng.integers(8, 12)) * HOUR,
            )
            for v in range(trucks)
        ]
        return self(points, pickups=pickups, trucks=fleet)


@pytest.fixture(scope="session")
def small() -> Small:
    return Small()


@pytest.fixture(scope="session")
def four_containers(small: Small) -> Problem:
    """Four containers, one truck, one tip."""
    return small([(2, 0), (2, 2), (-3, 1), (0, 6)])
