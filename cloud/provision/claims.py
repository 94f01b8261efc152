"""Making a claim, and telling a good one from a guess."""

import secrets
from collections.abc import Callable
from hashlib import sha256
from hmac import compare_digest
from typing import Final

from cloud.registry.values import Claim

_NUMBER_BYTES: Final = 4
# 192 bits: nobody guesses it, so a plain hash of it keeps it.
_SECRET_BYTES: Final = 24
_HOUR_US: Final = 3_600_000_000


def make_claim(
    node: str,
    who: str,
    now_us: int,
    hours: int,
    token: Callable[[int], str] = secrets.token_urlsafe,
) -> tuple[str, Claim]:
    """Return a claim as it is told once, and as it is kept."""
    number = secrets.token_hex(_NUMBER_BYTES)
    secret = token(_SECRET_BYTES)
    until_us = now_us + hours * _HOUR_US
    return f"vc1.{number}.{secret}", Claim(number, node, _hash(secret), now_us, until_us, who)


def is_secret_of(claim: Claim | None, secret: str) -> bool:
    """Tell whether `secret` is the claim's, in a time that says nothing; None has no secret."""
    kept = "" if claim is None else claim.secret_hash
    return compare_digest(kept.encode(), _hash(secret).encode())


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
