"""Secrets that are given out once and kept as their hash."""

import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from hmac import compare_digest, digest

_BYTES = 32
# 32 bytes in base64 without padding; whatever is longer is no secret of ours.
_LONGEST = 43


def new_secret() -> str:
    """Return 256 random bits, as they may stand in a cookie or an address."""
    return secrets.token_urlsafe(_BYTES)


def hash_of(secret: str) -> str:
    """Return what is kept of a secret: its SHA-256, in hex.

    Nothing slow is needed: nobody guesses 256 random bits.
    """
    return sha256(secret[: _LONGEST + 1].encode("utf-8", "surrogatepass")).hexdigest()


def derived(secret: str, purpose: str) -> str:
    """Return another secret, from which the first cannot be found."""
    made = digest(secret.encode("utf-8", "surrogatepass"), purpose.encode(), "sha256")
    return urlsafe_b64encode(made).rstrip(b"=").decode("ascii")


def same(one: str, other: str) -> bool:
    """Compare two secrets in a time that does not tell where they differ."""
    return compare_digest(
        one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass")
    )
