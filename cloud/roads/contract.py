"""From straight pieces to a vehicle's graph: chains of nodes become streets."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from cloud.errors import BadExtract
from cloud.roads.extract import Extract
from cloud.roads.graph import Flags, Floats, Graph, Ids
from cloud.roads.profile import RoadProfile
from cloud.roads.segments import Segments, segments
from cloud.roads.shortest import strong_parts


def contracted(extract: Extract, profile: RoadProfile, kmh: Mapping[str, float]) -> Graph:
    """Return the largest part of the roads in which a vehicle gets from everywhere to everywhere.

    A street ends where roads meet, where its name ends and where rules or speed change.
    """
    pieces = segments(extract, profile, kmh)
    if not len(pieces.a):
        raise BadExtract(f"no road of the extract is open to a vehicle {profile.name}")
    return _largest(_streets(pieces))


def _streets(pieces: Segments) -> Graph:
    between, other = _inner(pieces)
    chains = _chains(pieces, between, other)
    starts = np.array([len(parts) for parts, _ in chains], dtype=np.int64)
    lead = np.cumsum(starts) - starts
    part = np.array([part for parts, _ in chains for part in parts], dtype=np.int64)
    nodes = np.array([node for _, nodes in chains for node in nodes], dtype=np.int64)
    first = np.concatenate([[0], np.cumsum(starts + 1)])
    # A part is driven as it was drawn where the chain's node before it is its own first.
    drawn = nodes[np.delete(np.arange(len(nodes)), first[1:] - 1)] == pieces.a[part]
    forth_s = np.where(drawn, pieces.forth_s[part], pieces.back_s[part])
    back_s = np.where(drawn, pieces.back_s[part], pieces.forth_s[part])
    head = part[lead]
    ends = np.stack([nodes[first[:-1]], nodes[first[1:] - 1]])
    tails, heads = np.unique(ends, return_inverse=True)[1].reshape(2, -1)
    return Graph(
        tails=tails.astype(np.int64),
        heads=heads.astype(np.int64),
        forth_s=np.add.reduceat(forth_s, lead),
        back_s=np.add.reduceat(back_s, lead),
        quiet=pieces.quiet[head],
        halts=pieces.halts[head],
        name=pieces.name[head],
        refs=pieces.refs[nodes],
        first=first.astype(np.int64),
        lats=pieces.lats[nodes],
        lons=pieces.lons[nodes],
        along_m=_along(pieces.metres[part], first),
        names=np.array(pieces.names, dtype=np.str_),
    )


def _along(metres: Floats, first: Ids) -> Floats:
    """Return metres from its street's first point of each point."""
    steps = np.insert(metres, first[:-1] - np.arange(len(first) - 1), 0.0)
    run = np.cumsum(steps)
    along: Floats = run - np.repeat(run[first[:-1]], np.diff(first))
    return along


def _inner(pieces: Segments) -> tuple[Flags, Ids]:
    """Return which nodes are mere bends, and for these the sum of their two segments' numbers.

    From one segment at a bend the sum gives the other.
    """
    count = len(pieces.a)
    ends = np.concatenate([pieces.a, pieces.b])
    degree = np.bincount(ends, minlength=len(pieces.lats))
    order = np.argsort(ends, kind="stable")
    two = np.flatnonzero(degree == 2)  # noqa: PLR2004 - a bend has two sides
    at = (np.cumsum(degree) - degree)[two]
    left, right = order[at], order[at + 1]
    out = np.isfinite(np.concatenate([pieces.forth_s, pieces.back_s]))
    into = np.isfinite(np.concatenate([pieces.back_s, pieces.forth_s]))
    kind = pieces.name * 4 + pieces.quiet * 2 + pieces.halts
    same = (into[left] == out[right]) & (into[right] == out[left])
    same &= kind[left % count] == kind[right % count]
    pace = np.minimum(pieces.forth_s, pieces.back_s) / pieces.metres
    same &= np.isclose(pace[left % count], pace[right % count])
    between = np.zeros(len(degree), dtype=np.bool_)
    between[two[same]] = True
    other = np.zeros(len(degree), dtype=np.int64)
    other[two] = left % count + right % count
    return between, other


def _chains(pieces: Segments, between: Flags, other: Ids) -> list[tuple[list[int], list[int]]]:
    """Return segments and nodes of each chain; a ring without a junction begins anywhere."""
    a, b, bend, both = pieces.a.tolist(), pieces.b.tolist(), between.tolist(), other.tolist()
    used = [False] * len(a)
    chains = []
    starts = [(node, at) for at, ends in enumerate(zip(a, b, strict=True)) for node in ends]
    # Where all that begins at a junction is used, what is left are rings.
    for start, at in sorted(starts, key=lambda one: bend[one[0]]):
        if used[at]:
            continue
        parts, nodes = [at], [start]
        while True:
            used[parts[-1]] = True
            nodes.append(a[parts[-1]] + b[parts[-1]] - nodes[-1])
            if not bend[nodes[-1]] or nodes[-1] == start:
                break
            parts.append(both[nodes[-1]] - parts[-1])
        chains.append((parts, nodes))
    return chains


def _largest(graph: Graph) -> Graph:
    forth, back = np.isfinite(graph.forth_s), np.isfinite(graph.back_s)
    labels = strong_parts(
        graph.junctions,
        np.concatenate([graph.tails[forth], graph.heads[back]]),
        np.concatenate([graph.heads[forth], graph.tails[back]]),
    )
    kept = labels == np.bincount(labels).argmax()
    chosen = kept[graph.tails] & kept[graph.heads]
    if not chosen.any():
        raise BadExtract("no two roads of the extract are joined for this vehicle")
    number = np.cumsum(kept) - 1
    sizes = np.diff(graph.first)
    points = np.repeat(chosen, sizes)
    return replace(
        graph,
        tails=number[graph.tails[chosen]],
        heads=number[graph.heads[chosen]],
        forth_s=graph.forth_s[chosen],
        back_s=graph.back_s[chosen],
        quiet=graph.quiet[chosen],
        halts=graph.halts[chosen],
        name=graph.name[chosen],
        refs=graph.refs[points],
        first=np.concatenate([[0], np.cumsum(sizes[chosen])]),
        lats=graph.lats[points],
        lons=graph.lons[points],
        along_m=graph.along_m[points],
    )
