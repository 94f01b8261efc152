"""One reading's series, and servers that answer as told."""

from collections.abc import Iterator

import pytest

from cloud.store.point import Point, Tags
from tests.services.influx2 import Influx2

AT = 1_764_000_000_000_000_000
FILL: Tags = (("node", "n-001"), ("sensor", "fill"))


class Levels:
    """Points of one sensor, by their number."""

    tags = FILL

    def __call__(self, *seqs: int) -> list[Point]:
        return [Point("level", FILL, AT + seq, {"seq": float(seq)}) for seq in seqs]


@pytest.fixture
def levels() -> Levels:
    return Levels()


@pytest.fixture
def server() -> Iterator[Influx2]:
    """A started stand-in for InfluxDB 2.x that can be told what to answer."""
    server = Influx2()
    server.start()
    yield server
    server.stop()
