"""A row as it stands in the file, with the checksum over all of it."""

import sqlite3
import zlib
from typing import Final, NamedTuple

import msgspec

from contract.loss import LossReceipt
from contract.reading import Reading
from edge.lanes import Lane, lane_of
from edge.ports import Row

# What a row costs beside its body: its columns, its cell, and pages that are not quite full.
OVERHEAD: Final = 48
COLUMNS: Final = "lane, seq, epoch, is_loss, crc, body"

_ENCODER: Final = msgspec.json.Encoder()
_READING: Final = msgspec.json.Decoder(Reading)
_LOSS: Final = msgspec.json.Decoder(LossReceipt)


class Record(NamedTuple):
    """The columns of one row, in the order of COLUMNS."""

    lane: int
    seq: int
    epoch: str
    is_loss: int
    crc: int
    # Text only where a bit has flipped.
    body: bytes | str

    @property
    def size(self) -> int:
        """What the row costs in bytes."""
        return len(self.body) + OVERHEAD

    @property
    def sound(self) -> bool:
        """Whether the row is what was once written."""
        return isinstance(self.body, bytes) and self.crc == seal(*self[:4], self.body)

    @property
    def row(self) -> Row:
        """The row as the agent sends it; only of a sound record."""
        return Row(self.epoch, (_LOSS if self.is_loss else _READING).decode(self.body))

    @property
    def stream(self) -> tuple[str, str]:
        """Whose reading it is and of which kind; of a damaged one, nobody's."""
        if not self.sound or self.is_loss:
            return ("", "")
        reading = _READING.decode(self.body)
        return (reading.sensor, reading.kind)


def record(item: Reading | LossReceipt, epoch: str) -> Record:
    """Return `item` as it is written down."""
    lane, is_loss, body = int(lane_of(item)), isinstance(item, LossReceipt), _ENCODER.encode(item)
    crc = seal(lane, item.seq, epoch, int(is_loss), body)
    return Record(lane, item.seq, epoch, int(is_loss), crc, body)


def read(row: tuple[int, object, object, int, int, object]) -> Record:
    """Return a row as SQLite gave it.

    Raises sqlite3.DatabaseError if a column is of another kind than ever was written: SQLite
    itself promises none. A body that has become text is left to its checksum.
    """
    lane, seq, epoch, is_loss, crc, body = row
    if isinstance(seq, int) and isinstance(epoch, str) and isinstance(body, bytes | str):
        return Record(lane, seq, epoch, is_loss, crc, body)
    raise sqlite3.DatabaseError("a column of a row is of the wrong kind")


def seal(lane: int, seq: int, epoch: str, is_loss: int, body: bytes) -> int:
    """Return the checksum of a row: a flipped number or epoch is as bad as a flipped figure."""
    return zlib.crc32(body, zlib.crc32(f"{lane} {seq} {epoch} {is_loss} ".encode()))


def adopt(seq: int, epoch: str, is_loss: int, crc: int, body: bytes) -> Record:
    """Return a row of the first schema as it stands now; a damaged one stays damaged."""
    try:
        sound = zlib.crc32(body) == crc
        item = (_LOSS if is_loss else _READING).decode(body)
        if sound and item.seq == seq:
            return record(item, epoch)
    except (msgspec.MsgspecError, TypeError):
        pass
    return Record(Lane.HEALTH, seq, epoch, is_loss, -1, body)
