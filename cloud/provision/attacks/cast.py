"""Who plays when a broker is attacked: some who should get in, and some who never should."""

import secrets
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from cloud.provision.authority import Authority, pem, pem_key
from cloud.provision.authority_files import create_authority
from cloud.provision.mosquitto.session import identity

# Long enough for one attack, whatever the clocks of two machines say.
DAYS: Final = 1
FAR: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Cast:
    """Two nodes that nobody knows but the authority, and others who say that they are the second.

    Attributes:
        thief: the name and the identity of a node that does what it may not.
        victim: those of a node that it is done to.
        foreign: the victim by name, but of another authority.
        serving: a server's certificate with the victim's name in it.
        nobody: no certificate at all.
        revoked: whom the broker was last told of; None if it was told of nobody yet.
    """

    thief: tuple[str, ssl.SSLContext]
    victim: tuple[str, ssl.SSLContext]
    foreign: ssl.SSLContext
    expired: ssl.SSLContext
    early: ssl.SSLContext
    serving: ssl.SSLContext
    nobody: ssl.SSLContext
    revoked: ssl.SSLContext | None


def cast(authority: Authority, revoked_pem: bytes | None, now: datetime) -> Cast:
    """Return a new cast; its names are drawn, so that they are no real node's."""
    drawn = secrets.token_hex(4)
    thief, victim = f"check-{drawn}-thief", f"check-{drawn}-victim"
    root = authority.root_pem

    def node(name: str, since: datetime) -> ssl.SSLContext:
        key = _key()
        return _own(authority, root, key, authority.node(name, key.public_key(), since, DAYS))

    key = _key()
    return Cast(
        thief=(thief, node(thief, now)),
        victim=(victim, node(victim, now)),
        foreign=_foreign(root, victim, now),
        expired=node(victim, now - FAR),
        early=node(victim, now + FAR),
        serving=_own(authority, root, key, authority.server([victim], key.public_key(), now, DAYS)),
        nobody=identity(root),
        revoked=identity(root, revoked_pem) if revoked_pem else None,
    )


def _foreign(root_pem: bytes, name: str, now: datetime) -> ssl.SSLContext:
    with TemporaryDirectory() as folder:
        other = create_authority(Path(folder, "online"), Path(folder, "away"), "Another", now)
    key = _key()
    return _own(other, root_pem, key, other.node(name, key.public_key(), now, DAYS))


def _own(
    authority: Authority,
    root_pem: bytes,
    key: ec.EllipticCurvePrivateKey,
    certificate: x509.Certificate,
) -> ssl.SSLContext:
    return identity(root_pem, pem_key(key) + pem(certificate) + authority.issuing_pem)


def _key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())
