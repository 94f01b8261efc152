"""A real mosquitto that is configured as `vallee-cloud broker write` does it, and its people."""

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from cloud.errors import BrokerDown
from cloud.provision import forms
from cloud.provision.attacks.cast import cast
from cloud.provision.attacks.field import Field
from cloud.provision.authority import Authority, pem, pem_key
from cloud.provision.authority_files import create_authority, earlier_authorities
from cloud.provision.authority_rotation import rotate_authority
from cloud.provision.mosquitto.apply import Applied, Listening, Telling, apply, listening
from cloud.provision.mosquitto.canary import hatch
from cloud.provision.mosquitto.crl import CrlOf
from cloud.provision.mosquitto.layout import INGESTER, WARDEN, Layout
from cloud.provision.mosquitto.session import Refusal, Session, identity, session
from cloud.provision.mosquitto.wire import Hello, Said
from cloud.provision.mosquitto.write import (
    Revoked,
    Written,
    write_broker,
    write_revoked,
    write_server,
    write_trusted,
)
from cloud.settings import Mosquitto
from contract.topics import Channel, everyone, topic
from tests.services.daemon import Daemon, DaemonDied, free_port
from tests.services.programs import program

Spoil = Callable[[str], str]


class Configured(Daemon):
    """The broker of a world; `spoil` changes its settings' text at each start."""

    def __init__(self, folder: Path, settings: Mosquitto, layout: Layout) -> None:
        super().__init__(program("mosquitto"), folder)
        self.port = settings.nodes_port
        self.spoil: Spoil = str
        self._layout = layout
        self._cloud_port = settings.cloud_port

    def argv(self) -> list[str]:
        spoilt = self._layout.folder / "tried.conf"
        spoilt.write_text(self.spoil(self._layout.conf.read_text()))
        return ["-c", str(spoilt)]

    def start(self) -> None:
        super().start()
        # The cloud's listener is opened a moment after the nodes'.
        for _ in range(10_000):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self._cloud_port)) == 0:
                    return
        raise DaemonDied("nobody listens where the cloud's programs are")

    def hup(self) -> None:
        if self._process is None:
            raise BrokerDown("it does not run")
        self._process.send_signal(signal.SIGHUP)


@dataclass(frozen=True)
class Person:
    """Somebody with a certificate."""

    name: str
    serial: int
    own_pem: bytes


