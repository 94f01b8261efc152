"""Two containers with a node each, a clock, a store, and those on call."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from cloud.alarms.content import Contents
from cloud.alarms.oncall import OnCall
from cloud.alarms.tower import Places, Tower
from cloud.alarms.watch import Watch
from cloud.registry.alarms import Alarms, open_alarms
from cloud.registry.registry import Registry, open_registry
from cloud.registry.values import Alarm, AlarmTurn
from cloud.settings import AlarmHook, AlarmLevel
from cloud.settings import Alarms as Wishes
from cloud.store.memory import MemoryStore
from cloud.store.point import Point, Value
from contract.presence import Link, NodeStatus
from tests.cloud.registry.conftest import blank, folder, kind, url
from tests.services.registries import newest

__all__ = ["blank", "folder", "kind", "url"]

PARIS: Final = ZoneInfo("Europe/Paris")
MINUTE_US: Final = 60_000_000
HOUR_US: Final = 60 * MINUTE_US
EPOCH: Final = "0123456789ab"
NIGHT_US: Final = int(datetime(2026, 11, 24, 3, 5, tzinfo=PARIS).timestamp()) * 1_000_000
HOOK: Final = "https://vallee.example/hook"
LEVELS: Final = (
    AlarmLevel(10, mails=("one@vallee.example",)),
    AlarmLevel(
        20,
        mails=("two@vallee.example", "one@vallee.example"),
        webhooks=(AlarmHook(HOOK, Path("secret")),),
    ),
    AlarmLevel(15, mails=("three@vallee.example",)),
)
URL: Final = "https://vallee.example"


@dataclass
class Watched:
    """A territory under watch, on which a test may play what happens."""

    registry: Registry
    alarms: Alarms
    tower: Tower
    now_us: int = NIGHT_US
    store: MemoryStore = field(default_factory=MemoryStore)
    _seq: int = 0

    def turn(self, minutes: float = 0) -> AlarmTurn:
        """Let some minutes pass, and have one look."""
        self.now_us += round(minutes * MINUTE_US)
        return self.tower.turn(self.now_us)

    def hot(self, celsius: float, node: str = "n-001", ago_min: float = 0) -> None:
        """Have a sensor find a temperature worth an alarm."""
        self._said("alarm", node, {"temperature_c": celsius}, ago_min)

    def undated(self, celsius: float) -> None:
        """Have a node without a clock do so."""
        self._seq += 1
        fields: dict[str, Value] = {"temperature_c": celsius, "came_at_us": float(self.now_us)}
        series = (("node", "n-001"), ("sensor", "fill"))
        point = Point("alarm_undated", series, int(EPOCH, 16) + self._seq, fields)
        self.store.write([point])

    def level(self, fill: float, node: str = "n-001", ago_min: float = 0) -> None:
        """Have a sensor measure a fill, which is its container's too."""
        self._said("level", node, {"fill_ratio": fill}, ago_min)
        time_ns = (self.now_us - round(ago_min * MINUTE_US)) * 1000
        container = {"n-001": "alpha-01", "n-002": "alpha-02"}[node]
        self.store.write(
            [Point("container_level", (("container", container),), time_ns, {"fill_ratio": fill})]
        )

    def heard(self, node: str, ago_h: float = 0) -> None:
        """Have a node say how it is."""
        at_us = self.now_us - round(ago_h * HOUR_US)
        self.registry.note_status(NodeStatus(node, EPOCH, Link.UP, at_us))

    def open(self) -> list[Alarm]:
        return self.alarms.listed(only_open=True)

    def _said(self, kind: str, node: str, values: dict[str, Value], ago_min: float) -> None:
        self._seq += 1
        time_ns = (self.now_us - round(ago_min * MINUTE_US)) * 1000
        series = (("node", node), ("sensor", "fill"))
        self.store.write([Point(kind, series, time_ns, values)])


def watched(registry: Registry, alarms: Alarms, wishes: Wishes, url: str = URL) -> Watched:
    """Put a territory under watch."""
    store = MemoryStore()
    contents = Contents(Places(registry).of, PARIS, url)
    tower = Tower(
        Watch(registry, store, wishes), alarms, OnCall(wishes.levels, contents.of), wishes
    )
    found = Watched(registry, alarms, tower, store=store)
    for node in ("n-001", "n-002"):
        found.heard(node)
    return found


@pytest.fixture
def wishes() -> Wishes:
    return Wishes(smtp_host="127.0.0.1", sender="vallee@vallee.example", levels=LEVELS)


@pytest.fixture
def valley(tmp_path: Path, folder: Path, wishes: Wishes) -> Iterator[Watched]:
    """Give a territory under watch, in SQLite."""
    place = newest(f"sqlite:///{tmp_path / 'alarms.db'}")
    with open_registry(place) as registry, open_alarms(place) as alarms:
        registry.load_territory(folder)
        yield watched(registry, alarms, wishes)
