"""What the pages of alarms show and do, as it is given to them."""

from dataclasses import dataclass
from typing import Protocol

from cloud.alarms.content import Place
from cloud.registry.values import Alarm, Message


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """An alarm with the places where it is, and the name of who takes care of it."""

    alarm: Alarm
    places: tuple[Place, ...]
    taken_by: str

    @property
    def is_open(self) -> bool:
        """Whether its cause lasts."""
        return self.alarm.closed_us is None

    @property
    def is_free(self) -> bool:
        """Whether it lasts, and nobody takes care of it."""
        return self.is_open and self.alarm.acknowledged_us is None


@dataclass(frozen=True, slots=True)
class AlarmsView:
    """The alarms at one instant, the open ones first, and messages that nobody took yet."""

    now_us: int
    timezone: str
    rows: tuple[AlarmRow, ...]
    undelivered: tuple[Message, ...]

    @property
    def open(self) -> tuple[AlarmRow, ...]:
        """The alarms that last."""
        return tuple(one for one in self.rows if one.is_open)

    @property
    def over(self) -> tuple[AlarmRow, ...]:
        """The others."""
        return tuple(one for one in self.rows if not one.is_open)


@dataclass(frozen=True, slots=True)
class AlarmView:
    """One alarm, and who was told of it."""

    now_us: int
    timezone: str
    row: AlarmRow
    messages: tuple[Message, ...]


class AlarmsDesk(Protocol):
    """Who knows the alarms; every method may raise CloudError."""

    def view(self) -> AlarmsView:
        """Return the newest alarms."""

    def one(self, number: int) -> AlarmView | None:
        """Return one alarm; None if there is none of this number."""

    def acknowledge(self, number: int, who: str) -> None:
        """Note who takes care of an alarm."""
