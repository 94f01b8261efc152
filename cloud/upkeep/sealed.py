"""The issuing authority's files, sealed with a secret so that a backup of them opens no door.

A file is one line of JSON that says how it was sealed, and then what was sealed: AES-256-GCM under
a key that scrypt makes of the secret. Who changes a bit of either opens nothing.
"""

import base64
import os
from pathlib import Path, PurePosixPath
from typing import Final, Literal

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from cloud.upkeep.errors import BadCopy, NotEmpty
from contract.config import read_secret
from contract.errors import BadSettings

FILE: Final = "identity.sealed"
# What guesses cost: 128 MiB and half a second each.
_COST: Final = 2**17
_SHORTEST: Final = 20


class _How(msgspec.Struct, frozen=True):
    """How it was sealed; bytes are base64."""

    salt: bytes
    nonce: bytes
    cost: int = _COST
    sealed: Literal["scrypt, AES-256-GCM"] = "scrypt, AES-256-GCM"


def seal(identity: Path, secret_file: Path, target: Path) -> None:
    """Seal every file of a folder into one; raise BadSettings if the secret is none."""
    found = {
        path.relative_to(identity).as_posix(): base64.b64encode(path.read_bytes()).decode()
        for path in sorted(identity.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }
    how = _How(os.urandom(16), os.urandom(12))
    head = msgspec.json.encode(how)
    key = _key(read_long_secret(secret_file), how)
    body = AESGCM(key).encrypt(how.nonce, msgspec.json.encode(found), head)
    target.touch(mode=0o600, exist_ok=False)
    target.write_bytes(head + b"\n" + body)


def unseal(sealed: Path, secret_file: Path, identity: Path) -> None:
    """Write what was sealed into a folder that is not there yet; raise BadCopy."""
    if identity.exists() and any(identity.iterdir()):
        raise NotEmpty(f"{identity} is not empty; move it away, or leave --seal out")
    head, _, body = sealed.read_bytes().partition(b"\n")
    try:
        how = msgspec.json.decode(head, type=_How)
        if how.cost != _COST:
            raise BadCopy(f"{sealed} asks for another cost than {_COST}: it is not of our making")
        opened = AESGCM(_key(read_long_secret(secret_file), how)).decrypt(how.nonce, body, head)
    except (msgspec.DecodeError, InvalidTag, ValueError):
        raise BadCopy(f"{sealed} does not open with {secret_file}: it is another secret") from None
    files = msgspec.json.decode(opened, type=dict[str, str])
    identity.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, text in files.items():
        target = identity / _inside(sealed, name)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        target.touch(mode=0o600, exist_ok=False)
        target.write_bytes(base64.b64decode(text))


def read_long_secret(file: Path) -> str:
    """Return a secret that is worth guessing at; raise BadSettings if it is too short."""
    secret = read_secret(file)
    if len(secret) < _SHORTEST:
        raise BadSettings(
            f"the secret {file} has fewer than {_SHORTEST} characters; make one with:"
            f" openssl rand -base64 32 > {file}"
        )
    return secret


def _key(secret: str, how: _How) -> bytes:
    return Scrypt(salt=how.salt, length=32, n=how.cost, r=8, p=1).derive(secret.encode())


def _inside(sealed: Path, name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise BadCopy(f"{sealed} holds a file that is called {name!r}: it is not of our making")
    return path
