"""The pages of alarms: the list, and one alarm with who was told of it."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from cloud.registry.values import Alarm, AlarmKind
from cloud.web.alarms.view import AlarmsView, AlarmView
from cloud.web.room import Room, open_room
from cloud.web.words import LANGUAGES, Language, Words


@dataclass(frozen=True, slots=True)
class AlarmPages:
    """The pages of alarms, in their room."""

    room: Room

    def alarms(self, view: AlarmsView, language: Language, token: str) -> str:
        """Return the list, whose forms carry `token`."""
        words = Words(language, ZoneInfo(view.timezone))
        return self.room.render("alarms/alarms.html", words, view=view, token=token, what=what)

    def alarm(self, view: AlarmView, language: Language, token: str) -> str:
        """Return the page of one alarm."""
        words = Words(language, ZoneInfo(view.timezone))
        return self.room.render("alarms/alarm.html", words, view=view, token=token, what=what)


def load_alarm_pages(languages: tuple[Language, ...] = LANGUAGES) -> AlarmPages:
    """Read the room of alarms."""
    return AlarmPages(open_room("alarms", languages, forms=True))


def what(alarm: Alarm, words: Words) -> str:
    """Say what an alarm is, in a few words."""
    figure = alarm.figure or 0.0
    told = words.percent(figure) if alarm.kind is AlarmKind.OVERFLOW else words.number(figure)
    return words.say(f"alarms.what.{alarm.kind}", figure=told, subject=alarm.subject)
