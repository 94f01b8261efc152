"""Roads without any contraction, by another hand: each node of the extract stays one."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from cloud.roads.access import barred, leave
from cloud.roads.earth import EARTH_M
from cloud.roads.extract import Extract
from cloud.roads.profile import RoadProfile

# What the network says of streets for those who have a stop there.
QUIET = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Plain:
    """Costs in seconds and lengths in metres between nodes, numbered as `number` says."""

    costs: csr_matrix
    lengths: Mapping[tuple[int, int], tuple[float, float]]
    number: Mapping[int, int]

    def costs_s(self, refs: list[int]) -> NDArray[np.float64]:
        """Return what the quickest ways cost (refs, refs)."""
        at = [self.number[ref] for ref in refs]
        found: NDArray[np.float64] = dijkstra(self.costs, indices=at)[:, at]
        return found


def plain(extract: Extract, profile: RoadProfile, kmh: Mapping[str, float]) -> Plain:
    """Return the roads that a profile may use; a barrier that bars is no node at all."""
    shut = {ref for ref, tags in extract.barriers.items() if barred(tags, profile)}
    number: dict[int, int] = {}
    cheapest: dict[tuple[int, int], float] = {}
    lengths: dict[tuple[int, int], tuple[float, float]] = {}
    for i, tags in enumerate(extract.tags):
        way = leave(tags, profile, kmh)
        if not way.forth_kmh and not way.back_kmh:
            continue
        for at in range(extract.first[i], extract.first[i + 1] - 1):
            ends = [int(ref) for ref in extract.refs[at : at + 2]]
            metres = _metres(extract, at)
            if shut & set(ends) or ends[0] == ends[1] or not np.isfinite(metres):
                continue
            one, other = (number.setdefault(ref, len(number)) for ref in ends)
            for pair, speed in (((one, other), way.forth_kmh), ((other, one), way.back_kmh)):
                if not speed:
                    continue
                seconds = metres / speed * 3.6
                cost = seconds * (QUIET if way.quiet else 1.0)
                if cost < cheapest.get(pair, np.inf):
                    cheapest[pair], lengths[pair] = cost, (seconds, metres)
    tails, heads = np.array(list(cheapest)).T
    links = csr_matrix((list(cheapest.values()), (tails, heads)), (len(number), len(number)))
    return Plain(links, lengths, number)


def _metres(extract: Extract, at: int) -> float:
    """Return the chord through the Earth, which is the way over so short a distance."""
    lats, lons = np.radians(extract.lats[at : at + 2]), np.radians(extract.lons[at : at + 2])
    points = np.stack([np.cos(lats) * np.cos(lons), np.cos(lats) * np.sin(lons), np.sin(lats)])
    return max(0.01, float(EARTH_M * np.linalg.norm(points[:, 0] - points[:, 1])))
