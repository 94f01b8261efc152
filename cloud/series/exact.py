"""A stretch of a derived series made exactly what it should be, while others may write to it."""

from collections.abc import Callable, Iterable, Iterator

from cloud.store.point import Point, Tags
from cloud.store.port import Store

Name = tuple[str, Tags]
"""Measurement and tags of a series."""


def exact(
    store: Store, name: Name, since_ns: int, until_ns: int, wanted: Callable[[], Iterable[Point]]
) -> int:
    """Make since <= time < until of a series what `wanted` gives; return how many points differed.

    Only what is wrong is erased or written, so that doing it twice changes nothing. What is there
    is read before what it follows from: a reading that comes meanwhile is either seen in both,
    or left alone.
    """
    kept = {point.time_ns: point for point in store.read(*name, since_ns, until_ns)}
    right = _by_time(wanted())
    stale = kept.keys() - right.keys()
    for first_ns, last_ns in _runs(sorted(kept), stale):
        store.erase(*name, first_ns, last_ns + 1)
    if stale:
        # What came in between two stale points has gone with them.
        right = _by_time(wanted())
        kept = {point.time_ns: point for point in store.read(*name, since_ns, until_ns)}
    missing = [point for time_ns, point in right.items() if kept.get(time_ns) != point]
    if missing:
        store.write(missing)
    return len(stale) + len(missing)


def differs(
    store: Store, name: Name, since_ns: int, until_ns: int, wanted: Callable[[], Iterable[Point]]
) -> bool:
    """Tell whether `exact` would have something to do."""
    return store.read(*name, since_ns, until_ns) != list(wanted())


def _by_time(points: Iterable[Point]) -> dict[int, Point]:
    return {point.time_ns: point for point in points}


def _runs(times: Iterable[int], stale: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last of each run of stale times that no other time breaks."""
    wrong = set(stale)
    run: list[int] = []
    for time_ns in times:
        if time_ns in wrong:
            run.append(time_ns)
        elif run:
            yield run[0], run[-1]
            run = []
    if run:
        yield run[0], run[-1]
