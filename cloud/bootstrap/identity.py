"""Identities joined: the settings, the registry, the authority."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from cloud.bootstrap.parts import now_us
from cloud.errors import BadAuthority
from cloud.provision import revocations
from cloud.provision.authority_files import earlier_authorities, open_authority
from cloud.provision.authority_rotation import rotate_authority
from cloud.provision.enrolment import Enrolment
from cloud.provision.reserved import must_be_no_program, reserved_names
from cloud.provision.revocations import Listed
from cloud.registry.identities import Identities, open_identities
from cloud.registry.replacing import Swap
from cloud.registry.values import Device, Mount
from cloud.settings import Settings


def now() -> datetime:
    """Return the machine's time."""
    return datetime.fromtimestamp(now_us() / 1e6, UTC)


@contextmanager
def identities(settings: Settings) -> Iterator[Identities]:
    """Open the registry's identities for a while."""
    with open_identities(settings.registry.url) as opened:
        yield opened


@contextmanager
def enrolling(settings: Settings) -> Iterator[Enrolment]:
    """Open the authority and the registry for a while, to give nodes their certificates."""
    authority = open_authority(settings.identity.folder)
    with identities(settings) as records:
        yield Enrolment(
            authority,
            records,
            settings.identity.node_days,
            reserved=reserved_names(settings),
        )


def add(settings: Settings, things: Sequence[Device], who: str) -> None:
    """Take new nodes into stock, all or none; none is called like a program on the broker."""
    for thing in things:
        must_be_no_program(thing.node, reserved_names(settings))
    with identities(settings) as records:
        records.add_all(things, who)


def sign_revocations(settings: Settings, records: Identities) -> tuple[Listed, Listed | None]:
    """Sign the list of who is revoked anew; return it and the one before, if there was one."""
    identity = settings.identity
    return revocations.publish_all(identity.folder, records.revoked, now(), identity.crl_days)


def rotate(settings: Settings, root_folder: Path, *, keeps_earlier: bool) -> str:
    """Let another authority issue from now on; return its name."""
    folder = settings.identity.folder
    made = rotate_authority(folder, root_folder, now(), keeps_earlier=keeps_earlier)
    with identities(settings) as records:
        # Its first list says who is revoked, too: who signed what is no question to a list.
        sign_revocations(settings, records)
    return made.issuing.subject.rfc4514_string()


def revoke(settings: Settings, node: str, why: str, who: str) -> Listed:
    """Let a node in no more, for ever, and sign the list that says so.

    Without an authority here the registry knows it all the same: renewals are refused at once.
    """
    with identities(settings) as records:
        records.revoke(node, why, who)
        return _signed_after(settings, records, node)


def replace(settings: Settings, swap: Swap, who: str, revoke_why: str | None) -> Sequence[Mount]:
    """Hang one node up in another's place, which is revoked too if there is a reason why."""
    with identities(settings) as records:
        moved = records.replace(swap, who, revoke_why)
        if revoke_why is not None:
            _signed_after(settings, records, swap.old)
        return moved


@dataclass(frozen=True, slots=True)
class Earlier:
    """An issuing authority that came before, how many nodes still need it, and its folder."""

    issuing: str
    nodes: int
    folder: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be told of an authority to anybody; None: it has no good list of the revoked."""

    root: str
    root_until: str
    root_sha256: str
    issuing: str
    issuing_until: str
    crl_number: int | None
    crl_until: str | None
    crl_age_h: int | None
    crl_is_old: bool
    revoked: int
    earlier: tuple[Earlier, ...]


def shown(settings: Settings, at: datetime) -> Shown:
    """Return what is told of the authority; raise BadAuthority."""
    folder = settings.identity.folder
    authority = open_authority(folder)
    listed = revocations.read(authority, folder)
    root, issuing = authority.root, authority.issuing
    return Shown(
        root=root.subject.rfc4514_string(),
        root_until=f"{root.not_valid_after_utc:%Y-%m-%d}",
        root_sha256=root.fingerprint(SHA256()).hex(),
        issuing=issuing.subject.rfc4514_string(),
        issuing_until=f"{issuing.not_valid_after_utc:%Y-%m-%d}",
        crl_number=listed.number if listed else None,
        crl_until=listed.until.isoformat() if listed else None,
        crl_age_h=int((at - listed.signed).total_seconds()) // 3600 if listed else None,
        crl_is_old=listed is not None and listed.is_old(at),
        revoked=len(listed.serials) if listed else 0,
        earlier=_earlier(settings, at),
    )


def _earlier(settings: Settings, at: datetime) -> tuple[Earlier, ...]:
    former = earlier_authorities(settings.identity.folder)
    if not former:
        return ()
    at_us = int(at.timestamp()) * 1_000_000
    with identities(settings) as records:
        live = [
            (one.node, x509.load_pem_x509_certificate(one.pem.encode()).issuer)
            for one in records.certificates()
            if one.revoked_us is None and one.until_us > at_us
        ]
    return tuple(
        Earlier(
            one.issuing.subject.rfc4514_string(),
            len({node for node, issuer in live if issuer == one.issuing.subject}),
            str(folder),
        )
        for one, folder in former
    )


def _signed_after(settings: Settings, records: Identities, node: str) -> Listed:
    try:
        listed, _ = sign_revocations(settings, records)
    except BadAuthority as error:
        raise BadAuthority(
            f"node {node} is revoked, but no list says so yet: {error}; "
            "then run: vallee-cloud authority sign"
        ) from error
    return listed
