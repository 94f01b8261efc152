"""Nodes that are stolen: each is revoked while on line, and tries to get in from then on."""

import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from types import TracebackType
from typing import Final, Self

from cloud.errors import BrokerDown
from cloud.provision.mosquitto.session import Session
from contract import codec
from contract.envelope import Envelope
from contract.reading import Kind, Reading
from firmware_sim.load.fleet import SENSOR, node_name
from tests.live.broker_world import Person, World, said

EPOCH: Final = "57013457013a"
PAUSE_S: Final = 0.05
_HOUR_US: Final = 3_600_000_000


class Thieves:
    """Who has what is not his; `busy` is set while the broker is being mended.

    Attributes:
        out_s: how long each was still on line, or let in, after the decision to revoke it.
        tries: how often they tried to get in afterwards.
        in_after: how often they did, with the broker as it had been left.
        in_meanwhile: how often they did while `apply` was still at work on a list that had gone bad
            under its hands: nothing that they said was to be heard.
    """

    def __init__(self, world: World) -> None:
        self.names: list[str] = []
        self.out_s: list[float] = []
        self.tries = self.in_after = self.in_meanwhile = 0
        self.busy = threading.Event()
        self._world = world
        self._people: list[Person] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._try)
        self._said = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def steal(self) -> None:
        """Take one more node, which has been heard, revoke it, and time how long it stays."""
        person = self._world.node(node_name(len(self.names) + 1))
        self.names.append(person.name)
        with self._world.inside(person) as live:
            live.publish(said(person, self._reading(person)))
            live.settle()
            begun_s = time.monotonic()
            self._world.revoke(person)
            applied = self._world.apply()
            gone = live.settle() is not None and self._world.refusal(person) is not None
            if gone and applied.good:
                self.out_s.append(time.monotonic() - begun_s)
        self._people.append(person)

    def out(self, within_s: float) -> bool:
        """Tell whether each was out in good time, and none has got in again."""
        timed = len(self.out_s) == len(self.names) > 0 and max(self.out_s) <= within_s
        return timed and self.tries > 0 and self.in_after == 0

    def note(self) -> str:
        """Say what they came to."""
        longest = f"{max(self.out_s):.2f} s" if self.out_s else "never"
        return (
            f"a revoked node with its live session was out after {longest} at most, and got in"
            f" {self.in_after} of {self.tries:,} times after that; {self.in_meanwhile} times more"
            " while `apply` mended a list that had gone bad, and was not heard"
        )

    def _try(self) -> None:
        while not self._over.wait(PAUSE_S):
            for person in list(self._people):
                busy = self.busy.is_set()
                with suppress(BrokerDown):
                    self.tries += 1
                    if not self._gets_in(person):
                        continue
                    if busy or self.busy.is_set():
                        self.in_meanwhile += 1
                    else:
                        self.in_after += 1

    def _gets_in(self, person: Person) -> bool:
        with self._world.enter(person) as opened:
            if not isinstance(opened, Session):
                return False
            opened.publish(said(person, self._reading(person)))
            opened.settle()
            return True

    def _reading(self, person: Person) -> bytes:
        self._said += 1
        at_us = int(datetime.now(UTC).timestamp() * 1e6) - _HOUR_US
        row = Reading(self._said, SENSOR, Kind.LEVEL, at_us, {"fill_ratio": 0.5})
        return codec.encode(Envelope(person.name, EPOCH, (row,)))
