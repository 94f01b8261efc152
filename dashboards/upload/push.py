"""What is put into a Grafana, and in which order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import msgspec

from dashboards.errors import BadBoard
from dashboards.names import FOLDER, FOLDER_TITLE, SOURCE

Json = dict[str, object]


class Desk(Protocol):
    """A Grafana that takes what it is given, as often as it is given."""

    def put_folder(self, uid: str, title: str) -> None:
        """Make the folder, or give it its title."""

    def put_source(self, source: Json) -> None:
        """Make or replace a data source."""

    def put_dashboard(self, board: Json, folder: str, message: str) -> int:
        """Make or replace a dashboard; return its version."""

    def put_rules(self, folder: str, group: Json) -> None:
        """Make or replace a group of alert rules."""


@dataclass(frozen=True, slots=True)
class Load:
    """What is to be put there; a source or rules of None are left as they are."""

    boards: Mapping[str, bytes]
    source: Json | None = None
    rules: Json | None = None
    message: str = "vallee-dashboards push"


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that is there now; dashboards have versions."""

    kind: str
    uid: str
    version: int | None = None


def push(desk: Desk, load: Load) -> Iterator[Done]:
    """Put everything there, yielding each thing when Grafana has said yes to it.

    Dashboards come after the data source that they ask, rules after the dashboards they point to.
    """
    boards = {name: _board(name, text) for name, text in load.boards.items()}
    desk.put_folder(FOLDER, FOLDER_TITLE)
    yield Done("folder", FOLDER)
    if load.source is not None:
        desk.put_source(load.source)
        yield Done("source", SOURCE)
    for board in boards.values():
        version = desk.put_dashboard(board, FOLDER, load.message)
        yield Done("dashboard", str(board["uid"]), version)
    if load.rules is not None:
        desk.put_rules(FOLDER, load.rules)
        yield Done("rules", str(load.rules["title"]))


def _board(name: str, text: bytes) -> Json:
    try:
        board = msgspec.json.decode(text, type=Json)
    except msgspec.DecodeError as error:
        raise BadBoard(f"{name} is no dashboard: {error}") from error
    if not isinstance(board.get("uid"), str):
        raise BadBoard(f"{name} has no uid")
    return board
