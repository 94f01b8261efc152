"""The roads of an OpenStreetMap extract as flat arrays: the only door to osmium."""

from array import array
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import osmium
from numpy.typing import NDArray
from osmium.filter import EntityFilter, KeyFilter, TagFilter
from osmium.osm import NODE, WAY, Way

from cloud.errors import BadExtract

# How many ways are read between two words on how far it is.
PACE: Final = 5000


@dataclass(frozen=True, slots=True, eq=False)
class Extract:
    """Ways in the order of the file; way i has the nodes `first[i]` to `first[i + 1]`.

    Attributes:
        tags: of each way.
        first: int64 (ways + 1).
        refs: int64 (n), the nodes' ids.
        lats: float64 (n), degrees; NaN where the extract was cut and lacks the node.
        lons: likewise.
        barriers: tags of the nodes that have a barrier, by id.
        date: of the map, ISO 8601; "" if the file does not say.
    """

    tags: tuple[Mapping[str, str], ...]
    first: NDArray[np.int64]
    refs: NDArray[np.int64]
    lats: NDArray[np.float64]
    lons: NDArray[np.float64]
    barriers: Mapping[int, Mapping[str, str]]
    date: str = ""


def read(file: Path, roads: Iterable[str], tell: Callable[[int], None] = lambda _: None) -> Extract:
    """Read the ways of these classes (`highway=…`) from a .osm.pbf or .osm.

    Tells every now and then how many it has read; raises BadExtract.
    """
    try:
        found = _ways(file, roads, _barriers(file), tell)
    # What osmium raises for a file that is absent, cut short or of another kind.
    except (RuntimeError, OSError) as fault:
        raise BadExtract(f"{file} cannot be read as an OpenStreetMap extract: {fault}") from fault
    if not found.tags:
        raise BadExtract(f"{file} holds no road; give an extract of the territory with its ways")
    return found


def _barriers(file: Path) -> dict[int, dict[str, str]]:
    nodes = osmium.FileProcessor(file, NODE).with_filter(KeyFilter("barrier"))
    return {node.id: {tag.k: tag.v for tag in node.tags} for node in nodes}


def _ways(
    file: Path,
    roads: Iterable[str],
    barriers: dict[int, dict[str, str]],
    tell: Callable[[int], None],
) -> Extract:
    opened = osmium.FileProcessor(file, NODE | WAY)
    ways = (
        opened.with_locations()
        .with_filter(EntityFilter(WAY))
        .with_filter(TagFilter(*(("highway", road) for road in roads)))
    )
    tags: list[dict[str, str]] = []
    first, refs = array("q", [0]), array("q")
    lats, lons = array("d"), array("d")
    for way in ways:
        # The filters let through nothing else; the type checker cannot know.
        if not isinstance(way, Way):
            continue
        tags.append({tag.k: tag.v for tag in way.tags})
        if len(tags) % PACE == 0:
            tell(len(tags))
        for node in way.nodes:
            known = node.location.valid()
            refs.append(node.ref)
            lats.append(node.location.lat if known else np.nan)
            lons.append(node.location.lon if known else np.nan)
        first.append(len(refs))
    return Extract(
        tags=tuple(tags),
        first=np.array(first, dtype=np.int64),
        refs=np.array(refs, dtype=np.int64),
        lats=np.array(lats, dtype=np.float64),
        lons=np.array(lons, dtype=np.float64),
        barriers=barriers,
        date=opened.header.get("osmosis_replication_timestamp", ""),
    )
