"""Which rows go first, and which are given up first when there is no room for all."""

from collections.abc import Mapping
from enum import IntEnum
from typing import Final

from contract.loss import LossReceipt
from contract.reading import Kind, Reading


class Lane(IntEnum):
    """A row's turn: the lower number is sent first and given up last."""

    ALARM = 0
    PROOF = 1
    LEVEL = 2
    PRESENCE = 3
    HEALTH = 4


LANES: Final[Mapping[Kind, Lane]] = {
    Kind.ALARM: Lane.ALARM,
    Kind.PROOF: Lane.PROOF,
    Kind.LEVEL: Lane.LEVEL,
    Kind.COUNT: Lane.PRESENCE,
    Kind.BEACON: Lane.PRESENCE,
    Kind.HEALTH: Lane.HEALTH,
}

# Half of these still tells the story of a day; half of the alarms does not.
THINNED: Final = (Lane.HEALTH, Lane.PRESENCE, Lane.LEVEL)
GIVEN_UP: Final = (Lane.HEALTH, Lane.PRESENCE, Lane.LEVEL, Lane.PROOF, Lane.ALARM)


def lane_of(item: Reading | LossReceipt) -> Lane:
    """Return the lane of a row; that readings are gone is a proof, too."""
    return Lane.PROOF if isinstance(item, LossReceipt) else LANES[item.kind]
