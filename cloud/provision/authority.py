"""The issuing authority: it says who a key belongs to, and until when.

    root (offline, 20 years) → issuing (online, 10 years) → node, program, server (90 days)

All keys are P-256. The root's key is needed only to make the next issuing authority.

    root.pem     what nodes trust           issuing.key  0600, whoever has it makes nodes
    issuing.pem  what certificates say      crl.pem      who is revoked;  crl.number its number
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from cloud.errors import BadAuthority
from cloud.provision import forms
from cloud.provision.durable import SECRET, write_durably
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

_LONGEST_TITLE: Final = 40
_OTHERS: Final = 0o077


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
    """A root's certificate and the issuing authority under it, which signs."""

    root: x509.Certificate
    issuing: x509.Certificate
    key: ec.EllipticCurvePrivateKey = field(repr=False, compare=False)

    @property
    def root_pem(self) -> bytes:
        """What a node trusts."""
        return pem(self.root)

    @property
    def issuing_pem(self) -> bytes:
        """What a node or server sends along with its own certificate."""
        return pem(self.issuing)

    @property
    def chain_pem(self) -> bytes:
        """The issuing authority and the root: what a broker asks of its clients."""
        return self.issuing_pem + self.root_pem

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
        return _signed(begun, self.issuing.subject, self.key)


def create_authority(folder: Path, root_folder: Path, title: str, now: datetime) -> Authority:
    """Make a root into `root_folder`, to be taken offline, and its issuing authority in `folder`.

    Raises BadAuthority if something is there already: an authority is never overwritten.
    """
    if not (title.isprintable() and 1 <= len(title.strip()) <= _LONGEST_TITLE):
        raise BadAuthority(f"the title is a line of 1 to {_LONGEST_TITLE} characters")
    _must_be_free(folder, root_folder)
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root_name, name = f"{title} root", f"{title} issuing {now:%Y-%m-%d}"
    root = _signed(
        forms.authority(root_name, root_key.public_key(), now, ROOT_DAYS, below=1),
        forms.called(root_name),
        root_key,
    )
    issuing = _signed(
        forms.authority(name, key.public_key(), now, ISSUING_DAYS, below=0), root.subject, root_key
    )
    made = Authority(root, issuing, key)
    _write(made, root_key, folder, root_folder, made.crl((), now, FIRST_CRL_DAYS, 1))
    return made


def open_authority(folder: Path) -> Authority:
    """Open what `create_authority` made; raise BadAuthority with the mend."""
    try:
        root, issuing = (
            x509.load_pem_x509_certificate((folder / name).read_bytes()) for name in (ROOT, ISSUING)
        )
        secret = folder / ISSUING_KEY
        if secret.stat().st_mode & _OTHERS:
            raise BadAuthority(f"others may read {secret}; run: chmod 600 {secret}")
        key = load_pem_private_key(secret.read_bytes(), password=None)
        issuing.verify_directly_issued_by(root)
    except FileNotFoundError as error:
        raise BadAuthority(
            f"there is no {error.filename}; make an authority with: vallee-cloud authority init"
        ) from error
    except OSError as error:
        raise BadAuthority(f"{error.filename}: {error.strerror}") from error
    except (ValueError, TypeError, InvalidSignature) as error:
        raise BadAuthority(
            f"{folder}: {ROOT}, {ISSUING} and {ISSUING_KEY} do not belong together; "
            "put back those of the last backup"
        ) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != issuing.public_key():
        raise BadAuthority(
            f"{secret} is not the key of {ISSUING}; put back that of the last backup"
        )
    return Authority(root, issuing, key)


def _must_be_free(folder: Path, root_folder: Path) -> None:
    if root_folder.resolve().is_relative_to(folder.resolve()):
        raise BadAuthority(
            f"the root's folder {root_folder} lies in {folder}, which is online; "
            "name a folder on a stick that you can take away"
        )
    for file in (root_folder / ROOT_KEY, root_folder / ROOT, *(folder / one for one in _ONLINE)):
        if file.exists():
            raise BadAuthority(f"{file} is there already; an authority is never overwritten")


_ONLINE: Final = (ROOT, ISSUING, ISSUING_KEY, CRL, CRL_NUMBER)


def _write(
    made: Authority,
    root_key: ec.EllipticCurvePrivateKey,
    folder: Path,
    root_folder: Path,
    crl: bytes,
) -> None:
    try:
        for one in (root_folder, folder):
            one.mkdir(mode=0o750, parents=True, exist_ok=True)
        write_durably(root_folder / ROOT_KEY, pem_key(root_key), SECRET)
        write_durably(root_folder / ROOT, made.root_pem)
        write_durably(folder / ROOT, made.root_pem)
        write_durably(folder / CRL_NUMBER, b"1\n")
        write_durably(folder / CRL, crl)
        write_durably(folder / ISSUING, made.issuing_pem)
        # Last: with it there is an authority, and before there is none.
        write_durably(folder / ISSUING_KEY, pem_key(made.key), SECRET)
    except OSError as error:
        raise BadAuthority(f"{error.filename}: {error.strerror}") from error


def _signed(
    begun: x509.CertificateBuilder, issuer: x509.Name, key: ec.EllipticCurvePrivateKey
) -> x509.Certificate:
    named = begun.issuer_name(issuer).add_extension(_issued_by(key), critical=False)
    return named.sign(key, SHA256())


def _issued_by(key: ec.EllipticCurvePrivateKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
