"""Bursts of a daily series."""

import numpy as np
import pytest

from edge.filtering import agree
from edge.sensors.a02yyuw import A02yyuw
from firmware_sim.csv_series.looks import Looks
from firmware_sim.csv_series.span import Span
from firmware_sim.frames.burst import Burst
from firmware_sim.frames.daily import daily
from firmware_sim.territory import Mount

DAY_US = 86_400_000_000
DAYS = 200


@pytest.fixture
def each() -> list[Looks]:
    at_us = 1_762_124_400_000_000 + DAY_US * np.arange(DAYS, dtype=np.int64)
    return [
        Looks(Mount("w-1", "fill"), "1", at_us + 7_000_000, np.full(DAYS, 800.0)),
        Looks(Mount("w-2", "fill"), "2", at_us, np.full(DAYS, 1300.0)),
    ]


def test_the_bursts_of_all_nodes_are_in_order_of_time(each: list[Looks]) -> None:
    found = daily(each, Span(), 7)

    times = [burst.at_us for burst in found]
    assert times == sorted(times)
    assert [burst.node for burst in found[:4]] == ["w-2", "w-1", "w-2", "w-1"]
    assert len(found) == 2 * DAYS


def test_a_span_cuts_and_changes_nothing(each: list[Looks]) -> None:
    since_us, end_us = int(each[0].at_us[3]), int(each[0].at_us[9])

    cut = daily(each, Span(since_us, end_us), 7)

    assert cut == [one for one in daily(each, Span(), 7) if since_us <= one.at_us < end_us]
    assert len(cut) == 12


def test_the_same_seed_gives_the_same_noise_and_another_another(each: list[Looks]) -> None:
    assert daily(each, Span(), 7) == daily(each, Span(), 7)
    assert daily(each, Span(), 7) != daily(each, Span(), 8)


def test_the_edge_agrees_on_the_distance_in_nearly_every_burst(each: list[Looks]) -> None:
    found = [distance(burst) for burst in daily(each, Span(), 7) if burst.node == "w-1"]

    # Three sigma of the median of seven pings, each of 3 mm + 0.3 %.
    near = [one for one in found if one is not None and abs(one - 800) < 8]
    assert len(near) > 0.97 * DAYS


def distance(burst: Burst) -> float | None:
    echoes = A02yyuw().feed(bytes.fromhex(burst.hex))
    agreed = agree([echo for echo in echoes if echo is not None], 3)
    return agreed.distance_mm if agreed else None
