"""A small HTTP server that answers as InfluxDB 2.x documents it; it remembers lines in memory.

Written from the documentation of `/api/v2/write`, `/api/v2/delete`, `/api/v2/buckets` and of the
1.x-compatible `/query`, not run against a real 2.x: what it shows is that we keep to the documented
contract.
"""

import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ORG, BUCKET, TOKEN = "vallee", "levels", "a-secret-token"
BUCKETS, BUCKET_ID = "/api/v2/buckets", "0123456789abcdef"

Tags = tuple[tuple[str, str], ...]
Fields = dict[str, float | str]


class Refused(Exception):
    """The answer is an error: HTTP status, code, message."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = json.dumps({"code": code, "message": message}).encode()


@dataclass
class Influx2:
    """What the server keeps, and what it was told to answer next instead of doing its work."""

    max_body: int = 1_000_000
    scripted: list[tuple[int, bytes]] = field(default_factory=list)
    writes: int = 0
    requests: int = 0
    up: bool = False
    keep_s: int = 0
    _points: dict[str, dict[Tags, dict[int, Fields]]] = field(default_factory=dict)
    _types: dict[tuple[str, str], type] = field(default_factory=dict)
    _port: int = 0
    _server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Listen: at first on a free port, later on the same one."""
        handler = type("Handler", (_Handler,), {"influx": self})
        self._server = _Server(("127.0.0.1", self._port), handler)
        self._port = self._server.server_port
        self.up = True
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def bucket(self) -> dict[str, Any]:
        """Describe the bucket; one that keeps for ever has a rule of 0 s."""
        rules = [{"type": "expire", "everySeconds": self.keep_s, "shardGroupDurationSeconds": 3600}]
        return {"id": BUCKET_ID, "orgID": "00", "name": BUCKET, "retentionRules": rules}

    def stop(self) -> None:
        self.up = False
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def write(self, body: bytes, asked: dict[str, str]) -> None:
        self.writes += 1
        if asked.get("org") != ORG or asked.get("bucket") != BUCKET:
            raise Refused(404, "not found", f'bucket "{asked.get("bucket")}" not found')
        if len(body) > self.max_body:
            raise Refused(413, "request too large", "request body is too large")
        if asked.get("precision") != "ns":
            raise Refused(400, "invalid", "this stand-in takes nanoseconds only")
        # One bad line and 2.x keeps none of them; a conflict of types, and it keeps the others.
        rows = list(parse(body.decode()))
        dropped = sum(not self._keep(*row) for row in rows)
        if dropped:
            said = f"failure writing points to database: partial write: {dropped=}"
            raise Refused(422, "unprocessable entity", said)

    def query(self, asked: dict[str, str]) -> list[dict[str, Any]]:
        if asked.get("db") != BUCKET or asked.get("epoch") != "ns":
            raise Refused(404, "not found", f"no mapping for database {asked.get('db')}")
        statement = _QUERY.fullmatch(asked["q"])
        if statement is None:
            raise Refused(400, "invalid", f"error parsing query: {asked['q']}")
        bound = json.loads(asked["params"])
        tests = [test.split() for test in statement[2].split(" AND ")]
        wanted = {name.strip('"'): bound[to[1:]] for name, how, to in tests if how == "="}
        first, last = (bound[to[1:]] for name, _, to in tests if name == "time")
        found = []
        for tags, rows in self._points.get(statement[1], {}).items():
            kept = sorted((at, row) for at, row in rows.items() if first <= at <= last)
            if statement["most"]:
                kept = kept[: -int(statement["most"]) - 1 : -1]
            if kept and all(dict(tags).get(name) == value for name, value in wanted.items()):
                names = sorted({name for _, row in kept for name in row})
                values = [[at, *(row.get(name) for name in names)] for at, row in kept]
                found.append({"tags": dict(tags), "columns": ["time", *names], "values": values})
        return found

    def delete(self, body: bytes, asked: dict[str, str]) -> None:
        """Delete as documented: both ends of the range are in it, a predicate is `=` and AND."""
        if asked.get("org") != ORG or asked.get("bucket") != BUCKET:
            raise Refused(404, "not found", f'bucket "{asked.get("bucket")}" not found')
        said = json.loads(body)
        first, last = (nanoseconds(said[name]) for name in ("start", "stop"))
        if re.fullmatch(rf"{_TEST}( AND {_TEST})*", said["predicate"], re.DOTALL) is None:
            raise Refused(400, "invalid", f"bad predicate: {said['predicate']}")
        pairs = re.findall(rf"({_QUOTED})=({_QUOTED})", said["predicate"], re.DOTALL)
        wanted = {_value(name): _value(value) for name, value in pairs}
        measurement = str(wanted.pop("_measurement"))
        for tags, rows in self._points.get(measurement, {}).items():
            if all(dict(tags).get(str(name)) == value for name, value in wanted.items()):
                for at in [at for at in rows if first <= at <= last]:
                    del rows[at]

    def _keep(self, measurement: str, tags: Tags, fields: Fields, time_ns: int) -> bool:
        for name, value in fields.items():
            if self._types.setdefault((measurement, name), type(value)) is not type(value):
                return False
        series = self._points.setdefault(measurement, {}).setdefault(tags, {})
        series.setdefault(time_ns, {}).update(fields)
        return True


