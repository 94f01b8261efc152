"""A node's key, its request for a certificate, and whether what came back is meant for it."""

from datetime import UTC, datetime
from itertools import pairwise

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from contract.enrol import Enrolled


def make_key() -> bytes:
    """Return a new P-256 key as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def is_key(pem: bytes) -> bool:
    """Tell whether this is a P-256 key, whole."""
    try:
        key = load_pem_private_key(pem, None)
    except (ValueError, TypeError):
        return False
    return isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1)


def request(key_pem: bytes) -> str:
    """Return a request for a certificate for this key, as PEM; it names nobody."""
    key = load_pem_private_key(key_pem, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("a node's key is on P-256")
    made = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
    return made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM).decode("ascii")


def objection(answer: Enrolled, key_pem: bytes, root_pem: bytes, now: datetime) -> str | None:
    """Say why `answer` gives no identity to this key under this root, or None."""
    try:
        chain = x509.load_pem_x509_certificates(answer.certificate.encode())
        root = x509.load_pem_x509_certificate(root_pem)
    except ValueError:
        return "the certificate that came cannot be read"
    if not fits(answer.certificate.encode(), key_pem):
        return "the certificate that came is for another key"
    names = chain[0].subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    if [one.value for one in names] != [answer.node]:
        return f"the certificate that came does not name {answer.node}"
    try:
        for lower, upper in pairwise([*chain, root]):
            if lower != upper:
                lower.verify_directly_issued_by(upper)
    except (ValueError, TypeError, InvalidSignature):
        return "the certificate that came does not lead to the root on the boot partition"
    if chain[0].not_valid_after_utc <= now:
        return f"the certificate that came has expired by this node's clock ({now:%Y-%m-%d %H:%M})"
    return None


def fits(certificate_pem: bytes, key_pem: bytes) -> bool:
    """Tell whether the first certificate is for this key."""
    try:
        certificate = x509.load_pem_x509_certificate(certificate_pem)
        key = load_pem_private_key(key_pem, None)
    except (ValueError, TypeError):
        return False
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        return False
    return certificate.public_key() == key.public_key()


def moment(at_us: int) -> datetime:
    """Return microseconds since 1970 as a time of UTC."""
    return datetime.fromtimestamp(at_us / 1e6, UTC)
