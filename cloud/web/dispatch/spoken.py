"""What happened at the desk, as dispatchers read it."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from cloud.dispatch.deed import GIVEN_UP, read_deed
from cloud.dispatch.french import Broken
from cloud.dispatch.there import There
from cloud.plan.changes import Change
from cloud.plan.route import Left, Plan
from cloud.registry.values import Draft
from cloud.web.words import Words

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_MICRO: Final = 1_000_000
_PER_MIN: Final = 60


def deed(draft: Draft, names: Mapping[str, str], words: Words) -> str:
    """Say what a version changed; one that is written otherwise says its own words."""
    if draft.published:
        return words.say("desk.did.published")
    if draft.what == GIVEN_UP:
        return words.say("desk.did.given-up")
    told = read_deed(draft.what)
    if told is None:
        return draft.what
    name = names.get(told.container, told.container)
    if not told.there:
        return words.say(f"desk.did.{told.verb}", name=name)
    if _DAY.fullmatch(told.there):
        day = words.long_day(date.fromisoformat(told.there))
        return words.say("desk.did.moved.day", name=name, day=day)
    return words.say("desk.did.moved", name=name, truck=names.get(told.there, told.there))


def who(draft: Draft, words: Words) -> str:
    """Name the account that made a version."""
    return draft.who or words.say("desk.erased")


def broken(one: Broken, words: Words) -> str:
    """Say what a plan breaks: in French, or in the checker's own words."""
    return one.sentence if words.language == "fr" else f"{one.where}: {one.detail}"


def change(one: Change, words: Words) -> str:
    """Say what becomes of a container."""
    if one.what == "kept":
        key = "desk.change.earlier" if one.earlier_s > 0 else "desk.change.later"
        return words.say(key, truck=one.now, length=words.duration(abs(one.earlier_s)))
    return words.say(f"desk.change.{one.what}", was=one.was, now=one.now)


def there(one: There, names: Mapping[str, str], words: Words) -> str:
    """Say what the other day answers to a container that is to be moved to it."""
    if not one.planned:
        return words.say("desk.other.unplanned")
    if one.truck is None:
        return words.say("desk.other.full")
    key = "desk.other.lifts" if one.lifts else "desk.other.fits"
    return words.say(key, truck=names.get(one.truck, one.truck))


def is_told(one: Change) -> bool:
    """Tell whether a change is worth a line: another truck, or five minutes."""
    return one.what != "kept" or abs(one.earlier_s) >= 5 * _PER_MIN


def left(one: Left, words: Words) -> str:
    """Say why a container is left."""
    for key in (f"reason.{one.reason}", f"desk.left.{one.reason}"):
        if words.knows(key):
            return words.say(key)
    return one.reason


def reasons(plan: Plan | None, words: Words) -> dict[str, str]:
    """Say of each container that a plan leaves why."""
    return {one.container: left(one, words) for one in plan.left} if plan else {}


def extra(metres: int, seconds: int, ueur: int, words: Words) -> str:
    """Say what a change costs beyond what was."""
    euros = f"{words.number(abs(ueur) / _MICRO, 2)}\u00a0€"
    return ", ".join(
        f"{_sign(value)}{text}"
        for value, text in (
            (metres, words.km(abs(metres))),
            (seconds, words.duration(abs(seconds))),
            (ueur, euros),
        )
    )


def _sign(value: int) -> str:
    return "−" if value < 0 else "+"