@dataclass
class World:
    """An authority, a broker, and who is revoked. It is also how the broker is told."""

    authority: Authority
    settings: Mosquitto
    layout: Layout
    broker: Configured
    serials: list[int] = field(default_factory=list)
    denied: list[str] = field(default_factory=list)
    number: int = 1
    earlier: list[Authority] = field(default_factory=list)
    # What happens to the files between their being written and the broker's reading them.
    befalls: Callable[[], object] = lambda: None

    @property
    def where(self) -> Listening:
        return listening(self.settings)

    # As `Control`.

    def reload(self) -> None:
        self.befalls()
        self.broker.hup()

    def restart(self) -> None:
        self.befalls()
        self.broker.stop()
        try:
            self.broker.start()
        except DaemonDied as error:
            raise BrokerDown(str(error)) from error

    # As who runs it.

    def write(self) -> Written:
        """Sign and write who is revoked; the broker is not told."""
        now = datetime.now(UTC)
        canary = hatch(self.authority, now)
        entries = tuple((serial, now) for serial in self.serials)
        listed = [*entries, (canary.serial, now)]
        lists = [
            CrlOf(one.issuing, one.crl(listed, now, 14, self.number))
            for one in (*self.earlier, self.authority)
        ]
        self.number += 1
        revoked = Revoked(entries, tuple(self.denied))
        return write_revoked(self.layout, lists, revoked, canary, now)

    def apply(self, looks: int = 200) -> Applied:
        """Write and tell, as `vallee-cloud broker apply` does."""
        written = self.write()
        telling = Telling(self, lambda: range(looks))
        now = datetime.now(UTC)
        return apply(self.settings, self.layout, self.authority, written, telling, now)

    def expired_list(self) -> bytes:
        long_ago = datetime.now(UTC) - timedelta(days=30)
        return self.authority.crl([(one, long_ago) for one in self.serials], long_ago, 14, 1)

    def rotate(self, *, keeps_earlier: bool = True) -> None:
        """Let another authority issue, as `vallee-cloud authority rotate` does."""
        folder = self.broker.folder
        self.authority = rotate_authority(
            folder / "identity", folder / "stick", datetime.now(UTC), keeps_earlier=keeps_earlier
        )
        self.earlier = [one for one, _ in earlier_authorities(folder / "identity")]
        write_trusted(self.layout, self.authority)
        self.renew_server()

    def renew_server(self) -> None:
        write_server(self.settings, self.layout, self.authority, datetime.now(UTC))

    def revoke(self, *people: Person) -> None:
        self.serials += [one.serial for one in people]
        self.denied += [one.name for one in people]

    def field(self) -> Field:
        played = cast(self.authority, self.layout.revoked.read_bytes(), datetime.now(UTC))
        return Field(self.where, played, self.password(WARDEN))

    # As nodes and programs.

    def node(self, name: str) -> Person:
        key = ec.generate_private_key(ec.SECP256R1())
        made = self.authority.node(name, key.public_key(), datetime.now(UTC), 90)
        own = pem_key(key) + pem(made) + self.authority.issuing_pem
        return Person(name, made.serial_number, own)

    def files(self, person: Person) -> Path:
        """Return a file with a person's key and certificates, for those who take files."""
        file = self.broker.folder / f"{person.serial:x}.pem"
        file.write_bytes(person.own_pem)
        return file

    def enter(
        self, person: Person, hello: Hello | None = None
    ) -> AbstractContextManager[Session | Refusal]:
        who = identity(self.authority.root_pem, person.own_pem)
        return session(self.where.nodes, hello or Hello(person.name), who)

    @contextmanager
    def inside(self, person: Person, hello: Hello | None = None) -> Iterator[Session]:
        with self.enter(person, hello) as opened:
            assert isinstance(opened, Session), opened
            yield opened

    def refusal(self, person: Person) -> str | None:
        with self.enter(person) as opened:
            return opened.why if isinstance(opened, Refusal) else None

    def odd(self, name: str) -> Person:
        """Return somebody whose name the authority would never give."""
        key = ec.generate_private_key(ec.SECP256R1())
        begun = forms.client(
            name, key.public_key(), datetime.now(UTC), datetime.now(UTC) + timedelta(days=1)
        ).issuer_name(self.authority.issuing.subject)
        made = begun.sign(self.authority.key, SHA256())
        return Person(name, made.serial_number, pem_key(key) + pem(made))

    def knock(self, hello: Hello) -> str | None:
        """Return why somebody is refused on the cloud's side."""
        with session(self.where.cloud, hello) as opened:
            return opened.why if isinstance(opened, Refusal) else None

    @contextmanager
    def program(self, account: str) -> Iterator[Session]:
        hello = Hello(account, account, self.password(account))
        with session(self.where.cloud, hello) as opened:
            assert isinstance(opened, Session), opened
            yield opened

    def shown(self) -> bytes | None:
        """Return the certificate that the broker shows."""
        who = identity(self.authority.root_pem, self.node("n-999").own_pem)
        with (
            socket.create_connection(("127.0.0.1", self.settings.nodes_port)) as link,
            who.wrap_socket(link, server_hostname="localhost") as tls,
        ):
            return tls.getpeercert(binary_form=True)

    @contextmanager
    def ingester(self, *asked: str, client_id: str = "ingester-1") -> Iterator[Session]:
        hello = Hello(client_id, INGESTER, self.password(INGESTER))
        with session(self.where.cloud, hello) as opened:
            assert isinstance(opened, Session), opened
            for one in asked or (everyone(Channel.ENVELOPE),):
                opened.subscribe(one)
            yield opened

    def password(self, account: str) -> str:
        return self.layout.secret(account).read_text().strip()

    def settled(self, person: Person, refused: bool) -> None:  # noqa: FBT001 - a wanted state
        """Look again until a reload has happened."""
        for _ in range(1000):
            if (self.refusal(person) is not None) is refused:
                return
        raise AssertionError(f"{person.name} is not {'out' if refused else 'in'}")


@contextmanager
def world(folder: Path, spoil: Spoil = str) -> Iterator[World]:
    """Make a world and start its broker."""
    folder.mkdir(exist_ok=True)
    authority = create_authority(
        folder / "identity", folder / "stick", "Vallée test", datetime.now(UTC)
    )
    settings = Mosquitto(
        layout_folder := folder / "broker", "127.0.0.1", free_port(), free_port(), ("localhost",)
    )
    layout = Layout(layout_folder.absolute())
    write_broker(settings, layout, authority, "root", datetime.now(UTC))
    made = World(authority, settings, layout, Configured(folder, settings, layout))
    made.broker.spoil = spoil
    made.write()
    made.broker.start()
    try:
        yield made
    finally:
        made.broker.kill()


def said(person: Person, body: bytes = b"a reading") -> Said:
    """Return what a node sends on its own topic."""
    return Said(topic(person.name, Channel.ENVELOPE), body)


def bodies(came: Session) -> list[bytes]:
    """Return what has come, once all has that will."""
    assert came.settle() is None
    return [one.payload for one in came.came]


def spoofed(broker: World) -> list[bytes]:
    """Return what an ingester hears when n-001 speaks as n-002, then as itself."""
    mine, yours = broker.node("n-001"), broker.node("n-002")
    with broker.ingester() as ingester, broker.inside(mine) as node:
        node.publish(said(yours, b"spoofed"))
        node.publish(said(mine, b"own"))
        return bodies(ingester)


def without(line: str) -> Spoil:
    """Return a change of settings that leaves out each line that begins so."""
    return lambda text: "".join(
        one for one in text.splitlines(keepends=True) if not one.startswith(line)
    )
