"""Which numbers are gone: a bit each on disk, a loss receipt a run once there is time to send it.

Thinning leaves single numbers behind, and a receipt for each would be as large as the reading
that it speaks of. So losses are noted as bits, 1024 numbers in at most 128 bytes, and become
receipts only when the outbox has little else to send, few at a time.
"""

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from contract.loss import LossReason

BLOCK: Final = 1024
# What a block costs beside its bits.
OVERHEAD: Final = 64

_Key = tuple[str, str, int]


class Run(NamedTuple):
    """Numbers in a row that are gone for one reason."""

    epoch: str
    first: int
    last: int
    reason: LossReason
    noted_at_us: int


def size(db: sqlite3.Connection) -> int:
    """Return what the notes cost in bytes."""
    ask = "SELECT coalesce(sum(length(bits) + ?), 0) FROM lost"
    return int(db.execute(ask, (OVERHEAD,)).fetchone()[0])


def note(
    db: sqlite3.Connection, gone: Iterable[tuple[str, int]], reason: LossReason, now_us: int
) -> int:
    """Note that these (epoch, seq) are gone; return by how many bytes the notes grew."""
    grown = 0
    marks: dict[_Key, int] = {}
    for epoch, seq in gone:
        key = (epoch, str(reason), seq // BLOCK)
        marks[key] = marks.get(key, 0) | 1 << seq % BLOCK
    for key, bits in marks.items():
        known = _read(db, key)
        grown += _write(db, key, known | bits, now_us) - _cost(known)
    return grown


def take(db: sqlite3.Connection, limit: int) -> tuple[list[Run], int]:
    """Take out up to `limit` runs; return them and by how many bytes the notes shrank."""
    runs: list[Run] = []
    shrunk = 0
    # More blocks than these would not make more runs than wanted, or hardly.
    some = db.execute(
        "SELECT epoch, reason, block, noted_at_us FROM lost ORDER BY epoch, reason, block LIMIT ?",
        (limit,),
    ).fetchall()
    for epoch, reason, block, noted_at_us in some:
        key = (epoch, reason, block)
        bits = left = _read(db, key)
        for first, last in _runs(bits):
            start, end = block * BLOCK + first, block * BLOCK + last
            joined = bool(runs) and (runs[-1].epoch, runs[-1].reason) == (epoch, reason)
            if joined and runs[-1].last == start - 1:
                runs[-1] = runs[-1]._replace(last=end)
            elif len(runs) < limit:
                runs.append(Run(epoch, start, end, LossReason(reason), noted_at_us))
            else:
                break
            left &= ~((1 << last + 1) - (1 << first))
        shrunk += _cost(bits) - _write(db, key, left, noted_at_us)
        if left:
            break
    return runs, shrunk


def _runs(bits: int) -> Iterator[tuple[int, int]]:
    at = 0
    while bits:
        gap = (bits & -bits).bit_length() - 1
        bits >>= gap
        length = (~bits & bits + 1).bit_length() - 1
        yield at + gap, at + gap + length - 1
        bits >>= length
        at += gap + length


def _read(db: sqlite3.Connection, key: _Key) -> int:
    """Return the bits of a block; those of a damaged one are not known any more."""
    ask = "SELECT crc, bits FROM lost WHERE epoch = ? AND reason = ? AND block = ?"
    crc, bits = db.execute(ask, key).fetchone() or (0, b"")
    sound = isinstance(bits, bytes) and len(bits) <= BLOCK // 8 and crc == _seal(key, bits)
    return int.from_bytes(bits, "little") if sound else 0


def _write(db: sqlite3.Connection, key: _Key, bits: int, now_us: int) -> int:
    if not bits:
        db.execute("DELETE FROM lost WHERE epoch = ? AND reason = ? AND block = ?", key)
        return 0
    body = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    row = (*key, now_us, _seal(key, body), body)
    db.execute("INSERT OR REPLACE INTO lost VALUES (?, ?, ?, ?, ?, ?)", row)
    return _cost(bits)


def _cost(bits: int) -> int:
    return (bits.bit_length() + 7) // 8 + OVERHEAD if bits else 0


def _seal(key: _Key, bits: bytes) -> int:
    return zlib.crc32(bits, zlib.crc32("{} {} {} ".format(*key).encode())) if bits else 0
