"""Bytes of a crew's envelope to its rows, so that a bad row costs no good one."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import msgspec

from contract.deeds import MAX_BYTES, MAX_ROWS, Deed, DeedEnvelope
from contract.errors import Malformed
from contract.loss import LossReceipt
from contract.reading import Seq

# What msgspec and json raise on bytes that somebody made up.
_BAD: Final = (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError)
_LONGEST_RAW: Final = 4000


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an envelope.

    Attributes:
        seq: its number; None where even that cannot be read.
        raw: the row as JSON, the same whenever the same row comes again.
        what: the deed or loss; None if it cannot be taken, and then `why` says so.
    """

    seq: int | None
    raw: str
    what: Deed | LossReceipt | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """An envelope: its head, without rows, and its rows."""

    head: DeedEnvelope
    rows: tuple[Row, ...]

    @property
    def seqs(self) -> list[int]:
        """The numbers that can be read."""
        return [row.seq for row in self.rows if row.seq is not None]


def opened(body: bytes) -> Opened:
    """Read an envelope; raise Malformed if it has no head, for then there is nothing to settle."""
    if len(body) > MAX_BYTES:
        raise Malformed(f"{len(body)} bytes are more than the {MAX_BYTES} of an envelope")
    try:
        whole = msgspec.json.decode(body, type=DeedEnvelope)
    except _BAD:
        return _salvaged(body)
    rows = (*whole.deeds, *whole.losses)
    head = _of_a_day(msgspec.structs.replace(whole, deeds=(), losses=()))
    return Opened(head, tuple(Row(one.seq, _text(one), one) for one in rows))


def _salvaged(body: bytes) -> Opened:
    """Read an envelope row by row: the slow way, which knows what careless encoders write."""
    try:
        loose = json.loads(body.decode("utf-8"))
        if not isinstance(loose, dict):
            raise Malformed(f"no envelope: a JSON {type(loose).__name__}, not an object")
        told = {name: _listed(loose.pop(name, [])) for name in ("deeds", "losses")}
        head = _of_a_day(msgspec.convert(loose, DeedEnvelope))
    except _BAD as error:
        raise Malformed(f"no envelope: {str(error)[:300]}") from None
    if sum(map(len, told.values())) > MAX_ROWS:
        raise Malformed(f"an envelope has {MAX_ROWS} rows at most")
    deeds = [_row(one, Deed) for one in told["deeds"]]
    return Opened(head, (*deeds, *(_row(one, LossReceipt) for one in told["losses"])))


def _of_a_day(head: DeedEnvelope) -> DeedEnvelope:
    """Return the head, of whose day only the form was checked yet."""
    try:
        date.fromisoformat(head.day)
    except ValueError:
        raise Malformed(f"no envelope: there is no day {head.day}") from None
    return head


def _listed(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise Malformed(f"no envelope: rows are a list, not {type(value).__name__}")
    return value


def _row(value: Any, kind: Any) -> Row:  # noqa: ANN401 - whatever JSON holds, and a union of types
    try:
        # By way of bytes: what JSON does not know, NaN among it, is refused there.
        one = msgspec.json.decode(json.dumps(value).encode(), type=kind)
    except _BAD as error:
        return Row(_seq(value), _raw(value), None, str(error)[:300])
    return Row(one.seq, _text(one), one)


def _seq(value: object) -> int | None:
    found = value.get("seq") if isinstance(value, dict) else None
    if isinstance(value, list) and value:
        found = value[0]
    try:
        seq: int = msgspec.convert(found, Seq)
    except (msgspec.ValidationError, UnicodeError):
        return None
    return seq


def _text(one: Deed | LossReceipt) -> str:
    return msgspec.json.encode(one).decode()


def _raw(value: object) -> str:
    try:
        # Escaped to ASCII: half a surrogate and NUL are in no text column.
        return json.dumps(value, sort_keys=True)[:_LONGEST_RAW]
    except (ValueError, RecursionError):
        return repr(value)[:_LONGEST_RAW].encode("ascii", "backslashreplace").decode()