_QUERY = re.compile(
    r'SELECT \* FROM "(\w+)" WHERE (.*) GROUP BY \*'
    r"(?: ORDER BY time DESC LIMIT (?P<most>[1-9]\d*))?"
)
_QUOTED = r'"(?:\\.|[^"\\])*"'
_TEST = rf"{_QUOTED}={_QUOTED}"


def one_rule(asked: dict[str, Any]) -> int:
    """Read the seconds of the one rule that a bucket may have."""
    match asked:
        case {"retentionRules": [{"type": "expire", "everySeconds": int(seconds)}]}:
            return seconds
    raise Refused(400, "invalid", f"no retention rules: {asked}")


def nanoseconds(rfc3339: str) -> int:
    whole, nanos = rfc3339.removesuffix("Z").split(".")
    seconds = (datetime.fromisoformat(f"{whole}+00:00") - EPOCH).total_seconds()
    return int(seconds) * 10**9 + int(nanos)


# A value of a tag: anything but a separator, or a backslash with the separator that it escapes.
_WORD = r"(?:\\[,= ]|[^,= \n])+"
_VALUE = r'(?:"(?:\\.|[^"\\])*"|[-+0-9.e]+)'
_ROW = re.compile(
    rf"(\w+)((?:,\w+={_WORD})*) (\w+={_VALUE}(?:,\w+={_VALUE})*) (-?\d+)(?:\n|\Z)", re.DOTALL
)


def parse(body: str) -> Iterator[tuple[str, Tags, Fields, int]]:
    """Yield measurement, tags, fields and time of each line."""
    end = 0
    while end < len(body):
        row = _ROW.match(body, end)
        if row is None:
            raise Refused(400, "invalid", f"unable to parse {body[end:]!a}")
        end = row.end()
        tags = re.findall(rf",(\w+)=({_WORD})", row[2])
        fields = re.findall(rf"(\w+)=({_VALUE})(?:,|\Z)", row[3], re.DOTALL)
        yield (
            row[1],
            tuple((name, re.sub(r"\\([,= ])", r"\1", word)) for name, word in tags),
            {name: _value(text) for name, text in fields},
            int(row[4]),
        )


def _value(text: str) -> float | str:
    return re.sub(r'\\([\\"])', r"\1", text[1:-1]) if text[0] == '"' else float(text)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True


class _Handler(BaseHTTPRequestHandler):
    influx: Influx2
    protocol_version = "HTTP/1.1"
    # Head and body in one packet: apart, the second waits for the first one's delayed ACK.
    wbufsize = 65_536

    def do_POST(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def do_PATCH(self) -> None:
        self._answer()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not self.influx.up:  # a connection kept from before the stop
            self.close_connection = True
            return
        try:
            status, said = self._work(body)
        except Refused as refused:
            status, said = refused.status, refused.body
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def _work(self, body: bytes) -> tuple[int, bytes]:
        self.influx.requests += 1
        if self.influx.scripted:
            return self.influx.scripted.pop(0)
        if self.headers.get("Authorization") != f"Token {TOKEN}":
            raise Refused(401, "unauthorized", "unauthorized access")
        address = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        if (self.command, address.path) == ("POST", "/api/v2/write"):
            self.influx.write(body, asked)
            return 204, b""
        if (self.command, address.path) == ("POST", "/api/v2/delete"):
            self.influx.delete(body, asked)
            return 204, b""
        if (self.command, address.path) == ("GET", BUCKETS):
            if asked != {"org": ORG, "name": asked.get("name")}:
                raise Refused(400, "invalid", f"unknown parameters {asked}")
            shown = [self.influx.bucket()] if asked["name"] == BUCKET else []
            return 200, json.dumps({"links": {}, "buckets": shown}).encode()
        if (self.command, address.path) == ("PATCH", f"{BUCKETS}/{BUCKET_ID}"):
            self.influx.keep_s = one_rule(json.loads(body))
            return 200, json.dumps(self.influx.bucket()).encode()
        if address.path == "/query":
            return 200, json.dumps({"results": [{"series": self.influx.query(asked)}]}).encode()
        raise Refused(404, "not found", "path not found")
