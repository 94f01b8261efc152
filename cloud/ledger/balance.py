"""A node's account, balanced: which of its numbers are where, and which are nowhere.

Theory of operation. An outbox file gives numbers to all its rows, readings and loss receipts, from
1 upwards and over all its epochs; a new file, after the old one was damaged or its card replaced,
begins at 1 again. So a node that says "I have produced P readings" has given the numbers 1 to
P + its loss receipts, and each of them is stored, refused, given up or still pending. What is
missing from these is pending, as far as the node says that it holds so many; unknown, as far as it
raised the alarm that a damaged file could not give so many back; and else open. What is missing
from a file that is no more is unknown, too: it will never come.

Only numbers of the period are looked at. Those below the first that was taken in it are taken as
settled; the reader therefore reads a day more than the period, so that the numbers just above that
first one, some of which were taken a little before it, are there to be found.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from cloud.ledger.account import Account, EpochAccount, Heard, Told
from cloud.ledger.numbers import Numbers, count, union, within, without

# Longer on their way than this, rows are not on their way.
QUIET_US: Final = 3_600_000_000


@dataclass(frozen=True, slots=True)
class _Heaps:
    """Numbers, each on one heap: what is stored is neither refused nor lost."""

    stored: Numbers
    refused: Numbers
    dropped: Numbers
    missing: Numbers

    @property
    def produced(self) -> int:
        """How many readings that is; loss receipts are on none of the heaps."""
        return sum(map(count, (self.stored, self.refused, self.dropped, self.missing)))


@dataclass(frozen=True, slots=True)
class _File:
    """The numbers from `begin` to `end` of one outbox file, with its epochs."""

    epochs: Sequence[Heard]
    begin: int
    end: int
    heaps: _Heaps


def balance(
    node: str, told: Told, heard: Iterable[Heard], since_us: int, now_us: int
) -> Account | None:
    """Return the account of a node for the time since `since_us`; None if it never spoke."""
    files = outbox_files(heard, told)
    if not files and told.status is None:
        return None
    *old, newest = files or [[]]
    old = [file for file in old if any(one.stored.size for one in file)]
    gone = [_file(file, since_us, end) for file, end in zip(old, _old_ends(old, told), strict=True)]
    here = _file(newest, since_us, _end(newest, told))
    every = [*gone, here]
    missing = here.heaps.missing
    pending = min(_holds(newest, told), count(missing))
    taken = min(sum(one.damaged for one in newest), count(missing) - pending)
    quiet = count(within(missing, here.begin, _quiet_until(here, told, now_us)))
    return Account(
        node=node,
        status=told.status,
        produced=sum(file.heaps.produced for file in every),
        stored=sum(count(file.heaps.stored) for file in every),
        refused=sum(count(file.heaps.refused) for file in every),
        dropped=sum(count(file.heaps.dropped) for file in every),
        pending=pending,
        unknown=sum(count(file.heaps.missing) for file in gone) + taken,
        open=count(missing) - pending - taken,
        overdue=max(0, quiet - pending - taken),
        newer=count(union(*(within(one.kept, here.end + 1, 2**53) for one in newest))),
        epochs=tuple(epoch for file in every for epoch in _epochs(file, told)),
    )


def outbox_files(heard: Iterable[Heard], told: Told) -> list[list[Heard]]:
    """Return the epochs by outbox file, the oldest file first, each in the order of its numbers.

    Of an epoch with stored readings it is known when it was; numbers that go back then begin a
    file. What was refused or given up only says by when it was: it goes where its numbers fit.
    """
    now = told.status.epoch if told.status else ""
    known = sorted((one for one in heard if one.numbers), key=lambda one: one.begins_us)
    dated = [one for one in known if one.stored.size and one.epoch != now]
    dated += [one for one in known if one.epoch == now]
    files: list[list[Heard]] = []
    for one in dated:
        if not files or _first(one) <= max(map(_last, files[-1])):
            files.append([])
        files[-1].append(one)
    for one in (one for one in known if not one.stored.size and one.epoch != now):
        home = next((file for file in reversed(files) if _fits(one, file)), None)
        if home is None:
            files.insert(0, home := [])
        home.append(one)
    return [sorted(file, key=_first) for file in files]


def _fits(one: Heard, file: Sequence[Heard]) -> bool:
    """Tell whether an epoch of which only its latest time is known can be one of `file`."""
    return all(
        _last(other) < _first(one) and other.begins_us <= one.begins_us
        if _first(other) <= _first(one)
        else _last(one) < _first(other)
        for other in file
    )


def _first(one: Heard) -> int:
    return one.numbers[0][0]


def _last(one: Heard) -> int:
    return one.numbers[-1][1]


def _file(epochs: Sequence[Heard], since_us: int, end: int) -> _File:
    begin = _begin(epochs, since_us)
    return _File(epochs, begin, end, _sort(epochs, begin, end))


def _sort(epochs: Sequence[Heard], begin: int, end: int) -> _Heaps:
    """Put each number from `begin` to `end` on its heap."""
    whole: Numbers = ((begin, end),) if begin <= end else ()

    def left(taken: Numbers, of: Iterable[Numbers]) -> Numbers:
        return without(within(union(*of), begin, end), taken)

    stored = left((), (one.kept for one in epochs))
    receipts = left(stored, (one.receipts for one in epochs))
    taken = union(stored, receipts)
    refused = left(taken, (one.refused for one in epochs))
    taken = union(taken, refused)
    dropped = left(taken, (one.lost for one in epochs))
    return _Heaps(stored, refused, dropped, without(whole, union(taken, dropped)))


def _begin(file: Sequence[Heard], since_us: int) -> int:
    """Return the first number of the period."""
    inside = [one.stored[one.taken_us >= since_us] for one in file]
    before = [one.stored[one.taken_us < since_us] for one in file]
    if not any(part.size for part in before):
        return 1
    if any(part.size for part in inside):
        return min(int(part.min()) for part in inside if part.size)
    return max(int(part.max()) for part in before if part.size) + 1


def _end(file: Sequence[Heard], told: Told) -> int:
    """Return the last number that the node had given when it told its status."""
    highest = max(map(_last, file), default=0)
    if told.status is None:
        return highest
    end = _numbered(told.status.produced, file)
    begun = [one for one in file if one.epoch == told.status.epoch]
    # A node that counts readings otherwise than it numbers them: holes still show.
    return highest if begun and end < _first(begun[0]) - 1 else end


def _numbered(produced: int, file: Sequence[Heard]) -> int:
    """Return the number of the last of so many readings: loss receipts have numbers, too."""
    end = produced
    for first, last in union(*(one.receipts for one in file)):
        if first > end + 1:
            break
        end += last - first + 1
    return end


def _old_ends(old: Sequence[Sequence[Heard]], told: Told) -> list[int]:
    """Return the last number of each file that is no more, as far as anybody said."""
    said: list[int] = []
    for at, (_, produced) in enumerate(told.produced):
        if at and produced >= told.produced[at - 1][1]:
            said[-1] = produced
        else:
            said.append(produced)
    before = said[:-1][-len(old) :] if old else []
    padded = [0] * (len(old) - len(before)) + before
    return [
        max(_numbered(produced, file), *map(_last, file))
        for file, produced in zip(old, padded, strict=True)
    ]


def _holds(file: Sequence[Heard], told: Told) -> int:
    """Return how many the node says it holds, or has dropped and not yet told of."""
    if told.status is None:
        return 0
    known = count(union(*(one.lost for one in file)))
    return told.status.pending + max(0, told.status.dropped - known)


def _quiet_until(file: _File, told: Told, now_us: int) -> int:
    """Return the number up to which nothing has been on its way for an hour."""
    quiet_us = now_us - QUIET_US
    if told.status is not None and told.status.at_us <= quiet_us:
        return file.end
    settled = [one.stored[one.taken_us <= quiet_us] for one in file.epochs]
    return max((int(part.max()) for part in settled if part.size), default=0)


def _epochs(file: _File, told: Told) -> Iterable[EpochAccount]:
    """Yield the account of each epoch; what lies between two counts for the older one."""
    firsts = [_first(one) for one in file.epochs]
    for at, one in enumerate(file.epochs):
        first = max(file.begin, firsts[at] if at else 1)
        last = min(file.end, firsts[at + 1] - 1) if at + 1 < len(firsts) else file.end
        if first <= last:
            yield _epoch(one.epoch, first, last, _sort([one], first, last))
    if not firsts and told.status is not None and file.begin <= file.end:
        yield _epoch(told.status.epoch, file.begin, file.end, file.heaps)


def _epoch(epoch: str, first: int, last: int, heaps: _Heaps) -> EpochAccount:
    return EpochAccount(
        epoch,
        first,
        last,
        heaps.produced,
        count(heaps.stored),
        count(heaps.refused),
        count(heaps.dropped),
        count(heaps.missing),
    )
