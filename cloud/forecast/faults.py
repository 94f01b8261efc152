"""Why a series may not be trusted: it has gone silent, or it does not move."""

from zoneinfo import ZoneInfo

import numpy as np

from cloud.forecast.rhythm import CENSORED_AT, Rhythm
from cloud.forecast.series import DAY_US, Fills, Times

# A node on a lamp post has no power by day: a whole day without a reading is too long for all.
SILENT_US = DAY_US

# An echo on waste never repeats so exactly for so long.
STILL_WITHIN = 0.004
STILL_READINGS = 12
STILL_US = DAY_US

# ... while this much waste was to be expected.
STILL_RISE = 0.06

# Less history than this and the registry's mean arrival speaks louder than the series.
SHORT_DAYS = 7.0


def silent(times: Times, now_us: int) -> bool:
    """Tell whether the newest reading is missing or too old."""
    return times.size == 0 or now_us - int(times[-1]) > SILENT_US


def still_from(fills: Fills) -> int:
    """Return the index from which on all readings equal the newest one, within its noise."""
    moved = np.flatnonzero(np.abs(fills - fills[-1]) > STILL_WITHIN)
    return int(moved[-1]) + 1 if moved.size else 0


def stuck(times: Times, fills: Fills, still: int, rhythm: Rhythm, zone: ZoneInfo) -> bool:
    """Tell whether the readings from `still` on stood although waste must have come.

    `rhythm` is that of the time before. A full container that stands is full, not stuck.
    """
    span_us = int(times[-1]) - int(times[still])
    if span_us < STILL_US or times.size - still < STILL_READINGS or fills[-1] >= CENSORED_AT:
        return False
    return rhythm.rise(int(times[still]), int(times[-1]), zone)[0] >= STILL_RISE
