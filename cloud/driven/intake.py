"""The ingester of crews: an envelope in, a receipt out, and nothing forgotten between."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from cloud.driven.judge import Judged, Sender, judged, refs_of, withdrawals_of
from cloud.driven.opening import Opened, opened
from cloud.driven.photo import checked
from cloud.driven.rules import OTHER_BODY, RULES, TOPIC
from cloud.registry.driven import Driven, Took
from cloud.registry.driven_unloadings import Told
from cloud.registry.values import DeadLetter, KeptDeed, Person
from cloud.registry.values.driven import REFUSED
from contract.deeds import DeedReceipt, Problem, Refusal, Unloaded
from contract.errors import Malformed
from contract.receipt import ranges

if TYPE_CHECKING:
    from cloud.registry.driven_deeds import Key

_AGAIN: Final = "deed-refused-before"


class Photo(StrEnum):
    """What became of a photo that was sent."""

    KEPT = "kept"
    THERE = "there"
    UNASKED = "unasked"


@dataclass(frozen=True, slots=True)
class Intake:
    """Takes what crews send; `now_us` tells the server's time."""

    driven: Driven
    now_us: Callable[[], int]

    def take(self, body: bytes, person: Person) -> DeedReceipt:
        """Settle an envelope's rows.

        Raises:
            Malformed: it is no envelope; it is kept in the dead letters, and nothing is settled.
            RegistryFault: the registry does not answer; the device tells again later.
        """
        now_us = self.now_us()
        try:
            envelope = opened(body)
        except Malformed as error:
            reason = RULES["deed-malformed"].format(why=error)
            letter = DeadLetter(now_us, TOPIC, None, None, None, "deed-malformed", reason, body)
            self.driven.bury(letter)
            raise
        rows = list(judged(envelope, self._sender(envelope, person), now_us))
        return self._receipt(envelope, rows, self._keep(envelope, rows, now_us))

    def photo(self, sent: bytes, sha256: str, person: Person) -> Photo:
        """Keep a photo that a problem of this person's names; raise NoPhoto if it is none."""
        jpeg = checked(sent, sha256)
        if not self.driven.is_named(sha256, person.id):
            return Photo.UNASKED
        return Photo.KEPT if self.driven.keep_photo(sha256, jpeg) else Photo.THERE

    def _sender(self, envelope: Opened, person: Person) -> Sender:
        head = envelope.head
        day = date.fromisoformat(head.day)
        may = person.truck == head.truck or self.driven.was_given(person.id, head.truck, day)
        others = self.driven.of_others(head.device, withdrawals_of(envelope), person.id)
        return Sender(person.id, may, self.driven.refs(refs_of(envelope)), others)

    def _keep(self, envelope: Opened, rows: Iterable[Judged], now_us: int) -> Took:
        letters: dict[Key, DeadLetter] = {}
        kept: list[KeptDeed] = []
        nameless: list[DeadLetter] = []
        for row in rows:
            if row.kept is not None:
                kept.append(row.kept)
                if row.letter is not None:
                    letters.setdefault(row.kept.key, row.letter)
            elif row.letter is not None:
                nameless.append(row.letter)
        told = list(_unloadings(envelope, kept))
        return self.driven.take(kept, letters, nameless, lambda row: _other(row, now_us), told)

    def _receipt(self, envelope: Opened, rows: list[Judged], took: Took) -> DeedReceipt:
        stored = {key: one for key, one in took.stored.items() if one.kind != REFUSED}
        photos = {
            row.what.photo
            for row in envelope.rows
            if isinstance(row.what, Problem) and row.what.photo is not None
        }
        said = {key[2] for key in stored}
        refused: dict[int, Refusal] = {}
        for row in rows:
            if row.kept is not None and row.kept.seq not in refused:
                why = _why(row, took.stored[row.kept.key])
                if why is not None:
                    refused[row.kept.seq] = why
        head = envelope.head
        return DeedReceipt(
            device=head.device,
            epoch=head.epoch,
            settled=ranges(envelope.seqs),
            refused=tuple(refused[seq] for seq in sorted(refused)),
            photos=tuple(self.driven.missing_photos(photos)) if photos and said else (),
            now_us=self.now_us(),
        )


def _why(row: Judged, kept: KeptDeed) -> Refusal | None:
    """Return why a row is not stored; None if it is."""
    mine = row.kept
    if mine is None:
        return None
    same = kept.body is None or (mine.truck, mine.day, mine.body) == (
        kept.truck,
        kept.day,
        kept.body,
    )
    if not same:
        return Refusal(mine.seq, OTHER_BODY, _said_before(mine))
    if row.letter is not None and kept.kind == REFUSED:
        return Refusal(mine.seq, row.letter.rule, row.letter.reason)
    if kept.kind == REFUSED:
        # What was not to be taken then could be now: the number is used all the same.
        return Refusal(mine.seq, _AGAIN, "this was refused when it came first, and stays so")
    return None


def _other(row: KeptDeed, now_us: int) -> DeadLetter:
    body = (row.body or "").encode()
    reason = _said_before(row)
    return DeadLetter(now_us, TOPIC, row.device, row.epoch, row.seq, OTHER_BODY, reason, body)


def _said_before(row: KeptDeed) -> str:
    return RULES[OTHER_BODY].format(seq=row.seq, epoch=row.epoch)


def _unloadings(envelope: Opened, kept: Iterable[KeptDeed]) -> Iterable[Told]:
    whats = {row.seq: row.what for row in reversed(envelope.rows)}
    for one in kept:
        what = whats.get(one.seq)
        if isinstance(what, Unloaded) and one.kind == what.kind:
            yield Told(one.key, one.truck, what.tip, what.stream, one.at_us, what.weight_kg)
