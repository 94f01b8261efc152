"""Late, doubled, reordered: the store and the containers' series come out the same."""

import random
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cloud.bootstrap.rebuild import SETTLED_US
from cloud.ingest.ports import Message
from cloud.series.container import MEASUREMENT, series_of
from cloud.store.memory import MemoryStore
from cloud.store.point import Point, Tags
from contract.reading import Reading
from edge.links.clock import DataClock
from firmware_sim.frames.bursts import bursts
from firmware_sim.territory import read_territory
from firmware_sim.world import World
from tests.flow.conftest import NOW_US, TERRITORY, Ground, Wire, ingester_of, nodes_on
from tests.flow.pair import DAYS, ENDS_US, FIRST, NODES, Pair, contents, pair, reading, right, roll

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


minutes = st.integers(0, 5 * 24 * 60 - 61)
measured = st.lists(
    st.tuples(st.sampled_from(NODES), minutes, st.floats(0, 1)), min_size=1, max_size=25
)
# What else may happen between two readings.
Event: TypeAlias = Literal["rebuild", "wait", "roll"]


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    these=measured,
    rnd=st.randoms(use_true_random=False),
    since=st.sampled_from([*DAYS, FIRST - timedelta(1)]),
    corrected=st.floats(0, 1),
    events=st.lists(st.sampled_from(["rebuild", "wait", "roll"]), max_size=6),
    lag_days=st.sampled_from([0, 1, 30]),
)
def test_in_any_order_weeks_late_and_wrongly_mounted_all_comes_out_as_if_right_from_the_start(
    these: list[tuple[str, int, float]],
    rnd: random.Random,
    since: date,
    corrected: float,
    events: list[Event],
    lag_days: int,
) -> None:
    told = [(node, reading(seq, at, fill)) for seq, (node, at, fill) in enumerate(these, 1)]
    repeated = rnd.sample(told + told, k=2 * len(told))
    ready_us = ENDS_US + lag_days * DAY_US

    with TemporaryDirectory() as folder, pair(Path(folder), ready_us) as late:
        script: list[tuple[str, Reading] | Event | None] = [*repeated]
        script.insert(round(corrected * len(script)), None)
        for event in events:
            script.insert(rnd.randrange(len(script) + 1), event)
        for step in script:
            _play(late, step, since)
        late.now_us += 2 * SETTLED_US
        late.rebuild()
        roll(late.store)

        assert contents(late.store) == contents(right(told, since))
        assert late.registry.dirty_days() == []
        assert not late.rebuild().changed


def _play(late: Pair, step: tuple[str, Reading] | Event | None, since: date) -> None:
    match step:
        case None:
            late.swap(since)
        case "rebuild":
            late.rebuild()
        case "wait":
            late.now_us += 2 * SETTLED_US
        case "roll":
            late.rebuild()
            roll(late.store)
        case (node, one):
            late.takes(node, one)
