"""Roads where they are built, crow flight where they are not, and the building of them."""

from pathlib import Path

import msgspec

from cloud.errors import NoRoad
from cloud.roads import crow
from cloud.roads import traces as kept
from cloud.roads.built import Tell, profiles
from cloud.roads.built import build as build_roads
from cloud.roads.profile import TRUCK
from cloud.roads.roads import Roads, opened
from cloud.roads.travel import Finder
from cloud.settings import Settings


class About(msgspec.Struct, frozen=True):
    """What is built in a folder.

    Attributes:
        date: of the map, ISO 8601; "" if the extract does not say.
        streets: that an ordinary truck may use, from junction to junction.
        profiles: sizes of vehicle for which a graph is ready; others are made when asked for.
        calibrated: streets, a direction each, whose speed is one that was driven.
    """

    folder: str
    extract: str
    date: str
    ways: int
    streets: int
    profiles: list[str]
    calibrated: int


def roads(settings: Settings) -> Finder:
    """Return what finds travel for a profile of vehicle; Travel.exact is False for crow flight.

    It raises NoRoad if no place at all can be reached, BadExtract if the roads are damaged.
    """
    found, wishes = ways(settings), settings.planning
    if found is not None:
        return found.travel
    return crow.finder(factor=wishes.crow_factor, speed_kmh=wishes.speed_km_h)


def ways(settings: Settings) -> Roads | None:
    """Return the roads, which know geometry and street names, too; None if none are built."""
    return opened(settings.roads.folder)


def build(folder: Path, extract: Path, tell: Tell) -> About:
    """Build an extract's roads into a folder, telling what is done; raises BadExtract."""
    build_roads(extract, folder, tell)
    tell(f"joining streets for {TRUCK.name}")
    return about(folder)


def calibrate(folder: Path, traces: Path) -> kept.Learned:
    """Learn speeds from traces, which are deleted; raises BadExtract, or NoRoad without roads."""
    return kept.learn(traces, _roads(folder).graph(TRUCK), folder)


def about(folder: Path) -> About:
    """Return what is built in a folder; raises NoRoad if nothing is."""
    found = _roads(folder)
    streets = len(found.graph(TRUCK).tails)
    return About(
        folder=str(folder),
        extract=found.about.extract,
        date=found.about.date,
        ways=found.about.ways,
        streets=streets,
        profiles=profiles(folder, found.about),
        calibrated=len(kept.driven(folder)),
    )


def _roads(folder: Path) -> Roads:
    found = opened(folder)
    if found is None:
        raise NoRoad(
            f"no roads are built in {folder}, so distances are the crow's flight; build some with: "
            "vallee-cloud roads build EXTRACT"
        )
    return found
