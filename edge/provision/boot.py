"""The claim file that the installer's card carries on its boot partition."""

import errno
import os
import stat
import tomllib
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlsplit

import msgspec
from cryptography import x509
from msgspec import Meta

from contract.enrol import claim_parts
from contract.errors import BadSettings, Malformed

# A claim, an address and a root's certificate are less than 2 kB.
LARGEST: Final = 16 << 10
_OPEN: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class BootBroker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the broker is, as the node sees it."""

    host: Annotated[str, Meta(pattern=r"\A[A-Za-z0-9.:-]{1,253}\Z")]
    port: Annotated[int, Meta(ge=1, le=65535)] = 8883


class BootClaim(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the claim file says; `root` is the certificate of the authority, PEM."""

    claim: str
    enrol_url: str
    root: str
    mqtt: BootBroker | None = None

    def __repr__(self) -> str:
        """Say which claim this is, and not its secret."""
        return f"BootClaim(number={self.number!r}, enrol_url={self.enrol_url!r})"

    @property
    def number(self) -> str:
        """The claim's number, which is no secret."""
        return claim_parts(self.claim)[0]

    @property
    def root_pem(self) -> bytes:
        """The root's certificate."""
        return self.root.encode()


def read_claim(file: Path) -> BootClaim | None:
    """Return what `file` says, None if it is not there; raise BadSettings with one sentence.

    What is empty or begins with a zero is not there, either: the power went while it was scrubbed.
    No sentence holds a value of the file: it may be the secret.
    """
    data = _read(file)
    if data is None or data[:1] in {b"", b"\0"}:
        return None
    try:
        tree = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
        raise BadSettings(f"{file}: no TOML; write the card anew") from None
    try:
        claim = msgspec.convert(tree, BootClaim)
        claim_parts(claim.claim)
    except msgspec.ValidationError as error:
        raise BadSettings(f"{file}: {error}") from None
    except Malformed as error:
        raise BadSettings(f"{file}: claim: {error}") from None
    _check(file, claim)
    return claim


def _read(file: Path) -> bytes | None:
    try:
        handle = os.open(file, _OPEN)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise BadSettings(f"{file}: is a symbolic link; a claim is a plain file") from None
        raise BadSettings(f"{file}: cannot be read: {error.strerror}") from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise BadSettings(f"{file}: is no plain file")
    with os.fdopen(handle, "rb") as source:
        data = source.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise BadSettings(f"{file}: larger than {LARGEST // 1024} KiB; a claim has less than 2")
    return data


def _check(file: Path, claim: BootClaim) -> None:
    try:
        parts = urlsplit(claim.enrol_url)
        sound = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or "@" in claim.enrol_url:
        raise BadSettings(f"{file}: enrol_url: expected https://NAME:PORT")
    try:
        x509.load_pem_x509_certificate(claim.root_pem)
    except ValueError:
        raise BadSettings(f"{file}: root: expected the root's certificate as PEM") from None
