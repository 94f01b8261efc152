"""What the journal says of a deed: written by the desk, and read again by who translates it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from cloud.registry.values import Renamed, Renaming

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_REPLAY: Final = re.compile(r"(?P<stored>\d+) rows stored, (?P<refused>\d+) letters refused again")
_RENAMING: Final = re.compile(
    r"\w+_renamed: (?P<old>\S+) is now (?P<new>[^\s,]+)"
    r"(?:, since (?P<since>\S+?Z))?(?:, until (?P<until>\S+?Z))?"
)


def told_replay(stored: int, refused: int) -> str:
    """Say what handing in again came to."""
    return f"{stored} rows stored, {refused} letters refused again"


def told_renaming(renaming: Renaming) -> str:
    """Say what is called how from here on, and for which time."""
    whole = renaming.kind is Renamed.NODE
    old = renaming.node if whole else f"{renaming.node}/{renaming.sensor}"
    bounds = (("since", renaming.since_us), ("until", renaming.until_us))
    span = "".join(f", {word} {_iso(at_us)}" for word, at_us in bounds if at_us is not None)
    return f"{renaming.kind}: {old} is now {renaming.new}{span}"


def read_replay(detail: str) -> tuple[int, int] | None:
    """Read what `told_replay` said: rows stored, letters refused; None if it is not that."""
    found = _REPLAY.fullmatch(detail)
    return None if found is None else (int(found["stored"]), int(found["refused"]))


def read_renaming(detail: str) -> tuple[str, str, int | None, int | None] | None:
    """Read what `told_renaming` said: old name, new name, since and until in µs; None likewise."""
    found = _RENAMING.fullmatch(detail)
    if found is None:
        return None
    try:
        since_us, until_us = _us(found["since"]), _us(found["until"])
    except ValueError:
        return None
    return found["old"], found["new"], since_us, until_us


def _iso(at_us: int) -> str:
    return (_EPOCH + timedelta(microseconds=at_us)).isoformat().replace("+00:00", "Z")


def _us(iso: str | None) -> int | None:
    if iso is None:
        return None
    return (datetime.fromisoformat(iso) - _EPOCH) // timedelta(microseconds=1)
