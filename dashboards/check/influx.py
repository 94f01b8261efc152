"""An InfluxDB that is asked in InfluxQL through `/query`, as Grafana asks it."""

import base64
import http.client
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode, urlsplit

import msgspec

from contract.errors import BadSettings
from dashboards.errors import InfluxDown

TIMEOUT_S: Final = 30.0

Cell = float | str | bool | None


class Series(msgspec.Struct, frozen=True):
    """Rows of one series: the first column is the time, in milliseconds."""

    columns: list[str]
    values: list[list[Cell]]
    name: str = ""
    tags: dict[str, str] = {}


class Result(msgspec.Struct, frozen=True):
    """What one statement gave: series, or an error."""

    series: list[Series] = []
    error: str = ""


class _Answer(msgspec.Struct):
    results: list[Result] = []
    error: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Login:
    """How to be let in: a user and a password on 1.x, a token on 2.x and 3.x."""

    user: str = ""
    secret: str = ""

    def header(self) -> dict[str, str]:
        """Return what is sent with every question."""
        if self.user:
            pair = base64.b64encode(f"{self.user}:{self.secret}".encode()).decode()
            return {"Authorization": f"Basic {pair}"}
        return {"Authorization": f"Token {self.secret}"} if self.secret else {}


@dataclass(frozen=True, slots=True)
class Influx:
    """A database of an InfluxDB server; each question is a connection of its own."""

    url: str
    database: str
    login: Login = Login()

    def ask(self, query: str) -> Result:
        """Return what one statement gives; raise InfluxDown if there is no answer at all."""
        parts = urlsplit(self.url)
        if parts.scheme not in {"http", "https"} or parts.hostname is None:
            raise BadSettings("--influx must look like http://host:8086")
        kind = (
            http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        )
        body = urlencode({"db": self.database, "epoch": "ms", "q": query})
        path = f"{parts.path.rstrip('/')}/query"
        headers = {"Content-Type": "application/x-www-form-urlencoded", **self.login.header()}
        link = kind(parts.hostname, parts.port, timeout=TIMEOUT_S)
        try:
            link.request("POST", path, body, headers)
            answer = link.getresponse()
            return _result(answer.read(), answer.status)
        except (OSError, http.client.HTTPException) as error:
            raise InfluxDown(f"InfluxDB at {parts.netloc} cannot be reached: {error}") from error
        finally:
            link.close()


def _result(body: bytes, status: int) -> Result:
    try:
        said = msgspec.json.decode(body, type=_Answer)
    except msgspec.DecodeError as error:
        raise InfluxDown(f"InfluxDB answers HTTP {status}, and not in JSON") from error
    if said.error or said.message:
        return Result(error=said.error or said.message)
    return said.results[0] if said.results else Result()
