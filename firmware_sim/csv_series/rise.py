"""How fast a bin fills, by its own diary."""

import numpy as np

from firmware_sim.csv_series.values import Diary


def mean_rise(diary: Diary) -> float:
    """Return the mean rise of the fill ratio from one day to the next, 0 if none is known.

    A day on which the level fell is one on which the bin was emptied; across a gap it may have
    been emptied unseen. Neither says how much was thrown in.
    """
    rises = np.diff(diary.fill_ratio)
    told = (np.diff(diary.days) == np.timedelta64(1, "D")) & (rises >= 0)
    return float(rises[told].mean()) if told.any() else 0.0
