"""A late reading marks its container's day before anybody is told that it is settled."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from cloud.errors import RegistryFault
from cloud.series.directory import Directory
from cloud.series.lateness import Lateness
from contract import codec
from contract.envelope import Envelope
from contract.reading import Kind, Reading
from contract.topics import Channel, topic
from tests.cloud.ingest.conftest import NOW_US

if TYPE_CHECKING:
    from tests.cloud.ingest.conftest import Bench

DAY_US = 86_400_000_000
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def late(bench: "Bench") -> "Bench":
    lateness = Lateness(PARIS)
    bench.ingester.directory = Directory(bench.records, lambda: 0.0, lateness)
    return bench


@pytest.fixture
def put(late: "Bench") -> Callable[[int, str], None]:
    def send(days_ago: int, node: str = "n-001") -> None:
        one = Reading(1, "fill", Kind.LEVEL, NOW_US - days_ago * DAY_US, {"fill_ratio": 0.5})
        envelope = Envelope(node, "0123456789ab", (one,))
        late.bus.put(topic(node, Channel.ENVELOPE), codec.encode(envelope))

    return send


def test_a_late_reading_marks_its_local_day(late: "Bench", put: Callable[[int, str], None]) -> None:
    put(20, "n-001")

    late.settle()

    # 2025-11-24 16:00 UTC less twenty days.
    assert late.records.dirty == {("gignac-01", date(2025, 11, 4))}


@pytest.mark.parametrize(("days_ago", "node"), [(1, "n-001"), (0, "n-001"), (20, "n-002")])
def test_a_reading_of_yesterday_or_of_no_container_marks_nothing(
    late: "Bench", put: Callable[[int, str], None], days_ago: int, node: str
) -> None:
    put(days_ago, node)

    late.settle()

    assert late.records.dirty == set()


def test_a_mark_that_cannot_be_kept_settles_nothing_and_is_made_with_the_next_try(
    late: "Bench", put: Callable[[int, str], None]
) -> None:
    put(20, "n-001")
    late.records.down = True

    with pytest.raises(RegistryFault):
        late.settle()
    assert late.bus.receipts == []
    assert len(late.bus.waiting) == 1

    late.records.down = False
    late.settle()
    assert len(late.records.dirty) == 1
    assert len(late.bus.receipts) == 1
