"""The whole way in memory: device bytes → agent → ingester → store, with no broker between."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile
from pathlib import Path

import pytest

from cloud.forecast.eve import chances, next_day, today
from cloud.forecast.need import Need
from cloud.forecast.survey import survey
from cloud.ingest.ingester import Ingester
from cloud.ingest.ports import Message
from cloud.plan.effort import Effort
from cloud.plan.planner import plan_day
from cloud.plan.problem import Problem
from cloud.plan.route import Plan
from cloud.plan.select import Day, Prices, Territory, problem
from cloud.registry.nodes import node_files
from cloud.registry.registry import Registry, open_registry
from cloud.roads import crow
from cloud.series.directory import Directory
from cloud.store.memory import MemoryStore
from contract import codec
from contract.envelope import Envelope
from contract.presence import Link, NodeStatus
from contract.receipt import Receipt
from contract.topics import Channel, topic
from edge.agent import Agent, Rules
from edge.bootstrap import instruments
from edge.links.clock import DataClock
from edge.links.fake import MemoryOutbox
from edge.ports import LinkUp
from edge.settings import load as load_node
from edge.window import Window
from firmware_sim.frames.bursts import bursts
from firmware_sim.territory import read_territory
from firmware_sim.world import World

TERRITORY = Path(__file__).parents[2] / "configs" / "territory" / "vallee-herault"
DAY_US = 86_400_000_000
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat")
STARTS_S = 5 * 3600 + 1800


@dataclass
class Wire:
    """A broker in memory: what a node sends waits for the ingester, receipts go straight back."""

    waiting: list[Message] = field(default_factory=list)
    agents: dict[str, Agent] = field(default_factory=dict)
    _count: int = 0

    def send(self, envelope: Envelope) -> None:
        self._count += 1
        payload = codec.encode(envelope)
        where = topic(envelope.node, Channel.ENVELOPE)
        self.waiting.append(Message(where, payload, (1, self._count)))

    def unacknowledged(self) -> int:
        """Acknowledge at once."""
        return 0

    def tell(self, status: NodeStatus) -> None:
        """Leave the status unread: nobody asks here."""

    def carried_bytes(self) -> int:
        """Count nothing: memory has no link."""
        return 0

    def take(self, most: int, wait_s: float) -> list[Message]:  # noqa: ARG002 - the port's
        return self.waiting[:most]

    def receipt(self, receipt: Receipt) -> None:
        self.agents[receipt.node].hear(receipt)

    def show(self, link: Link) -> None:
        """Show nothing: memory is always there."""

    def ack(self, messages: Sequence[Message]) -> None:
        del self.waiting[: len(messages)]


@dataclass
class Valley:
    """Three weeks of the territory, told by its sensors' bytes and stored."""

    world: World
    now_us: int
    registry: Registry
    store: MemoryStore
    agents: dict[str, Agent]


def nodes_on(wire: Wire, folder: Path, clock: DataClock) -> None:
    """Put an agent of memory for each node's settings in `folder` on the wire."""
    for file in sorted(folder.glob("*.toml")):
        settings = load_node(file, {})
        wire.agents[settings.node] = Agent(
            settings.node,
            instruments(settings),
            MemoryOutbox(),
            wire,
            clock,
            # A day of a radio, sent before anybody settles it.
            Window(1000, 20.0, 300.0, lambda: 0.0),
            Rules(),
        )
        wire.agents[settings.node].hear(LinkUp())


def ingester_of(wire: Wire, store: MemoryStore, registry: Registry, now_us: int) -> Ingester:
    directory = Directory(registry, lambda: 0.0)
    return Ingester(wire, store, registry, directory, lambda: now_us)


def play(registry: Registry, nodes: Path, now_us: int, days: int, seed: int) -> Valley:
    """Let `days` days before `now_us` go from bytes to the store."""
    begins_us = now_us // DAY_US * DAY_US - days * DAY_US
    world = World(read_territory(TERRITORY), seed, begins_us, days + 1)
    store, clock, wire = MemoryStore(), DataClock(), Wire()
    nodes_on(wire, nodes, clock)
    ingester = ingester_of(wire, store, registry, now_us)
    for number, burst in enumerate(
        takewhile(lambda one: one.at_us < now_us, bursts(world, 900)), start=1
    ):
        clock.at_us = burst.at_us
        wire.agents[burst.node].feed(burst.sensor, bytes.fromhex(burst.hex), burst.at_us)
        if number % 1000 == 0:
            ingester.settle(wire.take(10_000, 0))
    for agent in wire.agents.values():
        agent.end()
    while messages := wire.take(10_000, 0):
        ingester.settle(messages)
    return Valley(world, now_us, registry, store, wire.agents)


NOW_US = 1_763_456_400_000_000
"""A Tuesday, 09:00 UTC."""


@dataclass
class Ground:
    """A registry with the territory loaded, and its nodes' settings."""

    registry: Registry
    nodes: Path


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    folder = tmp_path_factory.mktemp("valley")
    with open_registry(f"sqlite:///{folder}/registry.sqlite") as registry:
        registry.load_territory(TERRITORY)
        for node, text in node_files(registry).items():
            (folder / f"{node}.toml").write_text(text)
        yield Ground(registry, folder)


@pytest.fixture(scope="session")
def valley(ground: Ground) -> Valley:
    return play(ground.registry, ground.nodes, NOW_US, days=21, seed=7)


@pytest.fixture(scope="session")
def needs(valley: Valley) -> dict[str, Need]:
    zone = valley.world.territory.zone
    day = next_day(today(valley.now_us, zone), WEEKDAYS)
    when = chances(day, valley.now_us, zone, STARTS_S, WEEKDAYS)
    found = survey(valley.registry.containers(), valley.store, when, history_days=56)
    return {need.container: need for need in found}


@pytest.fixture(scope="session")
def day_problem(valley: Valley, needs: dict[str, Need]) -> Problem:
    registry = valley.registry
    territory = Territory(registry.containers(), registry.trucks(), registry.sites())
    prices = Prices(overflow_eur=150, must_at=0.25)
    eve = Day(date(2025, 11, 19), date(2025, 11, 20), valley.world.territory.zone)
    return problem(eve, territory, needs, prices, crow.finder())


@pytest.fixture(scope="session")
def plan(day_problem: Problem) -> Plan:
    # Any plan will do: what more search brings is tried where plans are made.
    return plan_day(day_problem, issued_at_us=0, effort=Effort(seed=1, rounds=1, seconds=60))
