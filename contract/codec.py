"""Values to JSON and back, with the version in front.

Every message is an object whose first key is `v`. A version, once sent, is accepted for ever:
DECODERS grows, nothing in it changes.
"""

import json
from typing import Any, Final, NamedTuple, TypeVar

import msgspec

from contract.envelope import Envelope
from contract.errors import Malformed
from contract.loss import LossReceipt
from contract.presence import IngesterPresence, NodeStatus
from contract.reading import Reading, Seq
from contract.receipt import Receipt
from contract.truck_plan import TruckPlan

VERSION: Final = 1
# The default limit of the brokers we configure; larger is no envelope of ours.
MAX_BYTES: Final = 256 * 1024

Message = Envelope | Receipt | NodeStatus | IngesterPresence | TruckPlan
M = TypeVar("M", bound=Message)


class Refused(NamedTuple):
    """A row of an envelope that cannot be taken; `seq` is None where even that is unreadable."""

    seq: int | None
    reason: str
    raw: bytes


class Salvaged(NamedTuple):
    """What could be saved of an envelope that did not decode as a whole."""

    envelope: Envelope
    refused: tuple[Refused, ...]


class _Head(msgspec.Struct):
    """The part of a message that says how to read the rest."""

    v: int


_NEWEST: Final = b'{"v":%d,' % VERSION
_ENCODER: Final = msgspec.json.Encoder()
_HEAD: Final = msgspec.json.Decoder(_Head)
_DECODERS: Final[dict[tuple[type, int], msgspec.json.Decoder[Any]]] = {
    (kind, 1): msgspec.json.Decoder(kind)
    for kind in (Envelope, Receipt, NodeStatus, IngesterPresence, TruckPlan)
}


def encode(message: Message) -> bytes:
    """Return `message` as JSON of the newest version, with `v` as its first key."""
    body = _ENCODER.encode(message)
    return b'{"v":%d,%b' % (VERSION, body[1:])


def decode(payload: bytes | bytearray, kind: type[M]) -> M:
    """Read a message of `kind`; raise Malformed with one sentence if any part of it is wrong."""
    try:
        decoder = _DECODERS[kind, _version(payload)]
        message: M = decoder.decode(payload)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise Malformed(f"no {kind.__name__}: {error}") from None
    return message


def salvage(payload: bytes | bytearray) -> Salvaged:
    """Read an envelope row by row, so that a bad row costs no good one.

    The slow way, for what `decode` refused. It also reads what is no JSON but what careless
    encoders write (NaN, Infinity), in order to name the row. Raises Malformed if the envelope
    has no readable node and epoch: then there is nothing to settle.
    """
    _version_known(loose := _loose(payload))
    rows: dict[str, list[Any]] = {"readings": [], "losses": []}
    refused: list[Refused] = []
    for field, row_type in (("readings", Reading), ("losses", LossReceipt)):
        for row in _list(loose.pop(field, [])):
            try:
                rows[field].append(msgspec.convert(row, row_type))
            except (msgspec.ValidationError, UnicodeError, RecursionError) as error:
                refused.append(Refused(_seq(row), str(error), _raw(row)))
    try:
        head = msgspec.convert(loose, Envelope)
    except (msgspec.ValidationError, UnicodeError, RecursionError) as error:
        raise Malformed(f"no Envelope: {error}") from None
    good = msgspec.structs.replace(
        head, readings=tuple(rows["readings"]), losses=tuple(rows["losses"])
    )
    return Salvaged(good, tuple(refused))


def _version(payload: bytes | bytearray) -> int:
    if len(payload) > MAX_BYTES:
        raise Malformed(f"{len(payload)} bytes are more than the {MAX_BYTES} of a message")
    # As `encode` writes it, which need not be read twice.
    if payload.startswith(_NEWEST):
        return VERSION
    version = _HEAD.decode(payload).v
    if version != VERSION:
        raise Malformed(f"version {version} is not known; known: {VERSION}")
    return version


def _loose(payload: bytes | bytearray) -> dict[str, Any]:
    if len(payload) > MAX_BYTES:
        raise Malformed(f"{len(payload)} bytes are more than the {MAX_BYTES} of a message")
    try:
        value = json.loads(payload.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Malformed(f"no JSON: {error}") from None
    if not isinstance(value, dict):
        raise Malformed(f"no Envelope: a JSON {type(value).__name__}, not an object")
    return value


def _version_known(loose: dict[str, Any]) -> None:
    version = loose.pop("v", None)
    if version != VERSION or isinstance(version, bool):
        raise Malformed(f"version {str(version)[:20]} is not known; known: {VERSION}")


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise Malformed(f"no Envelope: rows are a list, not {type(value).__name__}")
    return value


def _seq(row: object) -> int | None:
    if not isinstance(row, list) or not row:
        return None
    try:
        seq: int = msgspec.convert(row[0], Seq)
    except (msgspec.ValidationError, UnicodeError):
        return None
    return seq


def _raw(row: object) -> bytes:
    try:
        return json.dumps(row).encode()
    except (ValueError, RecursionError):
        return repr(row)[:1000].encode("utf-8", "backslashreplace")
