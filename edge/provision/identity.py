"""What a node is to others: its key, its certificate and the root that both believe in, on disk.

Theory of operation
    Each identity has a folder of its own: `claim-NUMBER` for one that a claim gave, `renewal-N`
    for one that its forerunner gave. The key is made in it first and stays, so that a lost answer
    is asked for again with the same key; the rest is written when the answer has come.

    An identity counts only when a link names it, and a link is set after all of it is on disk:

        current    the one that works
        next       one that was given and has not worked yet; renamed to `current` when it has

    So after a power cut there is no identity or a whole one, and never half of one.
"""

import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from contract.broker import Broker
from contract.enrol import Enrolled
from contract.names import Name
from edge.provision.files import PRIVATE, Files
from edge.provision.request import fits, is_key, make_key

log = logging.getLogger(__name__)

CURRENT: Final = "current"
NEXT: Final = "next"
_ABOUT: Final = "about.json"


class About(msgspec.Struct, frozen=True):
    """What a node knows of its identity beside the certificate; none of it is secret."""

    node: Name
    claim: str
    enrol_url: str
    renew_at_us: int
    until_us: int
    mqtt_host: str | None = None
    mqtt_port: int = 8883


@dataclass(frozen=True, slots=True)
class Identity:
    """A whole identity on disk."""

    folder: Path
    about: About

    @property
    def key_file(self) -> Path:
        """Where the key is."""
        return self.folder / "key.pem"

    @property
    def cert_file(self) -> Path:
        """Where the certificate is, and the issuing authority's behind it."""
        return self.folder / "certificate.pem"

    @property
    def root_file(self) -> Path:
        """Where the root's certificate is."""
        return self.folder / "root.pem"

    def broker(self) -> Broker | None:
        """Return how this identity gets in at the broker, if the claim named one."""
        if self.about.mqtt_host is None:
            return None
        return Broker(
            host=self.about.mqtt_host,
            port=self.about.mqtt_port,
            ca_file=self.root_file,
            cert_file=self.cert_file,
            key_file=self.key_file,
        )


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of a node's identities."""

    folder: Path
    files: Files = field(default_factory=Files)

    def current(self) -> Identity | None:
        """Return the identity that works, if there is one."""
        return self._named(CURRENT)

    def next(self) -> Identity | None:
        """Return the one that has not worked yet, if there is one."""
        return self._named(NEXT)

    def key(self, name: str) -> bytes:
        """Return the key of the identity `name`; make it if there is none."""
        self.files.make_folder(self.folder)
        self.files.make_folder(self.folder / name)
        file = self.folder / name / "key.pem"
        try:
            kept = file.read_bytes()
        except FileNotFoundError:
            kept = b""
        if not is_key(kept):
            kept = make_key()
            self.files.write(file, kept, PRIVATE)
        return kept

    def fill(self, name: str, answer: Enrolled, root_pem: bytes, about: About) -> None:
        """Write what the identity `name` lacks beside its key; nobody names it yet."""
        place = self.folder / name
        self.files.write(place / "certificate.pem", answer.certificate.encode())
        self.files.write(place / "root.pem", root_pem)
        self.files.write(place / "environment", _environment(self.folder, about).encode())
        # Last: without it there is no identity in this folder.
        self.files.write(place / _ABOUT, msgspec.json.encode(about))

    def whole(self, name: str) -> Identity | None:
        """Return the identity in the folder `name`, if all of it is there and fits together."""
        identity_folder = self.folder / name
        try:
            about = msgspec.json.decode((identity_folder / _ABOUT).read_bytes(), type=About)
            identity = Identity(identity_folder, about)
            pair = (identity.cert_file.read_bytes(), identity.key_file.read_bytes())
            rooted = identity.root_file.is_file()
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return None
        return identity if rooted and fits(*pair) else None

    def take(self, name: str) -> None:
        """Let the identity `name` be the current one; what was to follow another does not."""
        self.files.remove(self.folder / NEXT)
        self.files.link(self.folder / CURRENT, name)

    def propose(self, name: str) -> None:
        """Let the identity `name` be the next one, to be tried."""
        self.files.link(self.folder / NEXT, name)

    def accept(self) -> None:
        """Let the next identity be the current one, since it worked; forget all others."""
        self.files.move(self.folder / NEXT, self.folder / CURRENT)
        self.tidy()

    def reject(self) -> None:
        """Forget the next identity, since it does not work."""
        self.files.remove(self.folder / NEXT)
        self.tidy()

    def tidy(self) -> None:
        """Remove every folder that no link names: keys that nobody needs any more."""
        links = [self.folder / link for link in (CURRENT, NEXT)]
        named = {link.readlink().name for link in links if link.is_symlink()}
        for path in sorted(self.folder.iterdir()):
            left = path.name.startswith(("claim-", "renewal-")) and path.name not in named
            if left or path.name.endswith(".part"):
                self.files.remove(path)

    def _named(self, link: str) -> Identity | None:
        path = self.folder / link
        if not path.is_symlink():
            return None
        found = self.whole(path.readlink().name)
        if found is None:
            log.error("%s: the identity there is damaged", path)
        return found


def _environment(folder: Path, about: About) -> str:
    """Return the settings of `vallee-edge run` that follow, as systemd's EnvironmentFile."""
    place = folder.absolute() / CURRENT
    said: dict[str, object] = {
        "MQTT__CA_FILE": place / "root.pem",
        "MQTT__CERT_FILE": place / "certificate.pem",
        "MQTT__KEY_FILE": place / "key.pem",
    }
    if about.mqtt_host is not None:
        said |= {"MQTT__HOST": about.mqtt_host, "MQTT__PORT": about.mqtt_port}
    return "".join(f'VALLEE_EDGE_{key}="{value}"\n' for key, value in said.items())
