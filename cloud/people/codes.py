"""One-time codes of an authenticator app (TOTP, RFC 6238), their secret sealed at rest.

The secret is sealed with a key that lies in a file beside the registry, not in it: who gets hold
of a copy of the registry alone can make no codes.
"""

import os
from typing import Final

import pyotp
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cloud.errors import RegistryFault
from cloud.people.secrets import same

ISSUER: Final = "Smart Vallée"
KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_STEP_S: Final = 30
# A phone's clock may be half a minute off, either way.
_OFF: Final = (0, -1, 1)


def new_codes() -> str:
    """Return the secret of a new series of codes, in base32."""
    return pyotp.random_base32()


def address_of_codes(secret: str, person: str) -> str:
    """Return the otpauth: address that an app reads from a QR."""
    return pyotp.TOTP(secret, interval=_STEP_S).provisioning_uri(name=person, issuer_name=ISSUER)


def step_of(secret: str, code: str, now_us: int) -> int | None:
    """Return the time step whose code this is, near now; None if it is none's."""
    told = "".join(code.split())
    codes = pyotp.TOTP(secret, interval=_STEP_S)
    now_step = now_us // 1_000_000 // _STEP_S
    found = [now_step + off for off in _OFF if same(codes.generate_otp(now_step + off), told)]
    return found[0] if found else None


def seal(key: bytes, secret: str, person: str) -> bytes:
    """Return a secret that only `key` opens, and only as this person's."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, secret.encode("ascii"), person.encode())


def unseal(key: bytes, sealed: bytes, person: str) -> str:
    """Open a secret again; raise RegistryFault if the key is not the one that closed it."""
    nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return AESGCM(key).decrypt(nonce, rest, person.encode()).decode("ascii")
    except InvalidTag:
        raise RegistryFault(
            f"the codes of {person} were sealed with another key; set them up anew with:"
            f" vallee-cloud people totp {person}"
        ) from None
