"""What calls people out: alarms, and the messages that tell of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class AlarmKind(StrEnum):
    """What an alarm is about."""

    FIRE = "fire"
    OVERFLOW = "overflow"
    LOST = "lost"
    """A node that says nothing any more."""

    RECEPTION = "reception"
    """So many nodes at once that it is not the nodes."""


class Event(StrEnum):
    """What a message tells of an alarm."""

    OPENED = "opened"
    ESCALATED = "escalated"
    CLOSED = "closed"
    TEST = "test"


class Channel(StrEnum):
    """How a message travels."""

    MAIL = "mail"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that somebody has to look at, from its first sight to its end.

    Attributes:
        id: its number; 0 before the registry gave it one.
        kind: what it is about.
        subject: a container, a node, or NODE/SENSOR; "" of reception.
        opened_us: when it was opened first, µs since 1970 UTC.
        since_us: since when its cause is known to last, this time.
        seen_us: when its cause was seen last.
        closed_us: when its cause ended; None while it lasts.
        reopened: how often its cause came back since it was opened.
        level: how many levels of the on-call list were told, this time.
        call_us: when the next level is told; None if nobody is to be told any more.
        told_us: when somebody was told of its cause for the first time, this time or last time.
        acknowledged_us: when somebody said that he takes care of it, this time.
        acknowledged_by: who.
        figure: the measured value that it rests on: °C, a fill ratio, or how many nodes.
    """

    kind: AlarmKind
    subject: str
    opened_us: int
    since_us: int
    seen_us: int
    id: int = 0
    closed_us: int | None = None
    reopened: int = 0
    level: int = 0
    call_us: int | None = None
    told_us: int | None = None
    acknowledged_us: int | None = None
    acknowledged_by: str | None = None
    figure: float | None = None

    @property
    def key(self) -> tuple[AlarmKind, str]:
        """Its cause: of each there is one open alarm at most."""
        return self.kind, self.subject


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one address, kept until the other side has taken it.

    Attributes:
        id: its number in the outbox; 0 before it is there.
        key: names it for ever, whatever is sent twice: the Message-ID or Idempotency-Key.
        alarm: the number of its alarm; None of a test.
        content: what it says, as the channel sends it.
        made_us: when it was put into the outbox.
        next_us: when it is tried next.
        tries: how often it was tried.
        sent_us: when the other side took it.
        dropped_us: when it was given up.
        trouble: why the last try failed; "" if none did.
    """

    key: str
    alarm: int | None
    event: Event
    channel: Channel
    address: str
    content: Mapping[str, str]
    made_us: int
    next_us: int
    id: int = 0
    tries: int = 0
    sent_us: int | None = None
    dropped_us: int | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class AlarmTurn:
    """What a look at the alarms came to: new ones, changed ones, and what is to be told."""

    opened: tuple[Alarm, ...] = ()
    changed: tuple[Alarm, ...] = ()
    messages: tuple[Message, ...] = ()
