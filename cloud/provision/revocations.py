"""The list of who is revoked, signed and put where the broker reads it.

A list that is cut off, empty or older than another lets revoked nodes in. So one program at a time
writes it, its number only grows, and it is parsed from the disk before it takes its place.
"""

import fcntl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography import x509

from cloud.errors import BadAuthority
from cloud.provision.authority import CRL, CRL_NUMBER, Authority
from cloud.provision.authority_files import earlier_authorities, open_authority
from cloud.provision.durable import write_durably
from cloud.provision.forms import BACKDATED
from cloud.registry.values import NodeCertificate

_LOCK: Final = "crl.lock"


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as it was found or signed.

    Attributes:
        signed: when it was signed.
        until: from when on a broker lets nobody in for the sake of it.
    """

    number: int
    signed: datetime
    until: datetime
    serials: frozenset[int]

    def is_old(self, now: datetime) -> bool:
        """Tell whether half of its life is over: then whoever signs it daily does not."""
        return now - self.signed > (self.until - self.signed) / 2


def publish(
    authority: Authority,
    folder: Path,
    revoked: Callable[[], Sequence[NodeCertificate]],
    now: datetime,
    days: int,
) -> tuple[Listed, Listed | None]:
    """Sign who is revoked now; return the new list and the one before, None if it was none.

    Raises BadAuthority; the list before stays then.
    """
    try:
        with _alone(folder):
            before = read(authority, folder)
            number = _next_number(folder, before, now)
            # Read when nobody else can publish: no older list ever follows a newer one.
            entries = [(int(one.serial, 16), _time(one.revoked_us)) for one in revoked()]
            body = authority.crl(entries, now, days, number)
            listed = _parse(authority, body)
            if listed is None or listed.serials != {serial for serial, _ in entries}:
                raise BadAuthority(f"{folder / CRL}: what was signed does not read back")
            write_durably(folder / CRL_NUMBER, f"{number}\n".encode())
            write_durably(
                folder / CRL, body, is_good=lambda read: _parse(authority, read) == listed
            )
    except OSError as error:
        raise BadAuthority(f"{error.filename or folder}: {error.strerror or error}") from error
    return listed, before


def publish_all(
    folder: Path,
    revoked: Callable[[], Sequence[NodeCertificate]],
    now: datetime,
    days: int,
) -> tuple[Listed, Listed | None]:
    """Sign the lists of all who are believed, each in its folder; return those of today's.

    Every list names everybody: then nobody has to know who signed which certificate.
    """
    for earlier, place in earlier_authorities(folder):
        publish(earlier, place, revoked, now, days)
    return publish(open_authority(folder), folder, revoked, now, days)


def read(authority: Authority, folder: Path) -> Listed | None:
    """Return the list that is there; None if there is none that this authority signed."""
    try:
        return _parse(authority, (folder / CRL).read_bytes())
    except OSError:
        return None


def _parse(authority: Authority, body: bytes) -> Listed | None:
    try:
        found = x509.load_pem_x509_crl(body)
        number = found.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
        is_ours = found.is_signature_valid(authority.key.public_key())
    except (ValueError, TypeError, x509.ExtensionNotFound):
        return None
    if not is_ours or found.next_update_utc is None:
        return None
    return Listed(
        number,
        found.last_update_utc + BACKDATED,
        found.next_update_utc,
        frozenset(one.serial_number for one in found),
    )


def _next_number(folder: Path, before: Listed | None, now: datetime) -> int:
    try:
        counted = int((folder / CRL_NUMBER).read_text("ascii"))
    except (OSError, ValueError):
        counted = 0
    last = max(counted, before.number if before else 0)
    # Both lost: the seconds since 1970 are more than all lists that there can have been.
    return last + 1 if last else int(now.timestamp())


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / _LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _time(us: int | None) -> datetime:
    return datetime.fromtimestamp((us or 0) // 1_000_000, UTC)
