"""An authority, a registry on a file with nodes in stock, and requests as nodes make them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from cloud.provision.authority import Authority
from cloud.provision.authority_files import create_authority
from cloud.provision.enrolment import Enrolment
from cloud.provision.forms import called
from cloud.registry.identities import Identities, open_identities
from cloud.registry.values import Device, Stock
from contract.enrol import Enrol, Enrolled, Renew
from tests.services.registries import newest

START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
START_US = int(START.timestamp()) * 1_000_000
HOUR_US = 3_600_000_000
DAY_US = 24 * HOUR_US
HERE = "192.0.2.7"


@dataclass
class Office:
    """Who gives certificates; `now_us` moves only when the test moves it."""

    authority: Authority
    folder: Path
    url: str
    now_us: int = START_US
    records: Identities = field(init=False)
    enrolment: Enrolment = field(init=False)

    def __post_init__(self) -> None:
        self.records = open_identities(newest(self.url), lambda: self.now_us)
        self.enrolment = Enrolment(self.authority, self.records, 90)

    def stock(self, *nodes: str) -> None:
        for node in nodes:
            self.records.add(Device(node, Stock.IN_STOCK, self.now_us))

    def claim(self, node: str, hours: int = 72) -> str:
        return self.enrolment.claim(node, "a test", self.now_us, hours)

    def enrol(self, claim: str, csr: str, address: str = HERE) -> Enrolled:
        return self.enrolment.enrol(Enrol(claim, csr), address, self.now_us)

    def renew(self, shown: str | None, csr: str, address: str = HERE) -> Enrolled:
        return self.enrolment.renew(Renew(csr), shown, address, self.now_us)

    def enrolled(self, node: str) -> Enrolled:
        """Enrol a node of the stock with a key of its own."""
        return self.enrol(self.claim(node), request())

    def close(self) -> None:
        self.records.close()


def open_office(folder: Path, url: str | None = None, now: datetime = START) -> Office:
    online = folder / "online"
    authority = create_authority(online, folder / "stick", "Essai", now)
    place = url or f"sqlite:///{folder / 'registry.sqlite'}"
    return Office(authority, online, place, int(now.timestamp()) * 1_000_000)


def new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def request(
    key: CertificateIssuerPrivateKeyTypes | None = None,
    subject: str = "whoever",
    extension: x509.ExtensionType | None = None,
    *,
    hashed: bool = True,
) -> str:
    """Return a request, PEM, as a node makes it."""
    begun = x509.CertificateSigningRequestBuilder().subject_name(called(subject))
    if extension is not None:
        begun = begun.add_extension(extension, critical=True)
    signed = begun.sign(key or new_key(), SHA256() if hashed else None)
    return signed.public_bytes(Encoding.PEM).decode()


def first_pem(chain: str) -> str:
    """Return the node's own certificate of an answer."""
    end = "-----END CERTIFICATE-----\n"
    return chain[: chain.index(end) + len(end)]


def certificate(enrolled: Enrolled) -> x509.Certificate:
    return x509.load_pem_x509_certificate(first_pem(enrolled.certificate).encode())
