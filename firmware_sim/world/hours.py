"""When people come to a commercial zone in France, by the clock on the wall.

The profiles are invented: shops open Monday to Saturday from nine to seven, lunch is eaten at
noon, the way home leads through the zone, Saturday is the strong day, and on Sunday only the
bakery opens. A zone works by weeks and weather too: no two days are alike.
"""

from datetime import date, datetime, timedelta
from math import exp
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from firmware_sim.world.days import HOUR_US, SECOND_US, Day
from firmware_sim.world.seeds import generator
from firmware_sim.world.types import Figures, Times

# Shares of each hour from midnight, not yet of sum 1.
WORKING_DAY: Final = np.array(
    [1, 0, 0, 0, 0, 2, 6, 18, 42, 60, 78, 88, 96, 66, 70, 78, 90, 112, 98, 48, 20, 10, 5, 2],
    np.float64,
)
SATURDAY: Final = np.array(
    [2, 1, 0, 0, 0, 1, 3, 10, 34, 78, 112, 116, 82, 62, 98, 128, 134, 122, 88, 42, 22, 12, 8, 4],
    np.float64,
)
SUNDAY: Final = np.array(
    [2, 1, 0, 0, 0, 0, 2, 14, 40, 70, 84, 74, 36, 14, 10, 10, 10, 10, 12, 10, 6, 4, 2, 1],
    np.float64,
)
# People of each day from Monday on, against the mean of the five working days.
WEEK: Final = (0.92, 0.97, 1.06, 0.97, 1.08, 1.35, 0.18)
# Logarithms' sigma: what the weather does to a day, and what pay day and holidays do to a week.
WEATHER: Final = 0.10
SEASON: Final = 0.05


def people_per_hour(
    people_per_day: float, day: Day, zone: ZoneInfo, seed: int
) -> tuple[Times, Figures]:
    """Return when each hour of the day begins, 23 to 25 of them, and how many people it brings."""
    starts_us = np.arange(day.from_us, day.until_us, HOUR_US)
    hours = [datetime.fromtimestamp(at // SECOND_US, zone).hour for at in starts_us.tolist()]
    weekday = day.date.weekday()
    profile = {5: SATURDAY, 6: SUNDAY}.get(weekday, WORKING_DAY)
    expected = people_per_day * WEEK[weekday] * _luck(day.date, seed)
    return starts_us, expected * profile[hours] / profile.sum()


def _luck(day: date, seed: int) -> float:
    """Return the factor that all gates of a territory share, of mean 1."""
    monday = day - timedelta(days=day.weekday())
    factor = 1.0
    for name, when, sigma in (("weather", day, WEATHER), ("week", monday, SEASON)):
        normal = generator(seed, name, when.isoformat()).standard_normal()
        factor *= exp(sigma * normal - sigma**2 / 2)
    return factor
