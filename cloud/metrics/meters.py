"""Counters, gauges and histograms of one program: the cloud's one door to prometheus-client."""

from collections.abc import Callable, Sequence
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.process_collector import ProcessCollector

CONTENT_TYPE: Final = CONTENT_TYPE_PLAIN_0_0_4
# From a batch in memory to one that waited for a store to come back.
SECONDS: Final = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 120.0)


class Meters:
    """The meters of one program, with its memory and CPU; their labels come from closed sets."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)

    def counter(self, name: str, about: str, labels: Sequence[str] = ()) -> Counter:
        """Return a new number that only grows."""
        return Counter(name, about, labels, registry=self._registry)

    def gauge(self, name: str, about: str) -> Gauge:
        """Return a new number that goes up and down."""
        return Gauge(name, about, registry=self._registry)

    def reading(self, name: str, about: str, read: Callable[[], float]) -> None:
        """Add a number that is read when somebody asks."""
        Gauge(name, about, registry=self._registry).set_function(read)

    def seconds(self, name: str, about: str, labels: Sequence[str] = ()) -> Histogram:
        """Return a new distribution of durations."""
        return Histogram(name, about, labels, buckets=SECONDS, registry=self._registry)

    def text(self) -> bytes:
        """Return all of them as Prometheus reads them."""
        return generate_latest(self._registry)
