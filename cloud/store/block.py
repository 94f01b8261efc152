"""Points of one series at a stretch: what many readings of one sensor come to.

A point each is the value that everybody works with; made and taken apart for each reading, it
costs more than all else that an ingester does. A block keeps what its points have in common once.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import overload

import msgspec

from cloud.store.point import Point, Tags, Value


class Block(msgspec.Struct, frozen=True, gc=False):
    """Points of one series whose fields have the same names.

    Attributes:
        measurement: of all of them; see Point.
        tags: of all of them.
        names: of the fields that differ.
        cells: point after point, the values of `names` and then the time, ns since 1970 UTC; never
            empty.
        same: (name, text) pairs of the other fields, which are the same in all of them.
    """

    measurement: str
    tags: Tags
    names: tuple[str, ...]
    cells: Sequence[Value]
    same: tuple[tuple[str, str], ...] = ()

    def __len__(self) -> int:
        """How many points there are."""
        return len(self.cells) // (len(self.names) + 1)

    @property
    def times_ns(self) -> Sequence[int]:
        """The points' times."""
        times: Sequence[int] = self.cells[len(self.names) :: len(self.names) + 1]  # type: ignore[assignment] # the cells' every last
        return times

    def column(self, name: str) -> Sequence[Value]:
        """Return the values of one of `names`."""
        return self.cells[self.names.index(name) :: len(self.names) + 1]

    def points(self) -> Iterator[Point]:
        """Each point by itself."""
        width = len(self.names)
        for at, time_ns in enumerate(self.times_ns):
            begin = at * (width + 1)
            own = zip(self.names, self.cells[begin : begin + width], strict=True)
            yield Point(self.measurement, self.tags, time_ns, dict(chain(own, self.same)))


def of_point(point: Point) -> Block:
    """Return a block of one point."""
    cells = (*point.fields.values(), point.time_ns)
    return Block(point.measurement, point.tags, tuple(point.fields), cells)


class Blocks(Sequence[Point]):
    """The points of many blocks, for whoever wants them one by one."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self._count = sum(map(len, blocks))

    def __len__(self) -> int:
        """How many points there are."""
        return self._count

    def __iter__(self) -> Iterator[Point]:
        """Every point, block after block."""
        return chain.from_iterable(block.points() for block in self.blocks)

    @overload
    def __getitem__(self, at: int) -> Point: ...

    @overload
    def __getitem__(self, at: slice) -> list[Point]: ...

    def __getitem__(self, at: int | slice) -> Point | list[Point]:
        """Return one point, or some; every one of them is made for that."""
        return list(self)[at]


def parts_of(points: Sequence[Point], most: int) -> list[Sequence[Point]]:
    """Return the same in parts of about `most` points, no block divided."""
    if not isinstance(points, Blocks):
        return [points[at : at + most] for at in range(0, len(points), most)]
    made: list[list[Block]] = []
    room = 0
    for block in points.blocks:
        if room <= 0:
            made.append([])
            room = most
        made[-1].append(block)
        room -= len(block)
    return [Blocks(part) for part in made]
