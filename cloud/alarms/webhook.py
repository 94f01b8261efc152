"""Alarms by webhook: a signed body, posted to an address of the settings and to no other."""

import http.client
import ssl
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from hmac import new as keyed
from typing import Final
from urllib.parse import urlsplit

import msgspec

from cloud.alarms.errors import Undelivered
from cloud.registry.values import Message
from cloud.settings import AlarmHook
from contract.config import read_secret
from contract.errors import BadSettings

WAIT_S: Final = 10.0
# The other side refuses what is older: a body that somebody recorded is of no use to him.
FRESH_S: Final = 300
_TAKEN: Final = range(200, 300)


@dataclass(frozen=True, slots=True)
class Webhook:
    """The way to one address; no redirect is followed."""

    hook: AlarmHook

    @property
    def server(self) -> str:
        """What answers there."""
        return self.hook.url

    def send(self, message: Message, now_us: int) -> None:
        """Post a message; raise Undelivered unless the answer is 2xx."""
        place = urlsplit(self.hook.url)
        body = body_of(message)
        sent_s = now_us // 1_000_000
        try:
            secret = read_secret(self.hook.secret_file)
        except BadSettings as error:
            raise Undelivered(str(error)) from None
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "smart-vallee",
            "Idempotency-Key": message.key,
            "Vallee-Timestamp": str(sent_s),
            "Vallee-Signature": sign(secret, sent_s, body),
        }
        path = (place.path or "/") + (f"?{place.query}" if place.query else "")
        try:
            status = _post(place.scheme, place.netloc, path, body, headers)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Undelivered(f"webhook: {str(error) or type(error).__name__}") from None
        if status not in _TAKEN:
            raise Undelivered(f"webhook: the answer is {status}")


def body_of(message: Message) -> bytes:
    """Return a message as JSON: the same bytes each time."""
    told = {
        "id": message.key,
        "event": message.event.value,
        "alarm": message.alarm,
        "made_us": message.made_us,
        **message.content,
    }
    return msgspec.json.encode(told)


def sign(secret: str, sent_s: int, body: bytes) -> str:
    """Return the signature of a body and of when it was sent: `v1=` and HMAC-SHA256 in hex."""
    told = str(sent_s).encode() + b"." + body
    return f"v1={keyed(secret.encode(), told, sha256).hexdigest()}"


def is_genuine(secret: str, signature: str, sent_s: int, body: bytes, now_s: int) -> bool:
    """Tell whether a body is ours and new: what the other side has to ask itself."""
    is_fresh = abs(now_s - sent_s) <= FRESH_S
    return is_fresh and compare_digest(signature.encode(), sign(secret, sent_s, body).encode())


def _post(scheme: str, netloc: str, path: str, body: bytes, headers: dict[str, str]) -> int:
    link: http.client.HTTPConnection
    if scheme == "https":
        link = http.client.HTTPSConnection(
            netloc, timeout=WAIT_S, context=ssl.create_default_context()
        )
    else:
        link = http.client.HTTPConnection(netloc, timeout=WAIT_S)
    try:
        link.request("POST", path, body, headers)
        return link.getresponse().status
    finally:
        link.close()
