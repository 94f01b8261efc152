"""The state of a stop, out of all that was told of it.

The rule, in order:

1. Each device has one word on a stop: its last *collected* or *skipped*, by the clock, then by
   the start of the app, then by the number. So whoever mistook himself puts it right by telling
   again.
2. A stop is *collected* if the word of any device is, whatever others say: what was lifted is
   lifted, and who left it may not have seen that.
3. Else it is *skipped* if the word of any device is; the reason is that of the latest word.
4. Else, a street side is *passed* if positions show that a truck was there: it needs no word.
   A container needs one. That a truck stood beside it proves that it was there, and no lifting.
5. Else it is *open*.

What was withdrawn is no word: without another one its stop is open again.

Devices that do not agree are in *conflict*: all words are kept, and all are shown. Nothing of
this depends on the order in which anything came.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from cloud.driven.told import Told
from cloud.registry.values import Passage
from contract.deeds import Collected, Problem, Skipped

State: TypeAlias = Literal["open", "collected", "skipped", "passed"]


@dataclass(frozen=True, slots=True)
class Word:
    """What one device says of a stop; the device is told apart, not whose it is."""

    device: str
    truck: str
    at_us: int
    state: State
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class StopState:
    """What is known of a stop on a day.

    Attributes:
        at_us: when it was closed by the word that counts; None if it is open.
        words: every device's word, the earliest first.
        conflict: whether they disagree.
        problems: kinds of problems that were told of it, in order.
        passed_by: the truck that was there last, if that is what closed it.
    """

    ref: str
    state: State
    at_us: int | None = None
    reason: str = ""
    words: tuple[Word, ...] = ()
    conflict: bool = False
    problems: tuple[str, ...] = ()
    passed_by: str | None = None


def states(deeds: Iterable[Told], passages: Iterable[Passage] = ()) -> dict[str, StopState]:
    """Return the state of each stop of a day of which something is known."""
    words: dict[str, dict[str, tuple[tuple[int, str, int], Word]]] = {}
    problems: dict[str, list[str]] = {}
    for one in deeds:
        ref = _ref(one)
        if ref is None:
            continue
        if isinstance(one.deed, Problem):
            problems.setdefault(ref, []).append(one.deed.what.value)
            continue
        of_stop = words.setdefault(ref, {})
        if one.device not in of_stop or of_stop[one.device][0] < one.order:
            of_stop[one.device] = (one.order, _word(one))
    there = _of_sides(passages)
    refs = sorted(words.keys() | problems.keys() | there.keys())
    last = {
        ref: sorted((word for _, word in words.get(ref, {}).values()), key=_rank) for ref in refs
    }
    return {ref: _state(ref, last[ref], there.get(ref), problems.get(ref, [])) for ref in refs}


def of(ref: str, known: Mapping[str, StopState]) -> StopState:
    """Return the state of a stop; open if nothing is known."""
    return known.get(ref, StopState(ref, "open"))


def _of_sides(passages: Iterable[Passage]) -> dict[str, Passage]:
    """Return the last passage of each street side; only a side has a name of two parts."""
    ordered = sorted(passages, key=lambda one: (one.last_us, one.truck))
    return {one.ref: one for one in ordered if "/" in one.ref}


def _state(ref: str, words: list[Word], passage: Passage | None, problems: list[str]) -> StopState:
    kinds = {word.state for word in words}
    told = tuple(words)
    wrong = tuple(sorted(problems))
    if words:
        state: State = "collected" if "collected" in kinds else "skipped"
        counts = [word for word in words if word.state == state][-1]
        return StopState(ref, state, counts.at_us, counts.reason, told, len(kinds) > 1, wrong)
    if passage is not None:
        truck, last_us = passage.truck, passage.last_us
        return StopState(ref, "passed", last_us, problems=wrong, passed_by=truck)
    return StopState(ref, "open", problems=wrong)


def _word(one: Told) -> Word:
    if isinstance(one.deed, Skipped):
        reason, note = one.deed.reason.value, one.deed.note
        return Word(one.device, one.truck, one.at_us, "skipped", reason, note)
    return Word(one.device, one.truck, one.at_us, "collected")


def _rank(word: Word) -> tuple[int, str]:
    return word.at_us, word.device


def _ref(one: Told) -> str | None:
    return one.deed.stop if isinstance(one.deed, Collected | Skipped | Problem) else None
