"""Which rows go when there is no room for all: every other one of the oldest, then the oldest.

Theory of operation. A lane's backlog is thinned from its beginning, a stretch at a time, every
other reading of each sensor and kind. `up_to[k]` is how far it has been thinned k + 1 times: what
was thinned less goes first, and no reading's neighbours are thinned more than ROUNDS times, so
that at worst one in eight stays.
"""

import sqlite3
from collections.abc import Container, Iterator
from typing import Final

from edge.lanes import GIVEN_UP, THINNED, Lane
from edge.links.outbox.record import COLUMNS, Record, read

ROUNDS: Final = 3
# Rows that a stretch holds at most: what is looked at stays small in memory.
STRETCH: Final = 5000


def thin(
    db: sqlite3.Connection, live_from: int, spared: Container[int], wanted: int
) -> Iterator[list[Record]]:
    """Choose readings of the backlog, before `live_from`, until their bytes are `wanted`.

    Each stretch is yielded for the caller to delete before the next one is looked at.
    """
    for lane in THINNED:
        for number in range(ROUNDS):
            while wanted > 0:
                end = _up_to(db, lane, number - 1) if number else live_from - 1
                stretch = _oldest(db, lane, _up_to(db, lane, number), end)
                if not stretch:
                    break
                chosen, last = _every_other(stretch, wanted, spared)
                mark = "INSERT OR REPLACE INTO thinned VALUES (?, ?, ?)"
                db.execute(mark, (lane, number, last))
                wanted -= sum(one.size for one in chosen)
                yield chosen


def oldest(db: sqlite3.Connection, spared: Container[int], wanted: int) -> Iterator[list[Record]]:
    """Choose the oldest readings of the lowest lanes until their bytes are `wanted`."""
    for lane in GIVEN_UP:
        after = 0
        while wanted > 0:
            stretch = _oldest(db, lane, after, 2**53)
            if not stretch:
                break
            after = stretch[-1].seq
            chosen = []
            for one in stretch:
                if wanted > 0 and one.seq not in spared:
                    chosen.append(one)
                    wanted -= one.size
            yield chosen


def _every_other(
    stretch: list[Record], wanted: int, spared: Container[int]
) -> tuple[list[Record], int]:
    """Return the chosen, and the number up to which was chosen."""
    chosen = []
    kept_last: dict[tuple[str, str], bool] = {}
    for one in stretch:
        stream = one.stream
        gone = kept_last.get(stream, False) and one.seq not in spared
        kept_last[stream] = not gone
        if gone:
            chosen.append(one)
            wanted -= one.size
            if wanted <= 0:
                return chosen, one.seq
    return chosen, stretch[-1].seq


def _oldest(db: sqlite3.Connection, lane: Lane, after: int, end: int) -> list[Record]:
    ask = (
        f"SELECT {COLUMNS} FROM rows"  # noqa: S608 - a constant
        " WHERE lane = ? AND seq > ? AND seq <= ? AND is_loss = 0 ORDER BY seq LIMIT ?"
    )
    return [read(row) for row in db.execute(ask, (lane, after, end, STRETCH))]


def _up_to(db: sqlite3.Connection, lane: Lane, number: int) -> int:
    ask = "SELECT up_to FROM thinned WHERE lane = ? AND round = ?"
    found = db.execute(ask, (lane, number)).fetchone()
    return found[0] if found else 0
