"""What the machine says in English for the log, said to the reader in his own language."""

import re
from functools import cache
from string import Formatter

from cloud.ingest.rules import RULES
from cloud.mending.parse import is_moment
from cloud.mending.told import read_renaming, read_replay
from cloud.registry.values import DeadLetter, DeskAction, DeskEntry
from cloud.web.letters.asked import Deed, number_of
from cloud.web.words import Words


def reason(letter: DeadLetter, words: Words) -> str | None:
    """Return why `letter` was refused; None if only the machine's own sentence tells it."""
    key = f"letters.reason.{letter.rule}"
    if letter.rule not in RULES or not words.knows(key):
        return None
    found = _sentence(letter.rule).fullmatch(letter.reason)
    if found is None:
        return None
    blanks = found.groupdict()
    return words.say(key, **{name: _blank(name, text, words) for name, text in blanks.items()})


def detail(entry: DeskEntry, words: Words) -> str | None:
    """Return what a line of the journal came to; None likewise."""
    if (replay := read_replay(entry.detail)) is not None:
        return _came_to(*replay, words)
    if (renaming := read_renaming(entry.detail)) is not None:
        old, new, since_us, until_us = renaming
        span = between(since_us, until_us, words)
        return f"{old} → {new}{', ' if span else ''}{span}"
    return None


def did(deed: Deed, words: Words) -> str:
    """Say what the reader has just done."""
    if deed.action is DeskAction.RENAME:
        return words.say("letters.did.rename")
    if not deed.letters:
        return words.say("letters.did.nothing")
    told = words.count(f"letters.did.{deed.action}", deed.letters)
    if deed.action is DeskAction.DISCARD:
        return told
    return f"{told} – {_came_to(deed.stored, deed.refused, words)}"


def between(since_us: int | None, until_us: int | None, words: Words) -> str:
    """Say for which readings a renaming holds; nothing if for all."""
    told = []
    # Old registries may hold a time that is none, like the last second of the year 9999.
    if since_us is not None and is_moment(since_us):
        told.append(words.say("letters.since", moment=words.moment(since_us)))
    if until_us is not None and is_moment(until_us):
        told.append(words.say("letters.until", moment=words.moment(until_us)))
    return " ".join(told)


def _blank(name: str, text: str, words: Words) -> str:
    """Return what stood at a blank; seconds as a duration."""
    seconds = number_of(text) if name.endswith("_s") else None
    return text if seconds is None else words.duration(seconds)


def _came_to(stored: int, refused: int, words: Words) -> str:
    told = words.count("letters.stored", stored, figure=words.number(stored))
    return f"{told}, {words.count('letters.again', refused)}" if refused else told


@cache
def _sentence(rule: str) -> re.Pattern[str]:
    """Return what finds again the blanks that the rule's sentence was filled at."""
    return re.compile(
        "".join(
            re.escape(text) + (f"(?P<{blank}>.+?)" if blank else "")
            for text, blank, _, _ in Formatter().parse(RULES[rule].sentence)
        )
    )
