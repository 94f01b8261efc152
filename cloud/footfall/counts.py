"""What a radio heard, window by window, and how much of it falls into any span of time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cloud.registry.values import Radio
from cloud.store.point import Point, Tags
from cloud.store.port import Store
from contract.reading import Kind

Times: TypeAlias = NDArray[np.int64]
"""µs since 1970 UTC, ascending."""

Figures: TypeAlias = NDArray[np.float64]

# No window is longer, as the contract has it: so far before a span may one begin that reaches in.
LONGEST_US: Final = 3_600_000_000

# Share of the devices that stay which change their address within a window of five minutes, until
# the windows say what their node takes it for: addresses live about 13 minutes.
TURNING: Final = 300 / 780

# Clocks of two runs of a node disagree by this much about the length of a window.
SLACK: Final = 1.02

_WINDOW, _HEARD, _SEEN, _BIRTHS, _ARRIVALS = "window_s", "heard_s", "seen", "births", "arrivals"


@dataclass(frozen=True, slots=True)
class Counts:
    """The windows of one radio in order of time, none reaching into the next; arrays of n.

    Attributes:
        begin_us: when each begins.
        end_us: when it ends.
        heard_s: how long the radio listened in it.
        turned: devices that were there before and are expected to have changed their address.
        arrivals: births less those; below 0 where by chance fewer changed it.
    """

    begin_us: Times
    end_us: Times
    heard_s: Figures
    turned: Figures
    arrivals: Figures


@dataclass(frozen=True, slots=True)
class Heard:
    """What falls into consecutive spans of time; arrays of one figure a span.

    `share` is how much of the span the radio listened, 0 … 1; the others are as in Counts.
    """

    share: Figures
    turned: Figures
    arrivals: Figures


def read_counts(store: Store, radio: Radio, since_us: int, until_us: int) -> Counts:
    """Return the windows of a radio that reach into since <= time < until."""
    tags: Tags = (("node", radio.node), ("sensor", radio.sensor))
    since_ns = (since_us - LONGEST_US) * 1000
    return counts_of(store.read(Kind.COUNT.value, tags, since_ns, until_us * 1000))


def counts_of(points: Iterable[Point]) -> Counts:
    """Return the windows that raw points tell of, in whatever order they come.

    A window whose births are not known, as the first after a start, counts as not heard. The
    node's own arrivals never go below 0; here they do, since what is cut off in one window is
    missing in the next, and sums would come out too high.
    """
    told: defaultdict[int, list[Point]] = defaultdict(list)
    for point in points:
        if {_WINDOW, _HEARD, _SEEN, _BIRTHS} <= point.fields.keys():
            told[point.time_ns // 1000].append(point)
    begin_us = np.array(sorted(told), np.int64)
    rows = np.array([_window(told[begin]) for begin in begin_us.tolist()]).reshape(-1, 5)
    window_s, heard_s, seen, births, arrivals = rows.T
    end_us = begin_us + np.round(window_s * 1e6).astype(np.int64)
    end_us[:-1] = np.minimum(end_us[:-1], begin_us[1:])
    turned = (seen - births) * _turning(seen - births, births, arrivals)
    return Counts(begin_us, end_us, heard_s, turned, births - turned)


def within(counts: Counts, edges_us: Sequence[int] | Times) -> Heard:
    """Return what was heard between each edge and the next; a window that an edge cuts is shared.

    Spans that lie side by side therefore add up to the span that holds them.
    """
    edges = np.asarray(edges_us, np.int64)
    return Heard(
        share=np.minimum(_between(counts, counts.heard_s, edges) / (np.diff(edges) / 1e6), 1.0),
        turned=_between(counts, counts.turned, edges),
        arrivals=_between(counts, counts.arrivals, edges),
    )


def _between(counts: Counts, amounts: Figures, edges: Times) -> Figures:
    if counts.begin_us.size == 0:
        return np.zeros(edges.size - 1)
    total = np.concatenate(([0.0], np.cumsum(amounts)))
    instants = np.stack((counts.begin_us, counts.end_us), axis=1).ravel()
    totals = np.stack((total[:-1], total[1:]), axis=1).ravel()
    return np.diff(np.interp(edges, instants, totals))


def _window(points: Sequence[Point]) -> tuple[float, float, float, float, float]:
    """Return what all points of one window say together.

    A node that was started again in mid-window tells two parts, which add up. Points that heard
    more than the window is long are the same air told twice, and the fullest is believed.
    """
    parts = sorted((_row(point.fields), point.time_ns) for point in points)
    window_s = max(row[1] for row, _ in parts)
    heard_s = sum(row[0] for row, _ in parts)
    if heard_s > window_s * SLACK:
        heard_s, _, seen, births, arrivals = parts[-1][0]
    else:
        seen, births, arrivals = (sum(row[i] for row, _ in parts) for i in (2, 3, 4))
    return window_s, min(heard_s, window_s), seen, births, arrivals


def _row(fields: Mapping[str, float | str]) -> tuple[float, float, float, float, float]:
    seen, births = float(fields[_SEEN]), float(fields[_BIRTHS])
    arrivals = float(fields.get(_ARRIVALS, 0.0))
    return float(fields[_HEARD]), float(fields[_WINDOW]), seen, births, arrivals


def _turning(stayed: Figures, births: Figures, arrivals: Figures) -> float:
    """Return the share of those who stay that the node takes for changed addresses."""
    told = (arrivals > 0) & (stayed > 0)
    if not told.any():
        return TURNING
    return float((births - arrivals)[told].sum() / stayed[told].sum())
