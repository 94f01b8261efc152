"""The exchange with the authority: one HTTPS request, one answer, nobody else believed."""

import http.client
import ssl
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import msgspec

from contract.enrol import Enrol, Enrolled, Renew, Turned
from edge.provision.identity import Identity

# A node at the edge of coverage has seconds between two bytes; a dead link has for ever.
PATIENCE_S: Final = 30.0
# Two certificates and a few words are 3 kB.
LONGEST_ANSWER: Final = 64 << 10

_OK: Final = 200
# OpenSSL's X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED.
_NOT_YET: Final = 9
_EXPIRED: Final = 10


@dataclass(frozen=True, slots=True)
class Unreached:
    """No word came from the authority; the same request may succeed later."""

    reason: str


Answer = Enrolled | Turned | Unreached


@dataclass(frozen=True, slots=True)
class HttpsAuthority:
    """The authority at `url`, whose server must show a certificate that leads to `root_pem`."""

    url: str
    root_pem: bytes
    patience_s: float = PATIENCE_S

    def enrol(self, asked: Enrol) -> Answer:
        """Ask for a first certificate, by a claim."""
        return self._post("/enrol", msgspec.json.encode(asked), None)

    def renew(self, asked: Renew, identity: Identity) -> Answer:
        """Ask for the next certificate, as whom the present one says that we are."""
        return self._post("/renew", msgspec.json.encode(asked), identity)

    def _post(self, path: str, body: bytes, identity: Identity | None) -> Answer:
        try:
            link = self._link(identity)
        except OSError as error:
            return Unreached(f"the files of the identity cannot be used: {_reason(error)}")
        try:
            link.request("POST", self._base + path, body, {"Content-Type": "application/json"})
            reply = link.getresponse()
            text = reply.read(LONGEST_ANSWER + 1)
        except (OSError, http.client.HTTPException) as error:
            return Unreached(f"{self.url}: {_reason(error)}")
        finally:
            link.close()
        return _read(reply.status, text)

    def _link(self, identity: Identity | None) -> http.client.HTTPSConnection:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_verify_locations(cadata=self.root_pem.decode("ascii"))
        if identity is not None:
            context.load_cert_chain(identity.cert_file, identity.key_file)
        where = urlsplit(self.url)
        return http.client.HTTPSConnection(
            where.hostname or "", where.port, timeout=self.patience_s, context=context
        )

    @property
    def _base(self) -> str:
        return urlsplit(self.url).path.rstrip("/")


def _read(status: int, text: bytes) -> Answer:
    if len(text) > LONGEST_ANSWER:
        return Unreached("the answer is longer than any of the authority's")
    try:
        if status == _OK:
            return msgspec.json.decode(text, type=Enrolled)
        return msgspec.json.decode(text, type=Turned)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        # A captive portal, a proxy, a server that starts: it may well be the authority next time.
        return Unreached(f"the answer ({status}) is none of the authority's")


def _reason(error: Exception) -> str:
    """Say what stood in the way, in one sentence."""
    match error:
        case ssl.SSLCertVerificationError(verify_code=code) if code == _NOT_YET:
            return "its certificate is not valid yet by this node's clock: set the clock"
        case ssl.SSLCertVerificationError(verify_code=code) if code == _EXPIRED:
            return "its certificate has expired by this node's clock: one of the two is wrong"
        case ssl.SSLCertVerificationError():
            return f"its certificate is not believed: {error.verify_message}"
        case TimeoutError():
            return "no answer in time"
        case OSError(strerror=str(said)):
            return said
        case _:
            return str(error) or type(error).__name__
