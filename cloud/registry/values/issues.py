"""Plans and forecasts as they went out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Issued:
    """A plan or forecast as it went out; nothing rewrites it, a newer one supersedes it.

    Attributes:
        day: the day it is about.
        issued_at_us: when it went out, µs since 1970 UTC.
        body: JSON, as its maker wrote it.
        figures: its key figures, for lists that do not open the body.
    """

    day: date
    issued_at_us: int
    body: bytes
    figures: Mapping[str, float]
