"""What a crew must know to get to a stop: what is there, when it is open, which trucks fit."""

from collections.abc import Iterable

from cloud.registry.values import Container, Site
from cloud.rounds.trace import FixedRound
from cloud.web.words import Words

Hour = tuple[int, int]


def access(
    containers: Iterable[Container],
    sites: Iterable[Site],
    rounds: Iterable[FixedRound],
    words: Words,
) -> dict[str, str]:
    """Return a line of notes by what a stop is called; a round's is by the round."""
    notes = {one.id: _joined(_container(one, words)) for one in containers}
    notes |= {one.id: _joined(_site(one, words)) for one in sites}
    return notes | {one.id: _stream(one.stream, words) for one in rounds}


def _container(one: Container, words: Words) -> Iterable[str]:
    yield _stream(one.stream, words)
    yield from (_hours(hours, words) for hours in one.windows)
    if one.max_truck_kg is not None:
        yield words.say("desk.sheet.kg", tonnes=words.tonnes(one.max_truck_kg))
    if one.max_truck_cm is not None:
        metres = words.number(one.max_truck_cm / 100, 2)
        yield words.say("desk.sheet.cm", metres=metres)
    if one.access:
        yield " ".join(one.access.split())


def _site(one: Site, words: Words) -> Iterable[str]:
    yield ", ".join(_stream(stream, words) for stream in one.streams)
    if one.kind == "tip":
        yield from (_hours(hours, words) for hours in one.hours)


def _hours(hours: Hour, words: Words) -> str:
    opens_s, closes_s = hours
    return words.say("desk.sheet.open", opens=words.clock(opens_s), closes=words.clock(closes_s))


def _stream(stream: str, words: Words) -> str:
    return words.say(f"stream.{stream}") if words.knows(f"stream.{stream}") else stream


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)
