"""Whether a list of the revoked may be given to a broker."""

from collections.abc import Iterable
from datetime import datetime

from cryptography import x509

from cloud.errors import BadAuthority


def must_be_sound(
    crl_pem: bytes, issuing: x509.Certificate, serials: Iterable[int], now: datetime
) -> None:
    """Raise BadAuthority unless the list is the authority's own, good now, and names `serials`."""
    try:
        crl = x509.load_pem_x509_crl(crl_pem)
    except ValueError as error:
        raise BadAuthority("the list of the revoked is none: nothing is written") from error
    key = issuing.public_key()
    if crl.issuer != issuing.subject or not crl.is_signature_valid(key):  # type: ignore[arg-type]
        raise BadAuthority("the list of the revoked is signed by somebody else: nothing is written")
    if crl.next_update_utc is None or not crl.last_update_utc <= now < crl.next_update_utc:
        raise BadAuthority("the list of the revoked is not good now: nothing is written")
    named = {entry.serial_number for entry in crl}
    if missing := [f"{serial:x}" for serial in serials if serial not in named]:
        raise BadAuthority(f"the list of the revoked lacks {missing[0]}: nothing is written")
