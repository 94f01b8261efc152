"""What people carry that speaks Bluetooth, and when it takes another address.

The shares are those of the project's field notes; every phone hides behind an address that it
changes every ten to fifteen minutes, and none of them is ever linked to the next.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from firmware_sim.world.days import SECOND_US
from firmware_sim.world.path import carried_rssi_dbm
from firmware_sim.world.people import LONGEST_S, Passers
from firmware_sim.world.types import Counts, Figures, Times


class Maker(IntEnum):
    """Whose software a device runs."""

    APPLE = 0
    GOOGLE = 1


# Share of people with a phone of either make, and of those phones that advertise at all.
IPHONE: Final = 0.30
SPEAKS: Final = (0.95, 0.45)
# Seconds from one advert to the next, and minutes from one address to the next, by Maker.
PHONE_EVERY_S: Final = ((0.2, 1.2), (1.0, 5.0))
ROTATES_MIN: Final = ((14.25, 15.75), (10.0, 15.0))
WATCH: Final = 0.25
WATCH_EVERY_S: Final = (0.5, 2.5)
# An address more than the longest stay could need.
MOST_ADDRESSES: Final = LONGEST_S // 60 // 10 + 2


@dataclass(frozen=True, slots=True)
class Carried:
    """Devices on their way past a radio, one a row."""

    maker: NDArray[np.int64]
    every_s: Figures
    rssi_dbm: Figures
    from_us: Times
    until_us: Times


@dataclass(frozen=True, slots=True)
class Turns:
    """Times during which device number `device` keeps one address, in order of device and time."""

    device: Counts
    from_us: Times
    until_us: Times


def carried(passers: Passers, exponent: float, draw: np.random.Generator) -> Carried:
    """Draw what the passers carry, without what never says a word."""
    people = len(passers.arrived_us)
    maker = np.where(draw.random(people) < IPHONE, Maker.APPLE, Maker.GOOGLE)
    phone = draw.random(people) < np.array(SPEAKS)[maker]
    watch = draw.random(people) < WATCH
    every_s = (
        _between(np.array(PHONE_EVERY_S)[maker], draw),
        _between(np.broadcast_to(WATCH_EVERY_S, (people, 2)), draw),
    )
    rssi = [carried_rssi_dbm(passers.distance_m, exponent, draw) for _ in every_s]
    speaks = np.concatenate((phone, watch))
    owner = np.tile(np.arange(people), 2)[speaks]
    return Carried(
        maker[owner],
        np.concatenate(every_s)[speaks],
        np.concatenate(rssi)[speaks],
        passers.arrived_us[owner],
        passers.left_us[owner],
    )


def turns(devices: Carried, draw: np.random.Generator) -> Turns:
    """Cut each device's presence where its address changes; the first cut falls anywhere."""
    bounds = 60.0 * SECOND_US * np.array(ROTATES_MIN)[devices.maker]
    lasts = np.stack([_between(bounds, draw) for _ in range(MOST_ADDRESSES)], axis=1)
    lasts[:, 0] *= draw.random(len(lasts))
    ends = devices.from_us[:, np.newaxis] + np.cumsum(lasts, axis=1).astype(np.int64)
    begins = np.concatenate((devices.from_us[:, np.newaxis], ends[:, :-1]), axis=1)
    device, turn = np.nonzero(begins < devices.until_us[:, np.newaxis])
    until = np.minimum(ends[device, turn], devices.until_us[device])
    return Turns(device, begins[device, turn], until)


def _between(bounds: Figures, draw: np.random.Generator) -> Figures:
    low, high = bounds[..., 0], bounds[..., 1]
    return np.asarray(low + (high - low) * draw.random(low.shape))
