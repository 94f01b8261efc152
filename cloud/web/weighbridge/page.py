"""The page of weighings: tonnes by stream and commune, and what does not add up."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from cloud.web.room import Room, open_room
from cloud.web.weighbridge.desk import following, preceding
from cloud.web.weighbridge.view import WeighingsView
from cloud.web.words import LANGUAGES, Language, Words

# Of a longer list the sheet for spreadsheets has all.
SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class WeighingPages:
    """The pages of weighings, in their room."""

    room: Room

    def weighings(self, view: WeighingsView, language: Language) -> str:
        """Return the page of a month."""
        words = Words(language, view.weighings.zone)
        streams = view.weighings.tonnage.streams
        return self.room.render(
            "weighbridge/weighings.html",
            words,
            view=view,
            matching=view.weighings.matching,
            streams=streams,
            rows=_by_commune(view),
            shown=SHOWN,
            before=f"{preceding(view.month):%Y-%m}",
            after=f"{following(view.month):%Y-%m}",
            share=view.matched_kg / view.weighed_kg if view.weighed_kg else 0.0,
        )


def load_weighing_pages(languages: tuple[Language, ...] = LANGUAGES) -> WeighingPages:
    """Read the room of weighings."""
    return WeighingPages(open_room("weighbridge", languages))


def _by_commune(view: WeighingsView) -> list[tuple[str, dict[str, int]]]:
    """Return the kilograms by stream of each commune, the heaviest first and the unknown last."""
    sums: dict[str, dict[str, int]] = defaultdict(dict)
    for one in view.weighings.tonnage.communes:
        sums[one.insee][one.stream] = one.kg
    names = view.weighings.facts.communes
    order = sorted(sums, key=lambda insee: (not insee, -sum(sums[insee].values()), insee))
    return [(names.get(insee, insee), sums[insee]) for insee in order]
