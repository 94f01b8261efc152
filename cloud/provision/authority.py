"""The issuing authority: it says who a key belongs to, and until when.

    root (offline, 20 years) → issuing (online, 10 years) → node, program, server (90 days)

All keys are P-256. The root's key is needed only to make the next issuing authority.

An issuing authority may follow another (`authority_rotation`): what the one before has signed is
believed until it ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from cloud.errors import BadAuthority
from cloud.provision import forms
from contract.names import is_name

ROOT: Final = "root.pem"
ROOT_KEY: Final = "root.key"
ISSUING: Final = "issuing.pem"
ISSUING_KEY: Final = "issuing.key"
CRL: Final = "crl.pem"
CRL_NUMBER: Final = "crl.number"

ROOT_DAYS: Final = 20 * 365
ISSUING_DAYS: Final = 10 * 365
FIRST_CRL_DAYS: Final = 14

# No node can be called so, having no dot in its name: none ever passes for a program.
PROGRAM: Final = "cloud."


def pem(certificate: x509.Certificate) -> bytes:
    """Return a certificate as PEM."""
    return certificate.public_bytes(Encoding.PEM)


def pem_key(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return a private key as PEM, without a password: what keeps it is its file's mode."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def serial_of(certificate: x509.Certificate) -> str:
    """Return a certificate's serial as the registry writes it: in hex."""
    return f"{certificate.serial_number:x}"


@dataclass(frozen=True, slots=True)
class Authority:
    """A root's certificate and the issuing authority under it, which signs.

    Attributes:
        earlier: those who issued before it, newest first, and are believed still.
    """

    root: x509.Certificate
    issuing: x509.Certificate
    key: ec.EllipticCurvePrivateKey = field(repr=False, compare=False)
    earlier: tuple[x509.Certificate, ...] = ()

    @property
    def root_pem(self) -> bytes:
        """What a node trusts."""
        return pem(self.root)

    @property
    def issuing_pem(self) -> bytes:
        """What a node or server sends along with its own certificate."""
        return pem(self.issuing)

    @property
    def issuers(self) -> tuple[x509.Certificate, ...]:
        """Who is believed about nodes: the one that signs, and those before it."""
        return (self.issuing, *self.earlier)

    @property
    def chain_pem(self) -> bytes:
        """All issuers and the root: what a server asks of its clients."""
        return b"".join(pem(one) for one in (*self.issuers, self.root))

    def issuer_of(self, certificate: x509.Certificate) -> x509.Certificate | None:
        """Return which of the issuers has signed a certificate; None if it was another."""
        return next((one for one in self.issuers if _has_signed(one, certificate)), None)

    def node(
        self, name: str, key: ec.EllipticCurvePublicKey, now: datetime, days: int
    ) -> x509.Certificate:
        """Say that `key` is the node's of this name; raise ValueError or BadAuthority."""
        if not is_name(name):
            raise ValueError(f"{name!r} cannot name a node")
        return self._sign(forms.client(name, key, now, self._until(key, now, days)))

    def program(
        self, name: str, key: ec.EllipticCurvePublicKey, now: datetime, days: int
    ) -> x509.Certificate:
        """Say that `key` is of a program of the cloud, which is called PROGRAM + `name`."""
        if not is_name(name):
            raise ValueError(f"{name!r} cannot name a program")
        return self._sign(forms.client(PROGRAM + name, key, now, self._until(key, now, days)))

    def server(
        self, names: Sequence[str], key: ec.EllipticCurvePublicKey, now: datetime, days: int
    ) -> x509.Certificate:
        """Say that `key` is of the server that is reached by these names or IP addresses."""
        if not names:
            raise ValueError("a server is reached by at least one name")
        return self._sign(forms.server(names, key, now, self._until(key, now, days)))

    def crl(
        self, revoked: Sequence[tuple[int, datetime]], now: datetime, days: int, number: int
    ) -> bytes:
        """Return the list of the revoked serials, each with its time, as PEM."""
        listed = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.issuing.subject)
            .last_update(now - forms.BACKDATED)
            .next_update(now + timedelta(days=days))
            .add_extension(x509.CRLNumber(number), critical=False)
            .add_extension(_issued_by(self.key), critical=False)
        )
        for serial, since in revoked:
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since)
            listed = listed.add_revoked_certificate(entry.build())
        return listed.sign(self.key, SHA256()).public_bytes(Encoding.PEM)

    def _until(self, key: object, now: datetime, days: int) -> datetime:
        if not forms.is_p256(key):
            raise ValueError("only P-256 keys are certified")
        end = self.issuing.not_valid_after_utc
        if now >= end:
            raise BadAuthority(
                f"the issuing authority expired on {end:%Y-%m-%d}; make a new one with its root"
            )
        # Nobody's word holds longer than his who gave it.
        return min(now + timedelta(days=days), end)

    def _sign(self, begun: x509.CertificateBuilder) -> x509.Certificate:
        return signed(begun, self.issuing.subject, self.key)


def signed(
    begun: x509.CertificateBuilder, issuer: x509.Name, key: ec.EllipticCurvePrivateKey
) -> x509.Certificate:
    """Return a certificate that is begun, signed by whom `issuer` names."""
    named = begun.issuer_name(issuer).add_extension(_issued_by(key), critical=False)
    return named.sign(key, SHA256())


def _issued_by(key: ec.EllipticCurvePrivateKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def _has_signed(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
