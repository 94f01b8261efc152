"""The running median of a fill series."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cloud.forecast.series import HOUR_US, NEAR_US, after, reach

GAPS = st.lists(st.integers(1, 30 * HOUR_US), min_size=1, max_size=40)


@given(gaps=GAPS, seed=st.integers(0, 99))
def test_each_is_the_median_of_itself_and_the_near_ones_that_follow(
    gaps: list[int], seed: int
) -> None:
    times = np.cumsum(np.array(gaps, dtype=np.int64))
    fills = np.random.default_rng(seed).random(times.size)

    found = after(times, fills)

    steps = reach(times)
    for i, one in enumerate(found):
        window = [i + k for k in steps if i + k < times.size]
        near = [j for j in window if times[j] - times[i] <= NEAR_US + HOUR_US // 2]
        assert one == np.median(fills[near])
