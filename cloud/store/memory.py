"""A store in memory, for tests; it can be told to be down."""

from collections import defaultdict
from collections.abc import Sequence

from cloud.errors import StoreDown
from cloud.store.fit import DAY_NS, FIRST_NS, refusal, sift
from cloud.store.point import Point, Tags, Value


class MemoryStore:
    """Keeps points as long as the process lives.

    Attributes:
        down: set it to have every call raise StoreDown.
    """

    def __init__(self) -> None:
        self.down = False
        self._fields: defaultdict[tuple[str, Tags], dict[int, dict[str, Value]]]
        self._fields = defaultdict(dict)

    def write(self, points: Sequence[Point]) -> None:
        """Keep `points`; see the port."""
        self._check()
        good, reasons = sift(points)
        for point in good:
            series = self._fields[point.measurement, point.tags]
            series.setdefault(point.time_ns, {}).update(point.values())
        if reasons:
            raise refusal(reasons)

    def read(self, measurement: str, tags: Tags, since_ns: int, until_ns: int) -> list[Point]:
        """Return the points of one series; see the port."""
        self._check()
        series = self._fields.get((measurement, tags), {})
        return [
            Point(measurement, tags, time_ns, dict(series[time_ns]))
            for time_ns in sorted(series)
            if since_ns <= time_ns < until_ns
        ]

    def newest(
        self, measurement: str, tags: Tags, since_ns: int, until_ns: int, most: int = 1
    ) -> dict[Tags, list[Point]]:
        """Return the last points of every series that has `tags`; see the port."""
        self._check()
        # A copy: an ingester may add a series meanwhile.
        known = [own for name, own in [*self._fields] if name == measurement]
        asked = [own for own in known if {*tags} <= {*own}]
        found = {own: self.read(measurement, own, since_ns, until_ns)[-most:] for own in asked}
        return {own: points for own, points in found.items() if points}

    def erase(self, measurement: str, tags: Tags, since_ns: int, until_ns: int) -> None:
        """Forget the points of one series; see the port."""
        self._check()
        series = self._fields.get((measurement, tags), {})
        for time_ns in [at for at in series if since_ns <= at < until_ns]:
            del series[time_ns]

    def retain(self, keep_days: int, now_ns: int) -> float:
        """Forget what is older than `keep_days`; see the port."""
        self._check()
        if keep_days:
            for measurement, tags in self._fields:
                self.erase(measurement, tags, FIRST_NS, now_ns - keep_days * DAY_NS)
        return keep_days

    def close(self) -> None:
        """Do nothing: memory needs no letting go."""

    def _check(self) -> None:
        if self.down:
            raise StoreDown("the memory store was told to be down")
