"""Where a truck is: told only while an incident is open, each look written down before."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from cloud.driven.told import Told, told
from cloud.registry.driven import Driven
from cloud.registry.values import Incident
from contract.deeds import Ended, Paused, Position

LONGEST_US: Final = 12 * 3_600_000_000
"""An incident that nobody closed shows nothing after so long: a shift is shorter."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a truck was last during an incident; None if it said nothing, or is pausing."""

    incident: Incident
    at_us: int | None = None
    lat: float | None = None
    lon: float | None = None
    accuracy_m: float | None = None


def look(driven: Driven, truck: str, who: str, now_us: int) -> Seen | None:
    """Return where a truck is, and write down who asked; None if no incident is open.

    Nothing is told of what was before LONGEST_US, or while the crew is pausing.
    """
    found = driven.look(truck, who, now_us - LONGEST_US)
    if found is None:
        return None
    incident, kept = found
    if kept is None:
        return Seen(incident)
    one = told([kept])[0]
    if not isinstance(one.deed, Position) or _stopped_sharing(driven, kept.day, one):
        return Seen(incident)
    return Seen(incident, one.at_us, one.deed.lat, one.deed.lon, one.deed.accuracy_m)


def _stopped_sharing(driven: Driven, day: date, last: Told) -> bool:
    """Tell whether the device paused or ended its shift after its last position."""
    deeds = told(driven.deeds(day, [last.truck]))
    return any(
        one.device == last.device
        and isinstance(one.deed, Paused | Ended)
        and one.order > last.order
        for one in deeds
    )
