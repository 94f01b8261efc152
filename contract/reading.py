"""One thing that a sensor said, and when."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final

import msgspec

from contract.names import is_name

Seq = Annotated[int, msgspec.Meta(ge=1, lt=2**53)]
"""Number of a reading within its node and epoch; below 2^53 so that a float holds it exactly."""

TimeUs = Annotated[int, msgspec.Meta(ge=0, lt=2**53)]
"""Microseconds since 1970-01-01 UTC."""


class Kind(StrEnum):
    """What a reading is about; the store keeps one measurement a kind."""

    LEVEL = "level"
    HEALTH = "health"
    COUNT = "count"
    BEACON = "beacon"
    ALARM = "alarm"
    PROOF = "proof"


# Field of each kind, with the least and the greatest value that the part could mean.
FIELDS: Final[Mapping[Kind, Mapping[str, tuple[float, float]]]] = {
    Kind.LEVEL: {
        "distance_mm": (0.0, 20_000.0),
        "spread_mm": (0.0, 20_000.0),
        # Above 1: waste stands higher than the line that counts as full.
        "fill_ratio": (0.0, 2.0),
    },
    Kind.HEALTH: {
        "pings": (0.0, 100_000.0),
        "echoes": (0.0, 100_000.0),
        "battery_ratio": (0.0, 1.0),
        "rssi_dbm": (-127.0, 20.0),
    },
    # Devices heard in one window that begins at the reading's time; never who they were.
    Kind.COUNT: {
        "window_s": (1.0, 3600.0),
        # Seconds of the window in which the radio is known to have listened.
        "heard_s": (0.0, 3600.0),
        "adverts": (0.0, 1e9),
        # Those of them that could not be read, or not to their end.
        "malformed": (0.0, 1e9),
        # Devices, and those of them that were not there in the window before.
        "seen": (0.0, 1e6),
        "births": (0.0, 1e6),
        # Births without the changes of address, and the 95 % interval of that.
        "arrivals": (0.0, 1e6),
        "arrivals_low": (0.0, 1e6),
        "arrivals_high": (0.0, 1e6),
    },
    # One of the zone's own beacons over a while; no adverts: it is missing.
    Kind.BEACON: {
        "adverts": (0.0, 1e9),
        "rssi_dbm": (-127.0, 20.0),
        "battery_mv": (0.0, 10_000.0),
        "battery_ratio": (0.0, 1.0),
        "temperature_c": (-60.0, 125.0),
    },
    # What cannot wait; the field says what it is. The one kind that may be undated: taken_at_us 0.
    Kind.ALARM: {
        # Rows that a damaged outbox could not give back, as far as they can be counted.
        "outbox_damaged": (0.0, 1e9),
        # Measurements that were lost in memory while the disk refused.
        "memory_lost": (0.0, 1e9),
        "disk_full": (0.0, 1.0),
        # By how much the node's clock went forward or back at once.
        "clock_jump_s": (-1e10, 1e10),
        "temperature_c": (-60.0, 1000.0),
        "tilt_deg": (0.0, 180.0),
    },
    # That a container was served, as its own sensor saw it.
    Kind.PROOF: {
        "emptied": (0.0, 1.0),
        "weight_kg": (0.0, 50_000.0),
    },
}


_ALLOWED: Final[Mapping[str, Mapping[str, tuple[float, float]]]] = {
    kind.value: fields for kind, fields in FIELDS.items()
}


class Measurement(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a sensor said, before the outbox gives it a number.

    Attributes:
        sensor: the sensor's name on its node.
        kind: what it is about.
        taken_at_us: time of capture, microseconds since 1970 UTC.
        values: figures by field name, as FIELDS allows for the kind.
    """

    sensor: str
    kind: Kind
    taken_at_us: TimeUs
    values: dict[str, float]

    def __post_init__(self) -> None:
        """Refuse what is no name, an unknown field and a figure that is out of bounds."""
        _check(self.sensor, self.kind, self.values)


class Reading(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A measurement with its number: (node, epoch, seq) names it for ever.

    On the wire it is a row: `[seq, sensor, kind, taken_at_us, {field: value}]`.
    """

    seq: Seq
    sensor: str
    kind: Kind
    taken_at_us: TimeUs
    values: dict[str, float]

    def __post_init__(self) -> None:
        """Refuse what is no name, an unknown field and a figure that is out of bounds."""
        _check(self.sensor, self.kind, self.values)

    @property
    def stored_at_ns(self) -> int:
        """Time under which a store keeps it: the microsecond, and seq mod 1000 below it.

        A repeat therefore overwrites itself, and two readings of one microsecond stay two.
        """
        return self.taken_at_us * 1000 + self.seq % 1000


def _check(sensor: str, kind: Kind, values: Mapping[str, float]) -> None:
    """Raise ValueError with one sentence unless this is what a sensor may say.

    Here and not in the types, where a pattern alone costs as much as to decode all of the row.
    """
    if not is_name(sensor):
        raise ValueError(f"{sensor[:40]!r} is no sensor's name")
    # By name: an enum's own hash is a call into Python.
    allowed = _ALLOWED[kind._value_]
    if not values:
        raise ValueError(f"a {kind} reading carries at least one of {', '.join(allowed)}")
    for field, value in values.items():
        if field not in allowed:
            raise ValueError(f"a {kind} reading has no field {field[:40]!r}")
        low, high = allowed[field]
        # Written so that NaN, which compares false with everything, is refused too.
        if not low <= value <= high:
            raise ValueError(f"{field} = {value} is outside {low:g} … {high:g}")
