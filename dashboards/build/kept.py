"""What the store keeps that dashboards show: the only names that a query may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Kept:
    """A measurement: its tags, its fields, and those fields that may be withheld.

    Figures below the least that may be shown have `withheld` = 1 beside them; a query that reads
    a guarded field never gives them.
    """

    tags: tuple[str, ...]
    fields: tuple[str, ...]
    guarded: tuple[str, ...] = ()


_PASSAGES: Final = ("passages", "low", "high")

KEPT: Final[Mapping[str, Kept]] = {
    "container_level": Kept(("container",), ("fill_ratio",)),
    "need": Kept(("container",), ("fill_ratio", "p_overflow", "load_kg", "hours_to_full")),
    "plan": Kept((), ("distance_m", "stops", "left", "overflows_avoided", "trucks")),
    "plan_truck": Kept(("truck",), ("distance_m", "stops", "load_kg", "trips")),
    "plan_stop": Kept(
        ("plan",),
        ("order", "truck", "kind", "ref", "name", "arrive", "load_kg", "p_overflow"),
    ),
    "footfall": Kept(
        ("zone", "step"),
        (*_PASSAGES, "coverage", "withheld", "week_before"),
        guarded=(*_PASSAGES, "week_before"),
    ),
    "footfall_gate": Kept(
        ("gate", "zone", "step"),
        (*_PASSAGES, "coverage", "withheld", "week_before"),
        guarded=(*_PASSAGES, "week_before"),
    ),
    "footfall_profile": Kept(("hour", "weekday", "zone"), ("mean", "days")),
    "zone_beacon": Kept(
        ("beacon", "zone"),
        ("adverts", "missing", "rssi_dbm", "battery_mv", "battery_ratio", "temperature_c"),
    ),
    "node": Kept(("node",), ("up", "pending", "produced", "dropped")),
}
