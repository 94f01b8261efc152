"""From the ways of an extract to straight pieces that a vehicle may drive."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cloud.roads.access import Leave, barred, leave
from cloud.roads.extract import Extract
from cloud.roads.graph import Flags, Floats, Ids, steps_m
from cloud.roads.profile import RoadProfile

# Two nodes on one spot are still two: no street is without length.
LEAST_M = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """Straight pieces from node `a` to node `b`; seconds are infinite where forbidden."""

    a: Ids
    b: Ids
    metres: Floats
    forth_s: Floats
    back_s: Floats
    quiet: Flags
    halts: Flags
    name: Ids
    refs: Ids
    lats: Floats
    lons: Floats
    names: tuple[str, ...]


def segments(extract: Extract, profile: RoadProfile, kmh: Mapping[str, float]) -> Segments:
    """Return the pieces of all ways that are open to a vehicle in one direction at least."""
    leaves = [leave(tags, profile, kmh) for tags in extract.tags]
    names, name = _names(extract)
    forth_ms, back_ms, quiet, halts = _columns(leaves)
    way = np.repeat(np.arange(len(leaves)), np.diff(extract.first))
    refs, first, node = np.unique(extract.refs, return_index=True, return_inverse=True)
    lats, lons = extract.lats[first], extract.lons[first]
    usable = (way[:-1] == way[1:]) & (forth_ms + back_ms > 0)[way[:-1]]
    usable &= np.isfinite(extract.lats[:-1] + extract.lats[1:]) & (node[:-1] != node[1:])
    at = np.flatnonzero(usable)
    shut = [ref for ref, tags in extract.barriers.items() if barred(tags, profile)]
    ends = np.concatenate([node[at], node[at + 1]])
    ends, copied = _parted(ends, np.isin(refs, np.array(shut, dtype=np.int64)))
    lats, lons = np.concatenate([lats, lats[copied]]), np.concatenate([lons, lons[copied]])
    a, b, way = ends[: len(at)], ends[len(at) :], way[at]
    metres = np.maximum(steps_m(lats[a], lons[a], lats[b], lons[b]), LEAST_M)
    with np.errstate(divide="ignore"):
        forth_s, back_s = metres / forth_ms[way], metres / back_ms[way]
    return Segments(
        a=a,
        b=b,
        metres=metres,
        forth_s=forth_s,
        back_s=back_s,
        quiet=quiet[way],
        halts=halts[way],
        name=name[way],
        refs=np.concatenate([refs, refs[copied]]),
        lats=lats,
        lons=lons,
        names=names,
    )


def _parted(ends: Ids, shut: Flags) -> tuple[Ids, Ids]:
    """Return the ends with a node of its own for each that is at a barrier, and whose copies.

    So one can drive up to a barrier from either side, and not past it.
    """
    at = np.flatnonzero(shut[ends])
    copied = ends[at]
    parted = ends.copy()
    parted[at] = len(shut) + np.arange(len(at))
    return parted, copied


def _columns(leaves: list[Leave]) -> tuple[Floats, Floats, Flags, Flags]:
    return (
        np.array([one.forth_kmh for one in leaves], dtype=np.float64) / 3.6,
        np.array([one.back_kmh for one in leaves], dtype=np.float64) / 3.6,
        np.array([one.quiet for one in leaves], dtype=np.bool_),
        np.array([one.halts for one in leaves], dtype=np.bool_),
    )


def _names(extract: Extract) -> tuple[tuple[str, ...], Ids]:
    codes = {"": 0}
    said = (tags.get("name") or tags.get("ref") or "" for tags in extract.tags)
    name = np.array([codes.setdefault(one, len(codes)) for one in said], dtype=np.int64)
    return tuple(codes), name
