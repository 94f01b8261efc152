"""A stock of nodes from a spreadsheet, as people save them: each line is good, or says why not."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from cloud.provision import stock_cells
from cloud.provision.reserved import is_program
from cloud.provision.stock_cells import likeness
from cloud.provision.stock_sheet import STOCK_SHEET
from cloud.registry.spreadsheet.cells import Refused, no_formula
from cloud.registry.spreadsheet.rows import Refusal, Row, read_rows
from cloud.registry.values import Device, Stock

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Known:
    """What is there already: the stock state by node, the node by serial, the containers.

    Attributes:
        reserved: names that programs have on the broker.
    """

    nodes: Mapping[str, Stock]
    serials: Mapping[str, str]
    containers: Collection[str]
    reserved: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class StockSheet:
    """The devices of the good lines, and why the others are none."""

    devices: tuple[Device, ...]
    refusals: tuple[Refusal, ...]


@dataclass(slots=True)
class _Reading:
    """A sheet while it is read: who was on which line so far."""

    known: Known
    now_us: int
    alike: dict[str, str]
    lines: dict[str, int] = field(default_factory=dict)
    serials: dict[str, int] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    devices: list[Device] = field(default_factory=list)


def read_stock(raw: bytes, known: Known, now_us: int) -> StockSheet:
    """Return what the lines of a sheet say, each good or refused with every reason there is."""
    reading = _Reading(known, now_us, {likeness(node): node for node in known.nodes})
    for row in read_rows(raw, STOCK_SHEET):
        if isinstance(row, Row):
            _take(row.line, row.cells, reading)
        else:
            reading.refusals.append(row)
    return StockSheet(tuple(reading.devices), tuple(reading.refusals))


def _take(line: int, cells: Mapping[str, str], reading: _Reading) -> None:
    wrong = len(reading.refusals)

    def cell(column: str, read: Callable[[str], V]) -> V | None:
        try:
            return read(cells.get(column, ""))
        except Refused as refused:
            reading.refusals.append(Refusal(line, column, refused.why, refused.mend))
            return None

    node = cell("node", lambda text: _new_node(text, line, reading))
    serial = cell("serial", lambda text: _new_serial(text, line, reading))
    stock = cell("stock", stock_cells.stock)
    remark = cell("note", stock_cells.note)
    container = cell("container", lambda text: _container(text, reading.known))
    place = cell(
        "position", lambda _: stock_cells.position(cells.get("lat", ""), cells.get("lon", ""))
    )
    if len(reading.refusals) > wrong or node is None or stock is None:
        return
    said = (
        remark,
        f"prévu pour {container}" if container else "",
        f"à {place[0]:.6f}, {place[1]:.6f}" if place else "",
    )
    note = "; ".join(one for one in said if one)
    reading.devices.append(Device(node, stock, reading.now_us, serial, note))


def _new_node(text: str, line: int, reading: _Reading) -> str:
    node = stock_cells.node(text)
    if is_program(node, reading.known.reserved):
        raise Refused(f"{node} is how a program of the cloud is called", "give it another name")
    if node in reading.known.nodes:
        why = f"{node} is there already, {reading.known.nodes[node]}"
        raise Refused(why, "take the line out; a name is given once")
    if node in reading.lines:
        raise Refused(f"{node} stands on line {reading.lines[node]} too", "take one of them out")
    reading.lines[node] = line
    other = reading.alike.setdefault(likeness(node), node)
    if other != node:
        raise Refused(f"{node} looks like {other}", "on a label nobody tells them apart; rename it")
    return node


def _new_serial(text: str, line: int, reading: _Reading) -> str | None:
    serial = stock_cells.serial(text)
    if serial is None:
        return None
    if serial in reading.known.serials:
        owner = reading.known.serials[serial]
        raise Refused(f"{serial} is the serial of {owner}", "read it again from the board")
    if serial in reading.serials:
        where = reading.serials[serial]
        raise Refused(f"{serial} stands on line {where} too", "read both again from their boards")
    reading.serials[serial] = line
    return serial


def _container(text: str, known: Known) -> str | None:
    if not no_formula(text):
        return None
    if text not in known.containers:
        raise Refused(f"there is no container {text!r}", "load the territory with it first")
    return text
