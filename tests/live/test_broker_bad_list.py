"""How long a thief finds the door open when a list goes bad between its being written and read."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import pytest

from cloud.errors import BrokerDown
from cloud.provision.mosquitto.guard import Outcome
from cloud.provision.mosquitto.session import Session
from tests.live.broker_world import Person, World, said, world
from tests.live.test_broker_identity import BAD_LISTS, spoil

pytestmark = pytest.mark.live

# One handshake's time, and the machine's other work; twelve seconds of looks it was before.
OPEN_AT_MOST_S = 2.0


@pytest.fixture(name="broker", scope="module")
def _broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("bad-list")) as made:
        yield made


@dataclass
class Thief:
    """Knocks all the while; when he is let in he says something, and notes the time."""

    world: World
    person: Person
    knocks: int = 0
    let_in_s: list[float] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._knock)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _knock(self) -> None:
        while not self._over.is_set():
            self.knocks += 1
            with suppress(BrokerDown), self.world.enter(self.person) as opened:
                if isinstance(opened, Session):
                    self.let_in_s.append(time.monotonic())
                    opened.publish(said(self.person, b"stolen"))


@dataclass
class Accident:
    """What befalls the list just before the broker is told for the first time; when each was."""

    crl: Path
    how: str
    older: bytes
    told_s: list[float] = field(default_factory=list)

    def __call__(self) -> None:
        if not self.told_s:
            if self.how == "older":
                self.crl.write_bytes(self.older)
            else:
                spoil(self.crl, self.how)
        self.told_s.append(time.monotonic())

    @property
    def open_s(self) -> float:
        """From the reload that met a bad list to the restart that ends it."""
        return self.told_s[1] - self.told_s[0]


@contextmanager
def befallen(broker: World, accident: Accident) -> Iterator[None]:
    broker.befalls = accident
    try:
        yield
    finally:
        broker.befalls = lambda: None


@pytest.mark.parametrize("how", [*BAD_LISTS, "older"])
def test_the_door_is_shut_at_once_when_a_list_goes_bad_under_way(broker: World, how: str) -> None:
    older = broker.layout.crl.read_bytes()
    stolen, other = broker.node("n-001"), broker.node("n-002")
    broker.revoke(stolen)
    assert broker.apply().good
    accident = Accident(broker.layout.crl, how, older)

    with (
        broker.ingester() as ingester,
        befallen(broker, accident),
        Thief(broker, stolen) as thief,
    ):
        applied = broker.apply()
        mended_s = time.monotonic()
        for _ in range(3):
            assert broker.refusal(stolen) == "certificate revoked"
        ended = ingester.settle()

    assert applied.outcome is Outcome.RESTARTED
    assert len(accident.told_s) == 2
    assert accident.open_s < OPEN_AT_MOST_S
    assert thief.knocks > 0
    assert all(accident.told_s[0] < at_s < mended_s for at_s in thief.let_in_s)
    # Whoever slipped in was denied already, and the restart ended his session as everybody's.
    assert ended is not None
    assert ingester.came == []
    assert broker.refusal(other) is None
