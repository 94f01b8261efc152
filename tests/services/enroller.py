"""A stand-in for the authority that nodes enrol with: real HTTPS, and told to fail."""

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CLAIM = "vc1.0a1b2c3d." + "A" * 32
NODE = "n-001"
DAY = timedelta(days=1)

Trouble = Literal[
    "",
    "lost",
    "busy",
    "portal",
    "endless",
    "another-key",
    "another-root",
    "another-name",
    "old",
]


class Ca:
    """A root and an issuing authority under it."""

    def __init__(self) -> None:
        self._root_key = ec.generate_private_key(ec.SECP256R1())
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.root = _sign("a root", self._root_key, None, self._root_key, days=(-1, 7300))
        self.issuing = _sign("an issuer", self._key, self.root, self._root_key, days=(-1, 3650))

    @property
    def root_pem(self) -> str:
        return pem(self.root)

    @property
    def chain_pem(self) -> str:
        return pem(self.issuing) + pem(self.root)

    def node(
        self, name: str, key: ec.EllipticCurvePublicKey, days: tuple[int, int] = (0, 90)
    ) -> x509.Certificate:
        return _leaf(name, key, self.issuing, self._key, days, ExtendedKeyUsageOID.CLIENT_AUTH)

    def serve(self, folder: Path, days: tuple[int, int] = (-1, 90)) -> tuple[Path, Path]:
        """Write a server's certificate for loopback, the issuer's behind it, and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        usage = ExtendedKeyUsageOID.SERVER_AUTH
        made = _leaf("server", key.public_key(), self.issuing, self._key, days, usage)
        folder.mkdir(parents=True, exist_ok=True)
        cert_file, key_file = folder / "server.pem", folder / "server.key"
        cert_file.write_text(pem(made) + pem(self.issuing))
        key_file.write_bytes(plain(key))
        return cert_file, key_file

    def crl(self, *revoked: x509.Certificate) -> str:
        """Return the issuer's list of revoked certificates."""
        now = datetime.now(UTC)
        made = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.issuing.subject)
            .last_update(now - DAY)
            .next_update(now + DAY)
        )
        for one in revoked:
            entry = x509.RevokedCertificateBuilder()
            entry = entry.serial_number(one.serial_number).revocation_date(now - DAY)
            made = made.add_revoked_certificate(entry.build())
        return made.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM).decode()


@dataclass
class Enroller:
    """One authority at `url`; `trouble` is what goes wrong from now on."""

    ca: Ca = field(default_factory=Ca)
    trouble: Trouble = ""
    node: str = NODE
    claim: str = CLAIM
    url: str = ""
    days: tuple[int, int] = (0, 90)
    bodies: list[bytes] = field(default_factory=list)
    given: list[x509.Certificate] = field(default_factory=list)
    revoked: set[int] = field(default_factory=set)
    used_by: bytes | None = None

    def answer(self, path: str, body: bytes, peer: x509.Certificate | None) -> tuple[int, bytes]:
        self.bodies.append(body)
        asked = json.loads(body)
        key = x509.load_pem_x509_csr(asked["csr"].encode()).public_key()
        assert isinstance(key, ec.EllipticCurvePublicKey)
        if path == "/enrol":
            turned = self._claimed(asked["claim"], key)
        elif peer is None or peer.serial_number in self.revoked:
            turned = "this node is revoked"
        else:
            turned = None
        if turned is not None:
            return 403, _json({"reason": turned, "again": False})
        return 200, self._enrolled(key)

    def _claimed(self, claim: str, key: ec.EllipticCurvePublicKey) -> str | None:
        shown = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        if claim != self.claim:
            return "this claim is not known"
        if self.used_by not in {None, shown}:
            return "this claim is used already"
        self.used_by = shown
        return None

    def _enrolled(self, key: ec.EllipticCurvePublicKey) -> bytes:
        if self.trouble == "another-key":
            key = ec.generate_private_key(ec.SECP256R1()).public_key()
        ca = Ca() if self.trouble == "another-root" else self.ca
        name = "n-666" if self.trouble == "another-name" else self.node
        made = ca.node(name, key, (-90, -1) if self.trouble == "old" else self.days)
        self.given.append(made)
        begins, ends = made.not_valid_before_utc, made.not_valid_after_utc
        renew_at = begins + (ends - begins) * 2 / 3
        return _json(
            {
                "node": self.node,
                "certificate": pem(made) + pem(ca.issuing),
                "renew_at_us": round(renew_at.timestamp() * 1e6),
                "until_us": round(ends.timestamp() * 1e6),
            }
        )


@contextmanager
def serving(
    enroller: Enroller, folder: Path, days: tuple[int, int] = (-1, 90)
) -> Iterator[Enroller]:
    """Let `enroller` answer on loopback; its server's certificate is good for `days` from today."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*enroller.ca.serve(folder, days))
    context.load_verify_locations(cadata=enroller.ca.chain_pem)
    context.verify_mode = ssl.CERT_OPTIONAL

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            assert isinstance(self.connection, ssl.SSLSocket)
            shown = self.connection.getpeercert(binary_form=True)
            peer = x509.load_der_x509_certificate(shown) if shown else None
            status, text = enroller.answer(self.path, body, peer)
            match enroller.trouble:
                case "lost":
                    return
                case "busy":
                    status, text = 503, _json({"reason": "try again later", "again": True})
                case "portal":
                    status, text = 200, b"<html>Bienvenue, acceptez les conditions</html>"
                case "endless":
                    text = b" " * 1_000_000
                case _:
                    pass
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
            """Say nothing of a client that went away or did not believe us."""

    server = Server(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    enroller.url = f"https://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield enroller
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode()


def plain(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _json(tree: dict[str, object]) -> bytes:
    return json.dumps(tree).encode()


def _leaf(
    name: str,
    key: ec.EllipticCurvePublicKey,
    issuer: x509.Certificate,
    issuer_key: ec.EllipticCurvePrivateKey,
    days: tuple[int, int],
    usage: x509.ObjectIdentifier,
) -> x509.Certificate:
    here = x509.SubjectAlternativeName(
        [x509.IPAddress(ip_address("127.0.0.1")), x509.DNSName("localhost")]
    )
    return (
        _begun(name, issuer.subject, key, days)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
        .add_extension(here, critical=False)
        .sign(issuer_key, hashes.SHA256())
    )


def _sign(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Certificate | None,
    issuer_key: ec.EllipticCurvePrivateKey,
    days: tuple[int, int],
) -> x509.Certificate:
    subject = _name(name) if issuer is None else issuer.subject
    return (
        _begun(name, subject, key.public_key(), days)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )


def _begun(
    name: str, issuer: x509.Name, key: ec.EllipticCurvePublicKey, days: tuple[int, int]
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + days[0] * DAY - timedelta(hours=1))
        .not_valid_after(now + days[1] * DAY)
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
