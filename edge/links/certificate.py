"""What a certificate on disk says: whose it is, and from when to when."""

from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.x509.oid import NameOID


class Certificate(NamedTuple):
    """A certificate's name and times, in µs since 1970 UTC."""

    name: str
    from_us: int
    until_us: int


def read_certificate(file: Path) -> Certificate | None:
    """Return the first certificate of a PEM file, None if there is none that can be read."""
    try:
        found = x509.load_pem_x509_certificate(file.read_bytes())
        names = found.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    except (OSError, ValueError):
        return None
    return Certificate(
        str(names[0].value) if names else "",
        round(found.not_valid_before_utc.timestamp() * 1e6),
        round(found.not_valid_after_utc.timestamp() * 1e6),
    )
