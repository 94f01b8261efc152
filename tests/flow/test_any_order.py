"""Late, doubled, reordered: the store and the containers' series come out the same."""

import random
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cloud.ingest.ports import Message
from cloud.series.container import MEASUREMENT, series_of
from cloud.store.memory import MemoryStore
from cloud.store.point import Point, Tags
from edge.links.clock import DataClock
from firmware_sim.frames.bursts import bursts
from firmware_sim.territory import read_territory
from firmware_sim.world import World
from tests.flow.conftest import NOW_US, TERRITORY, Ground, Wire, ingester_of, nodes_on

DAY_US = 86_400_000_000
Contents: TypeAlias = list[list[Point]]


@pytest.fixture(scope="module")
def messages(ground: Ground) -> list[Message]:
    """Return all that thirty nodes sent in a day, as the broker got it."""
    world = World(read_territory(TERRITORY), 7, NOW_US - DAY_US, 1)
    wire, clock = Wire(), DataClock()
    nodes_on(wire, ground.nodes, clock)
    for burst in bursts(world, 900):
        clock.at_us = burst.at_us
        wire.agents[burst.node].feed(burst.sensor, bytes.fromhex(burst.hex), burst.at_us)
    for agent in wire.agents.values():
        agent.end()
    return wire.waiting


def stored(ground: Ground, messages: list[Message], batches: int) -> Contents:
    """Settle `messages` in so many batches; return every raw and every derived series."""
    wire, store = Wire(), MemoryStore()
    nodes_on(wire, ground.nodes, DataClock())
    ingester = ingester_of(wire, store, ground.registry, NOW_US)
    for begin in range(0, len(messages), -(-len(messages) // batches)):
        wire.waiting = messages[begin : begin + -(-len(messages) // batches)]
        ingester.settle(list(wire.waiting))
    names: list[tuple[str, Tags]]
    sensors = sorted(key for key, sensor in ground.registry.sensors().items() if sensor.mounts)
    names = [("level", (("node", node), ("sensor", name))) for node, name in sensors]
    names += [(MEASUREMENT, series_of(one.id)) for one in ground.registry.containers()]
    return [store.read(measurement, tags, 0, 2**63 - 1) for measurement, tags in names]


def test_a_day_of_thirty_nodes_is_stored_raw_and_by_container(
    ground: Ground, messages: list[Message]
) -> None:
    contents = stored(ground, messages, batches=1)

    assert len(contents) == 60
    assert all(len(series) >= 95 for series in contents)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.randoms(use_true_random=False), st.integers(1, 20))
def test_whatever_the_order_and_the_repeats_the_same_is_stored(
    ground: Ground, messages: list[Message], rnd: random.Random, batches: int
) -> None:
    repeats = rnd.choices(messages, k=rnd.randrange(len(messages)))
    shuffled = rnd.sample(messages + repeats, k=len(messages) + len(repeats))

    assert stored(ground, shuffled, batches) == stored(ground, messages, batches=1)
