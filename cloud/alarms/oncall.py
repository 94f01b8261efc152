"""Who is told next: level by level, until somebody takes care of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from cloud.registry.values import Alarm, AlarmTurn, Channel, Event, Message
from cloud.settings import AlarmLevel

_MINUTE_US: Final = 60_000_000
_KEY_HASH: Final = 12

Content = Callable[[Alarm, Event], Mapping[str, str]]
"""What a message says of an alarm; the same each time it is sent."""


@dataclass(frozen=True, slots=True)
class OnCall:
    """The on-call list, and how it is spoken to."""

    levels: Sequence[AlarmLevel]
    content: Content

    def call(self, alarms: Iterable[Alarm], now_us: int) -> AlarmTurn:
        """Tell the next level of each alarm that nobody took care of in time."""
        changed: list[Alarm] = []
        messages: list[Message] = []
        for alarm in alarms:
            if alarm.closed_us is not None or alarm.call_us is None or alarm.call_us > now_us:
                continue
            if alarm.level >= len(self._levels(alarm)):
                changed.append(replace(alarm, call_us=None))
                continue
            messages += self._told(alarm, now_us)
            changed.append(self._called(alarm, now_us))
        return AlarmTurn((), tuple(changed), tuple(messages))

    def ended(self, alarms: Iterable[Alarm], now_us: int) -> tuple[Message, ...]:
        """Tell whoever was told of an alarm that it is over."""
        return tuple(
            message
            for alarm in alarms
            if alarm.closed_us is not None and alarm.level
            for message in self._messages(
                alarm, self._levels(alarm)[: alarm.level], Event.CLOSED, now_us
            )
        )

    def tests(self, now_us: int, told: Mapping[str, str]) -> tuple[Message, ...]:
        """Return a message to each address that the list names."""
        return tuple(
            Message(
                f"test-{now_us}-{_short(address)}", None, Event.TEST, *address, told, now_us, now_us
            )
            for address in _addresses(self.levels)
        )

    def _levels(self, alarm: Alarm) -> list[AlarmLevel]:
        """Return the levels that are told of such alarms."""
        return [one for one in self.levels if alarm.kind.value in one.kinds]

    def _told(self, alarm: Alarm, now_us: int) -> Iterator[Message]:
        event = Event.ESCALATED if alarm.level else Event.OPENED
        return self._messages(alarm, [self._levels(alarm)[alarm.level]], event, now_us)

    def _called(self, alarm: Alarm, now_us: int) -> Alarm:
        levels = self._levels(alarm)
        minutes = levels[alarm.level].minutes
        is_last = alarm.level + 1 == len(levels)
        return replace(
            alarm,
            level=alarm.level + 1,
            told_us=alarm.told_us if alarm.level else now_us,
            call_us=None if is_last else now_us + minutes * _MINUTE_US,
        )

    def _messages(
        self, alarm: Alarm, levels: Sequence[AlarmLevel], event: Event, now_us: int
    ) -> Iterator[Message]:
        content = self.content(alarm, event)
        # When it was opened too: a registry that was restored gives its numbers again.
        about = f"{alarm.id}-{alarm.opened_us}-{alarm.reopened}-{alarm.level}-{event}"
        for address in _addresses(levels):
            key = f"{about}-{_short(address)}"
            yield Message(key, alarm.id, event, *address, content, now_us, now_us)


def _addresses(levels: Iterable[AlarmLevel]) -> list[tuple[Channel, str]]:
    """Return every address of some levels, each once."""
    named: dict[tuple[Channel, str], None] = {}
    for level in levels:
        named |= dict.fromkeys((Channel.MAIL, one) for one in level.mails)
        named |= dict.fromkeys((Channel.WEBHOOK, one.url) for one in level.webhooks)
    return list(named)


def _short(address: tuple[Channel, str]) -> str:
    return sha256("\n".join(address).encode()).hexdigest()[:_KEY_HASH]
