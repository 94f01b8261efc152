"""The zone manager's page: how many pass, when, by which gate, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from cloud.web.room import Room, open_room
from cloud.web.words import LANGUAGES, Language, Words
from cloud.web.zone.board import ENOUGH_BY_HAND, ZoneBoard, join
from cloud.web.zone.calendar import Fineness
from cloud.web.zone.drawing import bars, heat
from cloud.web.zone.spoken import Spoken
from cloud.web.zone.view import ZoneName, ZoneView

# What a person types to have figures made.
COMMAND: Final = "vallee-cloud zones footfall"
_DAYS_PX: Final = 210.0
_PARTS_PX: Final = 232.0


@dataclass(frozen=True, slots=True)
class ZonePages:
    """The zone manager's pages, in his room."""

    room: Room

    def zone(
        self,
        view: ZoneView,
        zones: Sequence[ZoneName],
        language: Language,
        asked: date | None = None,
        fineness: Fineness = "hour",
    ) -> str:
        """Return the page of `view` with the hours or quarters of the day that is `asked` for."""
        words = Words(language, ZoneInfo(view.timezone))
        board = join(view, words, asked, fineness)
        small = words.number(view.withheld_below)
        return self.room.render(
            "zone/zone.html",
            words,
            board=board,
            view=view,
            zones=zones,
            days_chart=bars(board.days, _DAYS_PX),
            day_chart=bars(board.parts, _PARTS_PX),
            heat=heat(view.profile, board.usual.peak),
            steps=_steps(board),
            invented=_invented(view),
            command=COMMAND,
            small=small,
            spoken=Spoken(words, small),
            enough=ENOUGH_BY_HAND,
        )

    def zones(self, zones: Sequence[ZoneName], language: Language) -> str:
        """Return the list of `zones`."""
        return self.room.render("zone/zones.html", Words(language, ZoneInfo("UTC")), zones=zones)


def load_zone_pages(languages: tuple[Language, ...] = LANGUAGES) -> ZonePages:
    """Read the zone manager's room."""
    return ZonePages(open_room("zone", languages))


def _steps(board: ZoneBoard) -> dict[str, date]:
    """Return the days beside the chosen one, as far as the page reaches."""
    first = board.today - timedelta(len(board.days) - 1)
    beside = {"before": board.day - timedelta(1), "after": board.day + timedelta(1)}
    return {way: day for way, day in beside.items() if first <= day <= board.today}


def _invented(view: ZoneView) -> bool:
    """Tell whether anything on the page carries the mark."""
    return any(gate.invented for gate in view.gates) or any(tag.invented for tag in view.beacons)
