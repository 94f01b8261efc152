"""How an attempt to get or renew an identity ended."""

from dataclasses import dataclass
from enum import StrEnum


class End(StrEnum):
    """What the caller can do."""

    NAMED = "named"
    """There is an identity, new or renewed."""

    KEPT = "kept"
    """There was one already, and it is good."""

    LATER = "later"
    """Nothing is lost; the same call may succeed later."""

    TURNED_AWAY = "turned-away"
    """Only a person can help."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended, in one sentence that names no secret; `node` is whose identity there is."""

    end: End
    sentence: str
    node: str | None = None
