"""A small HTTP server that answers as Grafana documents its API; it remembers what it was given.

Written from Grafana's public documentation, not run beside a Grafana. Bodies are closed, which
those of Grafana are not: there a misspelt key is passed over, here it is a 422.
"""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Annotated, Any, Final, Literal

import msgspec

TOKEN: Final = "glsa_a-secret-token"  # noqa: S105 - of no real server

Uid = Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9_-]{1,40}\Z")]
Text = Annotated[str, msgspec.Meta(min_length=1)]
Json = dict[str, Any]


class Closed(msgspec.Struct, forbid_unknown_fields=True):
    """A body that has no other keys."""


class FolderIn(Closed):
    """A new folder."""

    uid: Uid
    title: Text


class FolderChange(Closed):
    """A folder's new title."""

    title: Text
    overwrite: bool = False


class SourceIn(Closed, rename="camel"):
    """A data source, whole."""

    uid: Uid
    name: Text
    type: Literal["influxdb"]
    access: Literal["proxy"]
    url: Text
    json_data: "SourceData"
    secure_json_data: dict[str, str] = {}
    user: str = ""


class SourceData(Closed, rename="camel"):
    """What only an InfluxQL data source has."""

    db_name: Text
    http_mode: Literal["GET", "POST"]
    http_header_name1: Literal["Authorization"] | None = msgspec.field(
        name="httpHeaderName1", default=None
    )


class BoardIn(msgspec.Struct, rename="camel"):
    """A dashboard: open, since its own types are another test's business."""

    uid: Uid
    title: Text
    panels: Annotated[list[Json], msgspec.Meta(min_length=1)]
    schema_version: Annotated[int, msgspec.Meta(ge=39, le=42)]
    # A number of this Grafana's own: it must be asked for, not brought along.
    id: None


class BoardSave(Closed, rename="camel"):
    """A dashboard to be saved."""

    dashboard: Json
    folder_uid: Uid
    overwrite: bool
    message: str


class Asked(Closed, rename="camel"):
    """One step of a rule."""

    ref_id: Text
    datasource_uid: Text
    relative_time_range: dict[Literal["from", "to"], int]
    model: Json


class RuleIn(Closed):
    """An alert rule."""

    uid: Uid
    title: Text
    condition: Text
    data: Annotated[list[Asked], msgspec.Meta(min_length=1)]
    wait: Annotated[str, msgspec.Meta(pattern=r"\A(\d+(ms|[smhdwy]))+\Z")] = msgspec.field(
        name="for"
    )
    no_data: Literal["NoData", "Alerting", "OK", "KeepLast"] = msgspec.field(name="noDataState")
    on_error: Literal["Error", "Alerting", "OK", "KeepLast"] = msgspec.field(name="execErrState")
    org: int = msgspec.field(name="orgID")
    folder: Uid = msgspec.field(name="folderUID")
    group: Text = msgspec.field(name="ruleGroup")
    labels: dict[str, str] = {}
    annotations: dict[str, str] = {}


class GroupIn(Closed, rename="camel"):
    """A group of alert rules, whole."""

    title: Text
    folder_uid: Uid
    interval: Annotated[int, msgspec.Meta(ge=10)]
    rules: Annotated[list[RuleIn], msgspec.Meta(min_length=1)]


class Answer(Exception):
    """What is answered instead of 200 and a body: the status, and a body or none at all."""

    def __init__(self, status: int, message: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.body = None if message is None else {"message": message}


@dataclass
class Kept:
    """What the server remembers.

    Attributes:
        folders: titles by uid.
        sources: data sources by uid, secrets among them, which are never given out.
        boards: (version, folder, body) of each dashboard by uid.
        rules: groups by folder and title.
        editable: groups that were put without provenance, so that people may edit them.
        seen: each request's method and path.
    """

    folders: dict[str, str] = field(default_factory=dict)
    sources: dict[str, Json] = field(default_factory=dict)
    boards: dict[str, tuple[int, str, Json]] = field(default_factory=dict)
    rules: dict[tuple[str, str], Json] = field(default_factory=dict)
    editable: set[tuple[str, str]] = field(default_factory=set)
    seen: list[str] = field(default_factory=list)


@dataclass
class Grafana:
    """The server: what it keeps, and what it was told to answer next instead of doing its work.

    Attributes:
        kept: what it remembers.
        scripted: (status, body, content type) of the next answers.
        empty: whether a save is answered by 202 and no body, as some of Grafana's are.
        prefix: the path below which it is served, as behind a proxy.
    """

    kept: Kept = field(default_factory=Kept)
    scripted: list[tuple[int, bytes, str]] = field(default_factory=list)
    empty: bool = False
    prefix: str = ""
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.prefix}"

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> object:
        """Do what is asked; raise Answer if that is not what is answered by 200 and a body."""
        self.kept.seen.append(f"{method} {path}")
        if headers.get("authorization") != f"Bearer {TOKEN}":
            raise Answer(401, "Unauthorized")
        for verb, pattern, do in ROUTES:
            match = re.fullmatch(self.prefix + pattern, path)
            if match and verb == method:
                return do(self, headers, body, *match.groups())
        raise Answer(404, "Not found")


