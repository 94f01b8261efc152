"""Names under which passages stand in the store, for who writes and who reads them."""

from typing import Final

from cloud.footfall.figures import Step
from cloud.store.point import Tags

ZONE: Final = "footfall"
GATE: Final = "footfall_gate"
PROFILE: Final = "footfall_profile"


def zone_series(zone: str, step: Step) -> Tags:
    """Return the tags of a zone's periods."""
    return (("step", step), ("zone", zone))


def gate_series(zone: str, gate: str) -> Tags:
    """Return the tags of a gate's days."""
    return (("gate", gate), ("step", "day"), ("zone", zone))


def profile_zone(zone: str) -> Tags:
    """Return the tags that all usual hours of a zone have."""
    return (("zone", zone),)


def profile_series(zone: str, weekday: int, hour: int) -> Tags:
    """Return the tags of a usual hour; `weekday` 0 is Monday, and stored as ISO's 1."""
    return (("hour", f"{hour:02}"), ("weekday", str(weekday + 1)), ("zone", zone))
