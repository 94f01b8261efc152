"""The certificate and key of a server of ours in one file, made anew in time."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from cloud.provision.authority import Authority, pem, pem_key
from cloud.provision.durable import SECRET, write_durably

SERVER_DAYS: Final = 90


def own_pem(authority: Authority, names: Sequence[str], now: datetime) -> bytes:
    """Return a new key, its certificate for these names, and what leads to the root."""
    key = ec.generate_private_key(ec.SECP256R1())
    made = authority.server(names, key.public_key(), now, SERVER_DAYS)
    return pem_key(key) + pem(made) + authority.issuing_pem


def keep_good(file: Path, authority: Authority, names: Sequence[str], now: datetime) -> bool:
    """Write a new one if that in `file` will not do; return whether it did. Raises OSError.

    One file, so that nobody ever finds the key of one and the certificate of another.
    """
    if _will_do(file, authority, names, now):
        return False
    write_durably(file, own_pem(authority, names, now), SECRET)
    return True


def _will_do(file: Path, authority: Authority, names: Sequence[str], now: datetime) -> bool:
    """Tell whether it is this authority's, in its first two thirds, and bears these names."""
    try:
        own = file.read_bytes()
        certificate = x509.load_pem_x509_certificate(own)
        certificate.verify_directly_issued_by(authority.issuing)
        key = load_pem_private_key(own, password=None)
        borne = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except Exception:  # noqa: BLE001 - whatever is wrong with it, a new one is right
        return False
    begin, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    return (
        key.public_key() == certificate.public_key()
        and {str(name.value) for name in borne} == set(names)
        and now < begin + (end - begin) * 2 / 3
    )