def read(kind: type[msgspec.Struct], body: bytes) -> Json:
    """Return a body that keeps to its schema, as JSON values; raise Answer 422 if it does not."""
    try:
        msgspec.json.decode(body, type=kind)
    except msgspec.DecodeError as error:
        raise Answer(422, str(error)) from error
    said: Json = json.loads(body)
    return said


def get_folder(server: Grafana, _: dict[str, str], __: bytes, uid: str) -> Json:
    if uid not in server.kept.folders:
        raise Answer(404, "folder not found")
    return {"uid": uid, "title": server.kept.folders[uid]}


def post_folder(server: Grafana, headers: dict[str, str], body: bytes) -> Json:
    said = read(FolderIn, body)
    if said["uid"] in server.kept.folders:
        raise Answer(409, "a folder with the same uid already exists")
    server.kept.folders[said["uid"]] = said["title"]
    return get_folder(server, headers, b"", said["uid"])


def put_folder(server: Grafana, headers: dict[str, str], body: bytes, uid: str) -> Json:
    said = read(FolderChange, body)
    get_folder(server, headers, b"", uid)
    if not said.get("overwrite"):
        raise Answer(412, "the folder has been changed by someone else")
    server.kept.folders[uid] = said["title"]
    return get_folder(server, headers, b"", uid)


def get_source(server: Grafana, _: dict[str, str], __: bytes, uid: str) -> Json:
    if uid not in server.kept.sources:
        raise Answer(404, "Data source not found")
    return {
        name: value for name, value in server.kept.sources[uid].items() if name != "secureJsonData"
    }


def post_source(server: Grafana, headers: dict[str, str], body: bytes) -> Json:
    said = read(SourceIn, body)
    names = {one["name"] for one in server.kept.sources.values()}
    if said["uid"] in server.kept.sources or said["name"] in names:
        raise Answer(409, "data source with the same name already exists")
    server.kept.sources[said["uid"]] = said
    return {
        "message": "Datasource added",
        "datasource": get_source(server, headers, b"", said["uid"]),
    }


def put_source(server: Grafana, headers: dict[str, str], body: bytes, uid: str) -> Json:
    said = read(SourceIn, body)
    get_source(server, headers, b"", uid)
    server.kept.sources[uid] = said
    return {"message": "Datasource updated", "datasource": get_source(server, headers, b"", uid)}


def post_board(server: Grafana, _: dict[str, str], body: bytes) -> Json:
    said = read(BoardSave, body)
    board = read(BoardIn, json.dumps(said["dashboard"]).encode())
    if said["folderUid"] not in server.kept.folders:
        raise Answer(400, "folder not found")
    before = server.kept.boards.get(board["uid"])
    if before and not said["overwrite"]:
        raise Answer(412, "The dashboard has been changed by someone else")
    # Every save is a new version, even of what is the same.
    version = before[0] + 1 if before else 1
    server.kept.boards[board["uid"]] = (version, said["folderUid"], board)
    return {"uid": board["uid"], "status": "success", "version": version, "url": "/d/x"}


def get_board(server: Grafana, _: dict[str, str], __: bytes, uid: str) -> Json:
    if uid not in server.kept.boards:
        raise Answer(404, "Dashboard not found")
    version, folder, board = server.kept.boards[uid]
    number = list(server.kept.boards).index(uid) + 1
    return {
        "dashboard": {**board, "id": number, "version": version},
        "meta": {"folderUid": folder, "version": version},
    }


def put_rules(
    server: Grafana, headers: dict[str, str], body: bytes, folder: str, group: str
) -> Json:
    said = read(GroupIn, body)
    if folder not in server.kept.folders:
        raise Answer(404, "folder not found")
    if (said["folderUid"], said["title"]) != (folder, group):
        raise Answer(400, "the body is of another group")
    server.kept.rules[folder, group] = said
    if headers.get("x-disable-provenance") == "true":
        server.kept.editable.add((folder, group))
    if server.empty:
        raise Answer(202)
    return said


Do = Callable[..., Json]
ROUTES: Final[tuple[tuple[str, str, Do], ...]] = (
    ("GET", "/api/folders/([^/]+)", get_folder),
    ("POST", "/api/folders", post_folder),
    ("PUT", "/api/folders/([^/]+)", put_folder),
    ("GET", "/api/datasources/uid/([^/]+)", get_source),
    ("POST", "/api/datasources", post_source),
    ("PUT", "/api/datasources/uid/([^/]+)", put_source),
    ("GET", "/api/dashboards/uid/([^/]+)", get_board),
    ("POST", "/api/dashboards/db", post_board),
    ("PUT", "/api/v1/provisioning/folder/([^/]+)/rule-groups/([^/]+)", put_rules),
)


@contextmanager
def serving(server: Grafana) -> Iterator[Grafana]:
    """Serve on a free port of loopback until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            if server.scripted:
                self._say(*server.scripted.pop(0))
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            try:
                said, status = server.answer(self.command, self.path, headers, body), 200
            except Answer as other:
                said, status = other.body, other.status
            text = b"" if said is None else json.dumps(said).encode()
            self._say(status, text, "application/json")

        def _say(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing: the test says what it saw."""

        do_GET = do_POST = do_PUT = do_DELETE = do  # noqa: N815 - http.server's own names

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.port = http.server_address[1]
    thread = threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
