"""Whether lists of the revoked may be given to a broker, one of each who issued."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from cloud.errors import BadAuthority


@dataclass(frozen=True, slots=True)
class CrlOf:
    """The list of the revoked that an issuing authority has signed, as PEM."""

    issuing: x509.Certificate
    pem: bytes


def joined(lists: Sequence[CrlOf], serials: Iterable[int], now: datetime) -> bytes:
    """Return the file of all lists; raise BadAuthority unless each is sound.

    A broker reads them in this order and stops at what it cannot read: so who is refused by the
    last one tells that all of them were read.
    """
    wanted = list(serials)
    for one in lists:
        must_be_sound(one.pem, one.issuing, wanted, now)
    return b"".join(one.pem for one in lists)


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
