"""The signature of a record: a key for this one document, under the authority that all trust."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

NAME: Final = "Installation records"
FIELD: Final = "Signature"
# RFC 9336. Readers that are older than it ask for that of mail.
DOCUMENTS: Final = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
_BACKDATED: Final = timedelta(hours=1)


class Issuer(Protocol):
    """The authority that signs certificates."""

    @property
    def root(self) -> x509.Certificate:
        """What everybody trusts."""

    @property
    def issuing(self) -> x509.Certificate:
        """Who issues in its name."""

    @property
    def key(self) -> ec.EllipticCurvePrivateKey:
        """The key of who issues."""


@dataclass(frozen=True, slots=True)
class RecordSeal:
    """Signs records, each with a key of its own that is made for it and kept nowhere.

    Its certificate holds as long as its issuer's: a record is looked at years later.
    """

    issuer: Issuer

    def sign(self, pdf: bytes, reason: str, now_us: int) -> bytes:
        """Return the PDF with a signature over all of it, after which nothing may be changed."""
        now = datetime.fromtimestamp(now_us // 1_000_000, UTC)
        key = ec.generate_private_key(ec.SECP256R1())
        own = certify(self.issuer, key.public_key(), now)
        held = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        certificate, *chain = _loaded(own, self.issuer.issuing, self.issuer.root)
        known = SimpleCertificateStore()  # type: ignore[no-untyped-call] # it has no types
        known.register_multiple(chain)
        signer = signers.SimpleSigner(
            signing_cert=certificate,
            signing_key=load_private_key_from_pemder_data(held, None),
            cert_registry=known,
        )
        said = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            reason=reason,
            name=NAME,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
            subfilter=fields.SigSeedSubFilter.PADES,
        )
        out = io.BytesIO()
        signers.PdfSigner(said, signer).sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(pdf)), output=out
        )
        return out.getvalue()


def certify(issuer: Issuer, key: ec.EllipticCurvePublicKey, now: datetime) -> x509.Certificate:
    """Return the issuer's word that `key` signs records, and may do nothing else."""
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    purposes = x509.ExtendedKeyUsage([DOCUMENTS, ExtendedKeyUsageOID.EMAIL_PROTECTION])
    by = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)]))
        .issuer_name(issuer.issuing.subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BACKDATED)
        .not_valid_after(issuer.issuing.not_valid_after_utc)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(purposes, critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(by, critical=False)
        .sign(issuer.key, SHA256())
    )


def _loaded(*certificates: x509.Certificate) -> list[Any]:
    """Return certificates as the signing library wants them."""
    pem = b"".join(one.public_bytes(Encoding.PEM) for one in certificates)
    return list(load_certs_from_pemder_data(pem))
