"""What a message says of an alarm: what, where, since when, what to do, how to acknowledge."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from cloud.alarms import texts
from cloud.alarms.texts import Said
from cloud.registry.values import Alarm, AlarmKind, Event

FRENCH: Final = 0
ENGLISH: Final = 1
# Where the pages show an alarm; who follows it signs in first.
PAGE: Final = "/alarmes/"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an alarm is: what stands there, in which commune, and its degrees of WGS 84."""

    name: str
    commune: str
    lat: float
    lon: float

    def __str__(self) -> str:
        """Return it as one line: a name that holds the commune already does not say it again."""
        name = " ".join(self.name.split())
        where = name if self.commune in name else f"{name}, {self.commune}"
        return f"{where} ({self.lat:.5f}, {self.lon:.5f})"


@dataclass(frozen=True, slots=True)
class Contents:
    """Writes messages: French first, English below.

    Attributes:
        places: finds the places of an alarm.
        zone: whose clocks the times are of.
        url: the address of the pages, without a slash at its end; "" if nobody can follow one.
    """

    places: Callable[[Alarm], list[Place]]
    zone: ZoneInfo
    url: str

    def of(self, alarm: Alarm, event: Event) -> Mapping[str, str]:
        """Return what a message says; nothing of it is a secret."""
        places = self.places(alarm)
        what = what_of(alarm, FRENCH)
        first = f" – {places[0].name}" if places else ""
        pages = [
            "\n".join(self._lines(alarm, event, places, tongue)) for tongue in (FRENCH, ENGLISH)
        ]
        return {
            "subject": f"{texts.EVENT[event][FRENCH]} : {what}{first}",
            "text": "\n\n—\n\n".join(pages) + "\n",
            "thread": f"{alarm.id}-{alarm.opened_us}",
            "kind": alarm.kind.value,
            "what": what,
            "where": "; ".join(map(str, places)),
            "since": self._iso(alarm.since_us),
            "link": self._link(alarm),
        }

    def _lines(self, alarm: Alarm, event: Event, places: list[Place], tongue: int) -> list[str]:
        def say(said: Said, **values: object) -> str:
            return said[tongue].format(**values)

        where = "; ".join(map(str, places)) or texts.NOWHERE[tongue]
        lines = [say(texts.EVENT[event]), what_of(alarm, tongue)]
        if alarm.kind is not AlarmKind.RECEPTION:
            lines.append(say(texts.WHERE, where=where))
        lines.append(say(texts.SINCE, since=self._local(alarm.since_us, tongue)))
        if alarm.reopened:
            lines.append(say(texts.TIMES, n=alarm.reopened))
        if event is Event.CLOSED:
            closed_us = alarm.closed_us or alarm.seen_us
            return [*lines, say(texts.UNTIL, until=self._local(closed_us, tongue))]
        lines.append(say(texts.TODO, todo=texts.DO[alarm.kind][tongue]))
        if self.url:
            return [*lines, say(texts.LINK, link=self._link(alarm))]
        return [*lines, say(texts.COMMAND, number=alarm.id)]

    def _link(self, alarm: Alarm) -> str:
        return f"{self.url}{PAGE}{alarm.id}" if self.url else ""

    def _local(self, at_us: int, tongue: int) -> str:
        at = datetime.fromtimestamp(at_us / 1e6, self.zone)
        return f"{at:%d/%m/%Y, %H h %M}" if tongue == FRENCH else f"{at:%Y-%m-%d %H:%M}"

    def _iso(self, at_us: int) -> str:
        return f"{datetime.fromtimestamp(at_us // 1_000_000, UTC):%Y-%m-%dT%H:%M:%SZ}"


def what_of(alarm: Alarm, tongue: int) -> str:
    """Return what an alarm is, in a few words."""
    figure = alarm.figure or 0.0
    return texts.WHAT[alarm.kind][tongue].format(
        figure=figure, percent=round(100 * figure), subject=alarm.subject
    )


def trial() -> Mapping[str, str]:
    """Return what a test of the on-call list says."""
    said = "\n\n—\n\n".join(texts.TEST)
    return {"subject": f"{texts.EVENT['test'][FRENCH]} : {texts.TEST[FRENCH]}", "text": f"{said}\n"}
