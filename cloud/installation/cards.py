"""An installation as it is shown afterwards: what it is now, what is missing, who disagrees."""

from collections.abc import Mapping
from typing import Final

from cloud.installation.forms import Card, Place, State
from cloud.installation.proof import Proof
from cloud.installation.texts import MISSING
from cloud.registry.installations import Ground
from cloud.registry.values import Closed, Installation

# Two who want the same: one of them was refused for the other's sake.
_CONTESTED: Final = frozenset({"node-here", "node-elsewhere", "place-taken"})


def card(
    one: Installation, ground: Ground, places: Mapping[str, Place], proof: Proof | None
) -> Card:
    """Return how an installation is shown."""
    place = places.get(one.place)
    return Card(
        one.id,
        one.node,
        one.place,
        one.place if place is None else place.title,
        _state(one, ground),
        one.who,
        one.at_us,
        one.received_us,
        one.proven_us,
        () if proof is None else tuple(MISSING[code] for code in proof.missing),
        one.refused,
        tuple(other.id for other in ground.installations if _are_rivals(one, other)),
    )


def _state(one: Installation, ground: Ground) -> State:
    if one.state is Closed.REFUSED:
        return "refused"
    if one.node not in ground.hanging.get(one.place, ()):
        return "replaced"
    return "proven" if one.state is Closed.PROVEN else "mounted"


def _are_rivals(one: Installation, other: Installation) -> bool:
    lost, won = (one, other) if one.state is Closed.REFUSED else (other, one)
    return (
        lost.state is Closed.REFUSED
        and won.state is not Closed.REFUSED
        and not _CONTESTED.isdisjoint(lost.refused)
        and (lost.node == won.node or lost.place == won.place)
    )
