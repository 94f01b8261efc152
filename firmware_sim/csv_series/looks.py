"""When the sensors of a series look into their bins, and what they meet there."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from firmware_sim.csv_series.span import WEEK_DAYS
from firmware_sim.csv_series.values import Days, Diary, Series
from firmware_sim.territory import Container, Mount, Territory
from firmware_sim.world.days import SECOND_US
from firmware_sim.world.geometry import shape
from firmware_sim.world.seeds import generator
from firmware_sim.world.types import Figures, Times

# The series has days and no hours. Each bin has a second of its own in these hours of the morning:
# after the change of clocks, and before the trucks are gone.
LOOKS_AT_S: Final = (5 * 3600, 9 * 3600)


class Looks(NamedTuple):
    """One bin's sensor: n instants, and how far the waste was at each of them."""

    mount: Mount
    container: str
    at_us: Times
    distance_mm: Figures


def looks(series: Series, territory: Territory, weeks: int, seed: int) -> Iterator[Looks]:
    """Yield the looks into each bin of the series that `territory` has, moved by `weeks`.

    The surface is flat and the air as warm as the part reckons with: the series knows of neither.
    Between two days nothing is made up.
    """
    mounted = on_cable(territory)
    for diary in series.diaries:
        if diary.bin.id in mounted:
            mount, container = mounted[diary.bin.id]
            second = int(generator(seed, "morning", container.id).integers(*LOOKS_AT_S))
            at_us = _instants_us(diary.days, weeks, second, territory.zone)
            yield Looks(mount, container.id, at_us, _distance_mm(diary, container))


def on_cable(territory: Territory) -> dict[str, tuple[Mount, Container]]:
    """Return the containers that a sensor on a cable looks into, by their id."""
    watched = territory.watched()
    return {box.id: (mount, box) for mount, box in watched if mount.address is None}


def strangers(series: Series, territory: Territory) -> tuple[str, ...]:
    """Return the bins of the series that no sensor of the territory looks into."""
    mounted = on_cable(territory)
    return tuple(one.bin.id for one in series.diaries if one.bin.id not in mounted)


def _instants_us(days: Days, weeks: int, second: int, zone: ZoneInfo) -> Times:
    hour = time(second // 3600, second // 60 % 60, second % 60)
    moved: list[date] = (days + np.timedelta64(weeks * WEEK_DAYS, "D")).tolist()
    return np.array([_instant_us(day, hour, zone) for day in moved], np.int64)


def _instant_us(day: date, hour: time, zone: ZoneInfo) -> int:
    return int(datetime.combine(day, hour, zone).timestamp()) * SECOND_US


def _distance_mm(diary: Diary, container: Container) -> Figures:
    model = container.model
    form = shape(model)
    height = form.height_mm(diary.fill_ratio * form.full_l)
    return np.asarray(model.sensor_above_full_mm + model.depth_mm - height)
