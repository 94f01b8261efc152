"""What people throw in, and when.

A non-homogeneous Poisson process with log-normal volumes, as in the project's field notes. The
profiles are invented; they are those of a column for residual waste in a village, other streams
borrow them.
"""

from dataclasses import dataclass
from datetime import date
from math import cos, exp, tau
from typing import Final

import numpy as np

from firmware_sim.world.days import Days
from firmware_sim.world.types import Counts, Figures, Times

MEDIAN_L: Final = 6.0
# From a 2-litre bag to the 18-litre bag of a family at two sigma either way.
SIGMA_LOG: Final = 0.55
MEAN_L: Final = MEDIAN_L * exp(SIGMA_LOG**2 / 2)

# Monday to Sunday, mean 1: people clear out on Saturday, the bag of the weekend goes on Monday.
WEEK: Final = (1.15, 0.90, 0.90, 0.95, 1.00, 1.20, 0.90)
# Share of each hour from midnight: on the way to work, and before and after supper.
HOURS: Final = np.array(
    [0, 0, 0, 0, 0, 1, 3, 8, 9, 6, 6, 6, 6, 4, 4, 4, 5, 7, 9, 9, 7, 4, 2, 0], np.float64
)
# Visitors of the valley and its gorges: ± 8 %, highest around 1 August.
SEASON: Final = 0.08
SEASON_PEAK: Final = 213
# A loose surface lies so far above or below its mean height just under the sensor.
RELIEF_MM: Final = (20.0, 60.0)


@dataclass(frozen=True, slots=True)
class Deposits:
    """Deposits in order of time.

    Attributes:
        at_us: time of each of n deposits.
        total_l: n + 1 running totals: what had been thrown in before the i-th deposit.
        relief_mm: n + 1 reliefs of the surface that the i-th deposit found; up is positive.
    """

    at_us: Times
    total_l: Figures
    relief_mm: Figures

    def before(self, times_us: Times) -> Counts:
        """Return how many deposits there had been at each of `times_us`."""
        return np.searchsorted(self.at_us, times_us, side="right")


def deposits(litres_per_day: float, days: Days, draw: np.random.Generator) -> Deposits:
    """Draw the deposits of one container; more days only add to the end."""
    at: list[Times] = [np.empty(0, np.int64)]
    litres: list[Figures] = [np.zeros(1)]
    relief: list[Figures] = [_relief(1, draw)]
    starts, ends = days.midnights_us[:-1], days.midnights_us[1:]
    for day, start, end in zip(days.dates, starts, ends, strict=True):
        count = int(draw.poisson(litres_per_day * _busy(day) / MEAN_L))
        at.append(start + (_time_of_day(np.sort(draw.random(count))) * (end - start)).astype(int))
        litres.append(MEDIAN_L * np.exp(SIGMA_LOG * draw.standard_normal(count)))
        relief.append(_relief(count, draw))
    return Deposits(np.concatenate(at), np.cumsum(np.concatenate(litres)), np.concatenate(relief))


def _busy(day: date) -> float:
    of_year = day.timetuple().tm_yday
    season = 1 + SEASON * cos(tau * (of_year - SEASON_PEAK) / 365.25)
    return WEEK[day.weekday()] * season


def _time_of_day(shares: Figures) -> Figures:
    """Turn shares of a day's deposits into shares of the day."""
    done = np.concatenate(([0.0], np.cumsum(HOURS))) / HOURS.sum()
    return np.interp(shares, done, np.linspace(0.0, 1.0, len(done)))


def _relief(count: int, draw: np.random.Generator) -> Figures:
    size = draw.uniform(*RELIEF_MM, count)
    return np.asarray(np.where(draw.random(count) < 0.5, -size, size))  # noqa: PLR2004 - a coin
