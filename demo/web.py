"""The demo as a browser: what the page's server answers."""

import http.client
from dataclasses import dataclass
from typing import Final

import msgspec

from demo.errors import NoAnswer
from demo.listening import LOOPBACK

# A page of thirty containers takes a tenth of a second; a machine that swaps takes its time.
_TIMEOUT_S: Final = 20.0
# Little, since a wish to end is heard only after it.
_HEALTH_S: Final = 2.0
_OK: Final = 200


class Health(msgspec.Struct, frozen=True):
    """What the server says of itself; the time is that of the newest reading it can see."""

    status: str
    newest_reading_us: int | None = None


@dataclass(frozen=True, slots=True)
class Web:
    """The server on a loopback port."""

    port: int

    @property
    def address(self) -> str:
        """What a person types into a browser."""
        return f"http://{LOOPBACK}:{self.port}/"

    def fetch(self, path: str, timeout_s: float = _TIMEOUT_S) -> bytes:
        """Return what is at `path`; raise NoAnswer if it is not had."""
        # Straight to loopback: a proxy named in the environment does not know this server.
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=timeout_s)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer(f"the page's server does not answer at {path}: {error}") from None
        finally:
            connection.close()
        if answer.status != _OK:
            raise NoAnswer(f"the page's server answers {answer.status} at {path}")
        return body

    def health(self) -> Health | None:
        """Return how the server is, or None while it does not say."""
        try:
            return msgspec.json.decode(self.fetch("/healthz", _HEALTH_S), type=Health)
        except (NoAnswer, msgspec.DecodeError):
            return None
