"""A small installation whose registry and store were filled by the project's own code."""

from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

import pytest

from cloud.bootstrap.forecast import forecast
from cloud.bootstrap.parts import registry, store
from cloud.ingest.ingester import Ingester
from cloud.registry.nodes import node_files
from cloud.registry.values import DeadLetter
from cloud.series.directory import Directory
from cloud.settings import Settings, load
from contract.presence import Link, NodeStatus
from edge.links.clock import DataClock
from firmware_sim.frames.bursts import bursts
from firmware_sim.territory import read_territory
from firmware_sim.world import World
from tests.flow.conftest import DAY_US, NOW_US, TERRITORY, Wire, nodes_on

DAYS = 8


@dataclass(frozen=True)
class Place:
    """One machine's folder and settings."""

    folder: Path
    settings: Settings

    @property
    def registry(self) -> Path:
        return self.folder / "registry.sqlite"

    @property
    def points(self) -> Path:
        return self.folder / "points.sqlite"


def place(folder: Path, **more: str) -> Place:
    """Return settings of an installation that has nothing yet."""
    environ = {
        "VALLEE_CLOUD_REGISTRY__URL": f"sqlite:///{folder}/registry.sqlite",
        "VALLEE_CLOUD_STORE__FILE": f"{folder}/points.sqlite",
        "VALLEE_CLOUD_IDENTITY__FOLDER": f"{folder}/identity",
        "VALLEE_CLOUD_ROADS__FOLDER": f"{folder}/roads",
        "VALLEE_CLOUD_PLANNING__ROUNDS": "1",
        **more,
    }
    return Place(folder, load(None, environ))


def fill(at: Place, days: int = DAYS) -> None:
    """Load the territory, let days go from sensors' bytes to the store, and issue a forecast."""
    nodes = at.folder / "nodes"
    nodes.mkdir(parents=True)
    with registry(at.settings) as records, store(at.settings) as points:
        records.load_territory(TERRITORY)
        for node, text in node_files(records).items():
            (nodes / f"{node}.toml").write_text(text)
        clock, wire = DataClock(), Wire()
        nodes_on(wire, nodes, clock)
        ingester = Ingester(wire, points, records, Directory(records, lambda: 0.0), lambda: NOW_US)
        world = World(
            read_territory(TERRITORY), 7, NOW_US // DAY_US * DAY_US - days * DAY_US, days + 1
        )
        for burst in takewhile(lambda one: one.at_us < NOW_US, bursts(world, 3600)):
            clock.at_us = burst.at_us
            wire.agents[burst.node].feed(burst.sensor, bytes.fromhex(burst.hex), burst.at_us)
        for agent in wire.agents.values():
            agent.end()
        while messages := wire.take(10_000, 0):
            ingester.settle(messages)
        for node, agent in wire.agents.items():
            told = agent.outbox.tally().produced
            records.note_status(
                NodeStatus(node, agent.outbox.epoch, Link.UP, NOW_US, produced=told)
            )
        records.bury([letter(0)])
    forecast(at.settings, None, NOW_US)


def letter(number: int) -> DeadLetter:
    """Return a dead letter with bytes that are no text, and a text that is like a formula."""
    return DeadLetter(
        NOW_US + number,
        "=cmd|' /C calc'!A0",
        None,
        None,
        None,
        "malformed",
        "-1é\n",
        b"\x00\xff\x80",
    )


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """An installation with eight days in it; nobody may change it."""
    at = place(tmp_path_factory.mktemp("filled"))
    fill(at)
    return at


@pytest.fixture
def empty(tmp_path: Path) -> Place:
    """A machine that has nothing yet."""
    return place(tmp_path / "empty")
