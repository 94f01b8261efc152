"""How a truck's body fills: which compartment takes what, and when one is too full.

A load goes where its stream already lies and has room, else into the smallest empty compartment
that may hold it; what fits nowhere overfills the first compartment of its stream.
"""

from dataclasses import dataclass, replace
from math import sqrt

from cloud.plan.problem import Compartment, Pickup, Side, Tip, Truck


@dataclass(frozen=True, slots=True)
class Part:
    """What lies in a compartment; `kg_var` and `l_var` are the variances of what is expected."""

    stream: str | None = None
    kg: int = 0
    litres: int = 0
    kg_var: int = 0
    l_var: int = 0


@dataclass(frozen=True, slots=True)
class Body:
    """A truck's load at an instant, one part for each of its compartments."""

    parts: tuple[Part, ...]

    @property
    def kg(self) -> int:
        """Kilograms on board."""
        return sum(part.kg for part in self.parts)

    @property
    def litres(self) -> int:
        """Litres on board, as thrown in."""
        return sum(part.litres for part in self.parts)

    @property
    def streams(self) -> frozenset[str]:
        """What is on board."""
        return frozenset(part.stream for part in self.parts if part.stream is not None)


def at_start(truck: Truck) -> Body:
    """Return what a truck has on board at the start."""
    return Body(tuple(Part(one.stream, one.kg, one.litres) for one in truck.compartments))


def filled(
    truck: Truck, body: Body, load: Pickup | Side, sigmas: float
) -> tuple[Body, frozenset[str]]:
    """Return the body with one more load, and what it breaks: "stream", "mixed", weight, volume."""
    may = [i for i, one in enumerate(truck.compartments) if load.stream in one.streams]
    if not may:
        return body, frozenset({"stream"})
    mine = [i for i in may if body.parts[i].stream == load.stream]
    empty = sorted(
        (i for i in may if body.parts[i].stream is None),
        key=lambda i: (len(truck.compartments[i].streams), truck.compartments[i].capacity_l),
    )
    tried = [(i, _with(body.parts[i], load)) for i in (*mine, *empty)]
    if not tried:
        return body, frozenset({"mixed"})
    broken = [_broken(truck.compartments[i], part, sigmas) for i, part in tried]
    at = next((n for n, faults in enumerate(broken) if not faults), 0)
    index, part = tried[at]
    return Body((*body.parts[:index], part, *body.parts[index + 1 :])), broken[at]


def emptied(body: Body, tip: Tip) -> Body:
    """Return the body after a tip has taken all that it takes."""
    return Body(tuple(Part() if part.stream in tip.streams else part for part in body.parts))


def _with(part: Part, load: Pickup | Side) -> Part:
    return replace(
        part,
        stream=load.stream,
        kg=part.kg + load.load_kg,
        litres=part.litres + load.load_l,
        kg_var=part.kg_var + load.spread_kg**2,
        l_var=part.l_var + load.spread_l**2,
    )


def _broken(room: Compartment, part: Part, sigmas: float) -> frozenset[str]:
    kg = part.kg + sigmas * sqrt(part.kg_var)
    litres = part.litres + sigmas * sqrt(part.l_var)
    heavy, large = kg > room.capacity_kg, litres > room.capacity_l
    return frozenset([*["weight"] * heavy, *["volume"] * large])
