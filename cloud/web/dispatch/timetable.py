"""What residents ask: was my street done, and if not, when does the next round come."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from cloud.driven.rounds import Rounds
from cloud.driven.streets import MOST, SHORTEST, Street, plain, streets
from cloud.rounds.calendar import days
from cloud.rounds.trace import FixedRound

LONGEST_NAME: Final = 100
_AHEAD: Final = timedelta(366)
_DAY: Final = timedelta(1)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of a place, or of all sides of a street of which the same is known.

    Attributes:
        sides: how many sides; 1 for a container.
        round: what people call the fixed round of a street; "" if it is none.
        next: when that round comes next after the day.
    """

    street: Street
    sides: int
    round: str
    next: date | None


@dataclass(frozen=True, slots=True)
class StreetsShown:
    """What was asked of which day, and what is known; `found` is None if nothing was asked."""

    day: date
    name: str
    found: Sequence[Answer] | None
    too_short: bool = False


def asked_streets(rounds: Rounds, day: date, name: str, today: date) -> StreetsShown:
    """Return what is known of the streets whose name holds the words of `name`."""
    told = " ".join(name.split())[:LONGEST_NAME]
    if not told:
        return StreetsShown(day, "", None)
    if len(told.replace(" ", "")) < SHORTEST:
        return StreetsShown(day, told, (), too_short=True)
    known = {one.id: one for one in rounds.registry.fixed_rounds()}
    found = known_streets(rounds, day, told, over=today > day)
    return StreetsShown(day, told, [_answer(run, known, day) for run in _alike(found)])


def known_streets(rounds: Rounds, day: date, name: str, *, over: bool) -> list[Street]:
    """Return what is known of streets and containers by the words of a name, MOST at most.

    A container that no plan of the day serves is known all the same.
    """
    found = streets(rounds.today(day), name, rounds.registry.fixed_rounds(), over=over)
    there = {one.ref for one in found}
    rest = [one for one in _standing(rounds, name) if one.ref not in there]
    return sorted((*found, *rest), key=lambda one: (one.name, one.ref))[:MOST]


def _alike(found: Iterable[Street]) -> Iterator[list[Street]]:
    """Yield the sides of one street of which the same is known together."""
    alike: dict[tuple[str, ...], list[Street]] = {}
    for one in found:
        of = _round_of(one) if one.kind == "side" else one.ref
        alike.setdefault((one.name, of, one.state, one.reason), []).append(one)
    yield from alike.values()


def _answer(run: Sequence[Street], rounds: Mapping[str, FixedRound], day: date) -> Answer:
    """Return one answer for all: the widest window, and when the last of them was done."""
    first, known = run[0], rounds.get(_round_of(run[0]))
    street = replace(
        first,
        from_s=min((one.from_s for one in run if one.from_s is not None), default=None),
        until_s=max((one.until_s for one in run if one.until_s is not None), default=None),
        at_us=max((one.at_us for one in run if one.at_us is not None), default=None),
    )
    if known is None:
        return Answer(street, len(run), "", None)
    coming = next(iter(days(known.calendar, day + _DAY, day + _AHEAD)), None)
    return Answer(street, len(run), known.name, coming)


def _round_of(one: Street) -> str:
    return one.ref.partition("/")[0]


def _standing(rounds: Rounds, name: str) -> Iterator[Street]:
    words = plain(name).split()
    if len("".join(words)) < SHORTEST:
        return
    for one in rounds.registry.containers():
        spelt = plain(one.name)
        if all(word in spelt for word in words):
            yield Street(one.name, "container", one.id, "not-planned")
