"""What every container needs on the eve, and that as it is issued."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

import msgspec
import numpy as np

from cloud.forecast.need import Need
from cloud.forecast.outlook import Chances, Known, outlook
from cloud.registry.values import Container, Issued
from cloud.series.container import FIELD, MEASUREMENT, series_of
from cloud.store.port import Store

DAY_US: Final = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Forecast:
    """The needs of one day's eve; a newer one supersedes it, nothing rewrites it."""

    day: date
    issued_at_us: int
    needs: tuple[Need, ...]

    def issued(self) -> Issued:
        """Return it as the registry keeps it."""
        expected = sum(need.p_overflow_if_left for need in self.needs)
        figures = {"containers": float(len(self.needs)), "overflows_if_left": round(expected, 3)}
        return Issued(self.day, self.issued_at_us, msgspec.json.encode(self), figures)


def read_forecast(issued: Issued) -> Forecast:
    """Return what was issued."""
    return msgspec.json.decode(issued.body, type=Forecast)


def survey(
    containers: Iterable[Container], store: Store, when: Chances, history_days: int
) -> tuple[Need, ...]:
    """Return what each container needs, from the `history_days` before now."""
    since_us = when.now_us - history_days * DAY_US
    return tuple(_need(container, store, since_us, when) for container in containers)


def _need(container: Container, store: Store, since_us: int, when: Chances) -> Need:
    points = store.read(
        MEASUREMENT, series_of(container.id), since_us * 1000, (when.now_us + 1) * 1000
    )
    times = np.array([point.time_ns // 1000 for point in points], dtype=np.int64)
    fills = np.array([point.fields[FIELD] for point in points], dtype=np.float64)
    known = Known(
        container.id, container.model.volume_l, container.kg_per_m3, container.litres_per_day
    )
    return outlook(known, times, fills, when)
