"""What the stages ask of a store."""

from collections.abc import Sequence
from typing import Protocol

from cloud.store.point import Point, Tags


class Store(Protocol):
    """A time-series store with overwriting writes.

    All methods raise StoreDown if the store cannot be reached: try again later.
    """

    def write(self, points: Sequence[Point]) -> None:
        """Keep `points` durably before returning; a repeat overwrites itself.

        Fields that a point kept earlier has and its repeat lacks stay; which of two repeats within
        `points` stays is not said. Raises PointsRefused if
        the store will never take some of them; the others are kept all the same.
        """

    def read(self, measurement: str, tags: Tags, since_ns: int, until_ns: int) -> list[Point]:
        """Return the points of exactly this series with since <= time < until, oldest first."""

    def newest(
        self, measurement: str, tags: Tags, since_ns: int, until_ns: int, most: int = 1
    ) -> dict[Tags, list[Point]]:
        """Return the last points of each series of a measurement that has `tags`, and maybe more.

        Of each at most `most`, which is 1 or more, with since <= time < until, oldest first; a
        series without any is left out. The store is asked once, however many series there are.
        """

    def erase(self, measurement: str, tags: Tags, since_ns: int, until_ns: int) -> None:
        """Forget the points of exactly this series with since <= time < until."""

    def retain(self, keep_days: int, now_ns: int) -> float:
        """Let points go that are older than `keep_days`, if that is not 0.

        Returns the days after which the store itself lets go, 0 if it keeps for ever. A store
        that has no clock of its own forgets when this is called: call it daily.
        """

    def close(self) -> None:
        """Let go of files and connections."""
