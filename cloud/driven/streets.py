"""Whether a street was done, by place and day; no crew and no truck is named.

The rule: a place is *done* if it was collected or passed; *left* if it was skipped, with the reason
that a resident may hear; *planned* while the day is not over; *unknown* if the day is over and
nothing was told; *not planned* if no plan of the day has it.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from cloud.driven.rounds import Today
from cloud.driven.stops import of
from cloud.rounds.trace import FixedRound
from contract.truck_plan import TruckStop

Done: TypeAlias = Literal["done", "left", "planned", "unknown", "not-planned"]

MARGIN_S: Final = 30 * 60
"""A window is so much wider on both sides than the plan: a round is early here and late there."""

MOST: Final = 100
SHORTEST: Final = 2
_KINDS: Final = ("side", "container")


@dataclass(frozen=True, slots=True)
class Street:
    """What is known of a street side or a container on a day.

    Attributes:
        name: of the street, or of the container's place.
        kind: "side" or "container".
        ref: what the registry calls it.
        from_s: the window of the plan, seconds from local midnight; None if it is not planned.
        at_us: when it was done or left; None if that is not known.
    """

    name: str
    kind: str
    ref: str
    state: Done
    from_s: int | None = None
    until_s: int | None = None
    at_us: int | None = None
    reason: str = ""


def streets(today: Today, asked: str, rounds: Iterable[FixedRound], *, over: bool) -> list[Street]:
    """Return what is known of the streets whose name holds the words of `asked`, MOST at most.

    `over` says that the day has ended.
    """
    words = plain(asked).split()
    if len("".join(words)) < SHORTEST:
        return []
    found = {
        stop.ref: _street(today, stop, over=over)
        for plans in today.plans.values()
        for plan in plans
        for stop in plan.stops
        if stop.kind in _KINDS and _holds(stop.name, words)
    }
    for one in _known(rounds, words):
        found.setdefault(one.ref, one)
    return sorted(found.values(), key=lambda one: (one.name, one.ref))[:MOST]


def _street(today: Today, stop: TruckStop, *, over: bool) -> Street:
    state = of(stop.ref, today.stops)
    said: Done = "unknown" if over else "planned"
    if state.state in ("collected", "passed"):
        said = "done"
    elif state.state == "skipped":
        said = "left"
    return Street(
        stop.name,
        stop.kind,
        stop.ref,
        said,
        max(0, stop.arrive_s - MARGIN_S),
        stop.leave_s + MARGIN_S,
        state.at_us,
        state.reason,
    )


def _known(rounds: Iterable[FixedRound], words: list[str]) -> Iterator[Street]:
    for one in rounds:
        for number, side in enumerate(one.sides):
            if _holds(side.street, words):
                yield Street(side.street, "side", f"{one.id}/{number}", "not-planned")


def _holds(name: str, words: list[str]) -> bool:
    spelt = plain(name)
    return all(word in spelt for word in words)


def plain(text: str) -> str:
    """Return a text without accents and case, as people type it."""
    spelt = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in spelt if not unicodedata.combining(letter))
