"""Which trucks may lift which containers: asked once for all trucks that are alike in it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cloud.plan.problem import Pickup, Truck


def lifts(trucks: Sequence[Truck], pickups: Sequence[Pickup]) -> NDArray[np.bool_]:
    """Return by container and truck whether operator, gear, stream and the truck's size allow."""
    alike: dict[object, list[bool]] = {}
    columns = []
    for truck in trucks:
        body = tuple(one.streams for one in truck.compartments)
        key = truck.operator, truck.gear, body, truck.gross_kg, truck.height_cm
        if key not in alike:
            alike[key] = [truck.may_lift(pickup) for pickup in pickups]
        columns.append(alike[key])
    return np.array(columns, np.bool_).reshape(len(trucks), len(pickups)).T
