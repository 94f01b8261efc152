"""What every dashboard must keep to, one function a rule.

Most of it Grafana would mend in its own way or show as an empty panel, and say nothing.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import Final

from dashboards.build.kept import KEPT
from dashboards.check.board import Board
from dashboards.names import SOURCE_VARIABLE, TAG

COLUMNS: Final = 24

_UID: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")
_NAMED: Final = re.compile(r"\$\{?(\w+)")
_IN_REGEX: Final = re.compile(r"=~\s*/[^/]*\$(?:\{\w+\}|\w+)")
_FROM: Final = re.compile(r'FROM "(\w+)"')
# Grafana's own names in a query.
_BUILT_IN: Final = {"timeFilter", "__interval", "__interval_ms", "__from", "__to"}

Rule = Callable[[Board], Iterator[str]]


def lint(board: Board) -> list[str]:
    """Return what is wrong with `board`, a sentence each."""
    return [f"{board.title}: {fault}" for rule in RULES.values() for fault in rule(board)]


def _uid(board: Board) -> Iterator[str]:
    if not _UID.fullmatch(board.uid):
        yield f"{board.uid!r} is no uid: 1 to 40 letters, digits, - and _"


def _number(board: Board) -> Iterator[str]:
    if board.id is not None:
        yield "a number of one Grafana's own must not be in a file"


def _words(board: Board) -> Iterator[str]:
    if not board.title or not board.description:
        yield "title and description are wanted"


def _readonly(board: Board) -> Iterator[str]:
    if board.editable:
        yield "a built dashboard is not to be edited"


def _local(board: Board) -> Iterator[str]:
    if (board.timezone, board.week_start) != ("Europe/Paris", "monday"):
        yield "time is Europe/Paris and weeks start on Monday"


def _linked(board: Board) -> Iterator[str]:
    if TAG not in board.tags or not any(TAG in link.tags for link in board.links):
        yield f"tag {TAG} and links by it are wanted"


def _source_variable(board: Board) -> Iterator[str]:
    names = {one.name for one in board.templating.variables if one.type == "datasource"}
    if SOURCE_VARIABLE not in names:
        yield f"variable {SOURCE_VARIABLE} for the data source is wanted"


def _ids(board: Board) -> Iterator[str]:
    ids = [panel.id for panel in board.panels]
    if None in ids or len(set(ids)) != len(ids):
        yield "panels need ids of their own: alerts and links go by them"


def _titles(board: Board) -> Iterator[str]:
    titles = [panel.title for panel in board.panels]
    for title in sorted({title for title in titles if titles.count(title) > 1}):
        yield f"two panels are called {title!r}"


def _panel_words(board: Board) -> Iterator[str]:
    for panel in board.panels:
        if not panel.title or not panel.description:
            yield f"panel {panel.id}: title and description are wanted"


def _units(board: Board) -> Iterator[str]:
    for panel in board.panels:
        if not panel.field_config.defaults.unit:
            yield f"{panel.title}: a unit is wanted"


def _nothing(board: Board) -> Iterator[str]:
    for panel in board.panels:
        if not panel.field_config.defaults.no_value:
            yield f"{panel.title}: a text for no value is wanted"


def _colours(board: Board) -> Iterator[str]:
    for panel in board.panels:
        steps = panel.field_config.defaults.thresholds.steps
        limits = [step.value for step in steps[1:]]
        rising = [limit for limit in limits if limit is not None]
        if not steps or steps[0].value is not None or limits != sorted(rising):
            yield f"{panel.title}: thresholds are wanted, from none upwards"


def _columns(board: Board) -> Iterator[str]:
    for panel in board.panels:
        grid = panel.grid_pos
        if grid.x < 0 or grid.y < 0 or min(grid.w, grid.h) < 1 or grid.x + grid.w > COLUMNS:
            yield f"{panel.title}: is not within {COLUMNS} columns"


def _overlaps(board: Board) -> Iterator[str]:
    for one, other in combinations(board.panels, 2):
        if one.grid_pos.meets(other.grid_pos):
            yield f"{one.title} and {other.title} overlap"


def _sources(board: Board) -> Iterator[str]:
    for panel in board.panels:
        uids = {panel.datasource.uid, *(target.datasource.uid for target in panel.targets)}
        if uids != {f"${{{SOURCE_VARIABLE}}}"}:
            yield f"{panel.title}: its data source is ${{{SOURCE_VARIABLE}}} and no other"


def _targets(board: Board) -> Iterator[str]:
    for panel in board.panels:
        refs = [target.ref_id for target in panel.targets]
        if not refs or len(set(refs)) != len(refs):
            yield f"{panel.title}: queries are wanted, each with a letter of its own"


def _bounds(board: Board) -> Iterator[str]:
    for title, query in _queries(board):
        if not re.search(r"\$timeFilter|\$\{__from\}|\$\{plan:", query):
            yield f"{title}: the query knows neither the period nor a plan"


def _variables(board: Board) -> Iterator[str]:
    known = {one.name for one in board.templating.variables} | _BUILT_IN
    for title, query in _queries(board):
        for name in sorted(set(_NAMED.findall(query)) - known):
            yield f"{title}: nobody knows ${name}"


def _escapes(board: Board) -> Iterator[str]:
    for title, query in _queries(board):
        if _IN_REGEX.search(query):
            yield f"{title}: a variable in a pattern is written ${{name:regex}}"


def _intervals(board: Board) -> Iterator[str]:
    for panel in board.panels:
        asked = any("$__interval" in target.query for target in panel.targets)
        if asked and not panel.interval:
            yield f"{panel.title}: a least interval is wanted, or sums depend on the screen"


def _measurements(board: Board) -> Iterator[str]:
    for title, query in _queries(board):
        for name in _FROM.findall(query):
            if name not in KEPT:
                yield f"{title}: the store keeps no {name!r}"


def _withheld(board: Board) -> Iterator[str]:
    for title, query in _queries(board):
        for name in _FROM.findall(query):
            guarded = KEPT[name].guarded if name in KEPT else ()
            reads = any(f'"{field}"' in query for field in guarded)
            if reads and '"withheld" = 0' not in query:
                yield f"{title}: the query would give what is withheld"


def _queries(board: Board) -> Iterator[tuple[str, str]]:
    for panel in board.panels:
        for target in panel.targets:
            yield panel.title, target.query


RULES: Final[Mapping[str, Rule]] = {
    "uid": _uid,
    "number": _number,
    "words": _words,
    "readonly": _readonly,
    "local": _local,
    "linked": _linked,
    "source variable": _source_variable,
    "ids": _ids,
    "titles": _titles,
    "panel words": _panel_words,
    "units": _units,
    "nothing": _nothing,
    "colours": _colours,
    "columns": _columns,
    "overlaps": _overlaps,
    "sources": _sources,
    "targets": _targets,
    "bounds": _bounds,
    "variables": _variables,
    "escapes": _escapes,
    "intervals": _intervals,
    "measurements": _measurements,
    "withheld": _withheld,
}
