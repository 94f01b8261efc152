"""When nodes were heard last: the newer of what they said of themselves and what they measured."""

from collections.abc import Mapping
from typing import Final

import pytest

from cloud.series.last_heard import last_heard_us
from cloud.store.memory import MemoryStore
from cloud.store.point import Point, Tags
from tests.services.asked import Asked

HOUR_US: Final = 3_600_000_000
NOW_US: Final = 1_764_000_000_000_000
SILENT_US: Final = 6 * HOUR_US
SENSORS: Final = [("n-001", "fill"), ("n-001", "radio"), ("n-002", "fill")]


@pytest.fixture
def store() -> Asked:
    return Asked(MemoryStore())


def said(store: Asked, node: str, ago_h: float, sensor: str = "fill", kind: str = "level") -> None:
    """Have a sensor measure something."""
    series: Tags = (("node", node), ("sensor", sensor))
    store.write([Point(kind, series, (NOW_US - round(ago_h * HOUR_US)) * 1000, {"seq": 1.0})])


def heard_h(store: Asked, told_h: Mapping[str, float]) -> dict[str, float]:
    """Return how many hours ago each node was heard; `told_h` is how old its status is."""
    told_us = {node: NOW_US - round(hours * HOUR_US) for node, hours in told_h.items()}
    heard = last_heard_us(store, SENSORS, told_us, SILENT_US, NOW_US)
    return {node: (NOW_US - at_us) / HOUR_US for node, at_us in heard.items()}


def test_readings_are_asked_for_only_if_a_status_is_old(store: Asked) -> None:
    said(store, "n-001", 1)

    assert heard_h(store, {"n-001": 2, "n-002": 6}) == {"n-001": 2, "n-002": 6}
    assert store.questions == []


@pytest.mark.parametrize("kind", ["level", "count", "health", "beacon"])
def test_what_a_node_measured_since_its_status_was_said_later(store: Asked, kind: str) -> None:
    said(store, "n-001", 9, "radio", kind)
    said(store, "n-001", 5, "radio", kind)

    assert heard_h(store, {"n-001": 200, "n-002": 1}) == {"n-001": 5, "n-002": 1}


def test_a_status_that_is_newer_than_the_readings_stays(store: Asked) -> None:
    said(store, "n-001", 40)

    assert heard_h(store, {"n-001": 30, "n-002": 1})["n-001"] == 30


def test_who_is_silent_is_looked_for_far_back_but_not_for_ever(store: Asked) -> None:
    said(store, "n-001", 59 * 24)
    said(store, "n-002", 61 * 24)

    assert heard_h(store, {}) == {"n-001": 59 * 24}


def test_only_who_is_silent_indeed_costs_a_look_far_back(store: Asked) -> None:
    said(store, "n-001", 5)
    said(store, "n-002", 7)

    heard_h(store, {"n-002": 1})
    near = len(store.questions)
    heard_h(store, {})

    assert len(store.questions) == near + 2 * near


def test_the_newest_of_a_nodes_sensors_counts_and_nobody_elses(store: Asked) -> None:
    said(store, "n-001", 8)
    said(store, "n-001", 7, "radio")
    said(store, "n-001", 2, "taken-down")
    said(store, "n-003", 1)

    assert heard_h(store, {"n-002": 1}) == {"n-001": 7, "n-002": 1}


def test_a_store_is_asked_no_more_often_for_many_nodes_than_for_one(store: Asked) -> None:
    for node in range(50):
        said(store, f"n-{node:03}", 7)
    many = [(f"n-{node:03}", "fill") for node in range(50)]

    last_heard_us(store, many[:1], {}, SILENT_US, NOW_US)
    of_one = len(store.questions)
    found = last_heard_us(store, many, {}, SILENT_US, NOW_US)

    assert len(found) == 50
    assert len(store.questions) == 2 * of_one
