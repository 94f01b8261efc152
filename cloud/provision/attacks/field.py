"""Where an attack takes place, who looks on, and what is said of it."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from cloud.errors import BrokerDown
from cloud.provision.attacks.cast import Cast
from cloud.provision.mosquitto.apply import Listening
from cloud.provision.mosquitto.layout import WARDEN
from cloud.provision.mosquitto.session import Place, Refusal, Session, session
from cloud.provision.mosquitto.wire import Hello
from contract.topics import Channel, topic

BODY: Final = b"vallee-cloud broker check"
WATCHER: Final = "cloud-broker-check"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One attack: whether the broker held, and what was seen."""

    name: str
    held: bool
    seen: str


@dataclass(frozen=True, slots=True)
class Field:
    """The broker, who attacks it, and the warden's password, with which one looks on."""

    where: Listening
    cast: Cast
    password: str

    @contextmanager
    def watching(self) -> Iterator[Session]:
        """Look on from the cloud's side at what is said of the two, and at nobody else."""
        hello = Hello(WATCHER, WARDEN, self.password)
        with entered(self.where.cloud, hello, None, "the warden") as watcher:
            for one in (*self.theirs(), *self.mine()):
                watcher.subscribe(one)
            yield watcher

    @contextmanager
    def thief(self, hello: Hello | None = None) -> Iterator[Session]:
        """Enter as the thief, who says of himself what he likes."""
        name, who = self.cast.thief
        with entered(self.where.nodes, hello or Hello(name), who, "a node") as session_:
            yield session_

    @contextmanager
    def victim(self) -> Iterator[Session]:
        """Enter as the victim, who does nothing wrong."""
        name, who = self.cast.victim
        with entered(self.where.nodes, Hello(name), who, "a node") as session_:
            yield session_

    def theirs(self) -> list[str]:
        """Return topics on which the thief may not publish."""
        return [topic(self.cast.victim[0], channel) for channel in Channel]

    def mine(self) -> list[str]:
        """Return the thief's own topics."""
        return [topic(self.cast.thief[0], channel) for channel in Channel]


@contextmanager
def entered(
    place: Place, hello: Hello, who: ssl.SSLContext | None, called: str
) -> Iterator[Session]:
    """Open a session for somebody who should get in; raise BrokerDown if he does not."""
    with session(place, hello, who) as opened:
        if isinstance(opened, Refusal):
            raise BrokerDown(f"{called} does not get in: {opened.why}")
        yield opened
