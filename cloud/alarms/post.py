"""The outbox emptied: each message to its address, again and again until it is taken."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from cloud.alarms.backoff import GIVE_UP_US, wait_us
from cloud.alarms.errors import Undelivered
from cloud.registry.alarms import Alarms
from cloud.registry.values import Channel, Message

log = logging.getLogger(__name__)

# As long as a server may think, and then some: whoever dies with a message gives it back by that.
LEASE_US: Final = 120_000_000
GONE: Final = "the settings name this address no longer"


class Line(Protocol):
    """A way to one address."""

    @property
    def server(self) -> str:
        """What answers there; if it is down, others behind it need not be tried now."""

    def send(self, message: Message, now_us: int) -> None:
        """Hand a message over; raise Undelivered if it was not taken."""


@dataclass(frozen=True, slots=True)
class Post:
    """Who carries messages, to those addresses only that the settings name.

    `jitter` gives numbers in [0, 1).
    """

    alarms: Alarms
    lines: Mapping[tuple[Channel, str], Line]
    now_us: Callable[[], int]
    jitter: Callable[[], float]

    def deliver(self) -> int:
        """Try what is due once; return how many messages were taken."""
        down: set[str] = set()
        count = 0
        for message in self.alarms.due(self.now_us()):
            line = self.lines.get((message.channel, message.address))
            if line is None:
                self.alarms.drop(message.id, GONE)
            elif line.server not in down and self.alarms.take(message, self.now_us() + LEASE_US):
                count += self._try(message, line, down)
        return count

    def _try(self, message: Message, line: Line, down: set[str]) -> bool:
        try:
            line.send(message, self.now_us())
        except Undelivered as error:
            log.warning("%s is not delivered to %s: %s", message.key, message.address, error)
            if not error.only_this:
                down.add(line.server)
            self._again(message, str(error))
            return False
        self.alarms.note_sent(message.id)
        return True

    def _again(self, message: Message, why: str) -> None:
        now_us = self.now_us()
        if now_us - message.made_us > GIVE_UP_US:
            self.alarms.drop(message.id, why)
        else:
            wait = wait_us(message.tries + 1, self.jitter())
            self.alarms.note_trouble(message.id, why, now_us + wait)
