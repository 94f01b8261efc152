"""The alarms, looked up in the registry when they are asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from cloud.alarms.content import Place
from cloud.alarms.tower import Places
from cloud.registry.alarms import Alarms
from cloud.registry.registry import Registry
from cloud.registry.values import Alarm
from cloud.web.alarms.view import AlarmRow, AlarmsView, AlarmView

# A page of more is read by nobody; the command line lists them all.
SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class RegistryAlarmsDesk:
    """Answers from the registry.

    `now_us` tells the time, `names` how people are called, by their ids.
    """

    registry: Registry
    alarms: Alarms
    now_us: Callable[[], int]
    names: Callable[[], Mapping[str, str]]

    def view(self) -> AlarmsView:
        """Return the newest alarms."""
        find, names = Places(self.registry).finder(), self.names()
        rows = (_row(one, find, names) for one in self.alarms.listed(SHOWN))
        late = self.alarms.undelivered()
        return AlarmsView(self.now_us(), self._timezone(), tuple(rows), tuple(late))

    def one(self, number: int) -> AlarmView | None:
        """Return one alarm; None if there is none of this number."""
        found = self.alarms.alarm(number)
        if found is None:
            return None
        row = _row(found, Places(self.registry).finder(), self.names())
        messages = tuple(self.alarms.messages(number))
        return AlarmView(self.now_us(), self._timezone(), row, messages)

    def acknowledge(self, number: int, who: str) -> None:
        """Note who takes care of an alarm."""
        self.alarms.acknowledge(number, who)

    def _timezone(self) -> str:
        territories = self.registry.territories()
        return territories[0].timezone if territories else "UTC"


def _row(alarm: Alarm, find: Callable[[Alarm], list[Place]], names: Mapping[str, str]) -> AlarmRow:
    who = alarm.acknowledged_by or ""
    return AlarmRow(alarm, tuple(find(alarm)), names.get(who, who))
