"""Passwords of the cloud's own programs, as mosquitto keeps them."""

from base64 import b64encode
from collections.abc import Mapping
from hashlib import pbkdf2_hmac
from typing import Final

# mosquitto_passwd's own. More would slow no guess of 192 random bits.
_ROUNDS: Final = 101
SALT_BYTES: Final = 12


def passwords(secrets: Mapping[str, str], salt: bytes) -> str:
    """Return the file of hashes for `secrets` by account; each is 192 random bits, never typed."""
    return "".join(f"{account}:{_hashed(secret, salt)}\n" for account, secret in secrets.items())


def _hashed(secret: str, salt: bytes) -> str:
    digest = pbkdf2_hmac("sha512", secret.encode(), salt, _ROUNDS)
    return f"$7${_ROUNDS}${b64encode(salt).decode()}${b64encode(digest).decode()}"
