"""The roads that are built in a folder, for vehicles of any profile."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cloud.errors import NoRoad
from cloud.roads import geometry, matrix
from cloud.roads.built import Built, built, graph
from cloud.roads.calibrate import calibrated
from cloud.roads.geometry import Leg
from cloud.roads.graph import Floats, Graph
from cloud.roads.profile import RoadProfile
from cloud.roads.traces import driven
from cloud.roads.travel import Travel


def opened(folder: Path) -> "Roads | None":
    """Return the roads of a folder, None if none are built there; raises BadExtract if damaged."""
    about = built(folder)
    return None if about is None else Roads(folder, about)


@dataclass(frozen=True, slots=True)
class Roads:
    """Travel and geometry by one extract's roads; each profile's graph is read once.

    What is off the roads is called by its name, where names are given. Raises BadExtract if the
    folder is damaged.
    """

    folder: Path
    about: Built
    _graphs: dict[RoadProfile, Graph] = field(default_factory=dict, repr=False)

    @property
    def method(self) -> str:
        """Whose roads these are, in words that a page must show: the map's licence asks for it."""
        day = f", {self.about.date[:10]}" if self.about.date else ""
        return f"© OpenStreetMap contributors, {self.about.extract}{day}"

    def travel(
        self,
        profile: RoadProfile,
        lats: Floats,
        lons: Floats,
        names: Sequence[str] | None = None,
    ) -> Travel:
        """Return travel between places in degrees; raises NoRoad if none of them can be reached."""
        made = matrix.travel(self.graph(profile), lats, lons, names=names, method=self.method)
        if len(lats) and len(made.faults) == len(lats):
            raise NoRoad(
                f"none of {len(lats)} places is near a road of {self.about.extract}; build the "
                "extract of their territory with: vallee-cloud roads build EXTRACT"
            )
        return made

    def legs(
        self,
        profile: RoadProfile,
        lats: Floats,
        lons: Floats,
        names: Sequence[str] | None = None,
    ) -> tuple[Leg, ...]:
        """Return the legs of a round through places; raises NoRoad naming who is off the roads."""
        return geometry.legs(self.graph(profile), lats, lons, names)

    def graph(self, profile: RoadProfile) -> Graph:
        """Return the graph of a profile, with the speeds that lorries drove if it is one."""
        if profile not in self._graphs:
            plain = graph(self.folder, self.about, profile)
            speeds = driven(self.folder) if profile.kind == "hgv" else {}
            self._graphs[profile] = calibrated(plain, speeds)
        return self._graphs[profile]
