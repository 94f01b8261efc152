"""What crews told and what the desk did, as the rest of the cloud sees it.

A facade of the registry beside `registry.py` and `people.py`, on the same database.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cloud.registry import (
    driven_deeds,
    driven_desk,
    driven_known,
    driven_photos,
    driven_positions,
    driven_since,
    driven_unloadings,
)
from cloud.registry.driven_deeds import Key
from cloud.registry.driven_known import About, Place
from cloud.registry.driven_since import Heard, News
from cloud.registry.driven_unloadings import Told
from cloud.registry.facade import Facade, machine_us, open_database
from cloud.registry.values import (
    DeadLetter,
    Draft,
    Incident,
    KeptDeed,
    Look,
    Passage,
    Sending,
    Wish,
)


def open_driven(url: str, now_us: Callable[[], int] = machine_us) -> "Driven":
    """Open what crews told in the registry at `url`, which is made if need be."""
    return Driven(open_database(url), now_us)


@dataclass(frozen=True, slots=True)
class Took:
    """What came of rows: what is kept under each number now, and the numbers that were new."""

    stored: Mapping[Key, KeptDeed]
    new: Collection[Key]


class Driven(Facade):
    """Deeds, positions, photos, and the desk's part; each call is one transaction.

    Every method raises RegistryFault, with one sentence, if the database does not answer or
    refuses.
    """

    def now_us(self) -> int:
        """Return the time, µs since 1970 UTC."""
        return self._now_us()

    # What crews tell.

    def refs(self, asked: Collection[str]) -> frozenset[str]:
        """Return those of `asked` that are containers, sites or sides of rounds."""
        with self._database.reading() as connection:
            return driven_known.refs(connection, asked)

    def about(self, asked: Collection[Place]) -> dict[Place, About]:
        """Return what a crew wants to know of some stops' places, those nobody knows left out."""
        with self._database.reading() as connection:
            return driven_known.about(connection, asked)

    def take(
        self,
        rows: Sequence[KeptDeed],
        letters: Mapping[Key, DeadLetter],
        nameless: Sequence[DeadLetter],
        other_body: Callable[[KeptDeed], DeadLetter],
        unloadings: Sequence[Told] = (),
    ) -> Took:
        """Settle rows of one device and epoch, all or none.

        Attributes:
            letters: by number, why a row that is new is refused.
            nameless: of rows without a number.
            other_body: makes the letter of a row whose number said something else before.
        """
        with self._database.writing() as connection:
            new = driven_deeds.keep(connection, rows)
            stored = driven_deeds.stored(connection, rows)
            other = [other_body(row) for row in rows if _is_other(row, stored[row.key])]
            buried = [letters[key] for key in letters if key in new]
            driven_deeds.bury_once(connection, [*buried, *other, *nameless])
            driven_unloadings.settle(
                connection,
                [one for one in unloadings if one.key in new],
                [row for row in rows if row.key in new],
            )
            return Took(stored, new)

    def of_others(
        self, device: str, named: Collection[tuple[str, int]], person: str
    ) -> frozenset[tuple[str, int]]:
        """Return those of a device's deeds, by epoch and number, that somebody else told."""
        with self._database.reading() as connection:
            return driven_deeds.of_others(connection, device, named, person)

    def bury(self, letter: DeadLetter) -> None:
        """Keep what is no envelope at all, once."""
        with self._database.writing() as connection:
            driven_deeds.bury_once(connection, [letter])

    def deeds(self, day: date, trucks: Collection[str] | None = None) -> list[KeptDeed]:
        """Return what was told of a day's rounds, but positions, by time."""
        with self._database.reading() as connection:
            return driven_deeds.of_day(connection, day, trucks)

    def since(
        self, day: date, known: Mapping[str, Heard], trucks: Collection[str] | None = None
    ) -> dict[str, News]:
        """Return by truck what somebody lacks of a day's rows who has so many of them."""
        with self._database.reading() as connection:
            return driven_since.since(connection, day, known, trucks)

    def give(self, person: str, truck: str, day: date) -> None:
        """Note that a round was given to a person, who may tell of it from now on.

        An app asks for its round once a minute: what is noted is not written again.
        """
        if self.was_given(person, truck, day):
            return
        with self._database.writing() as connection:
            driven_known.give(connection, person, truck, day, self._now_us())

    def was_given(self, person: str, truck: str, day: date) -> bool:
        """Tell whether a round was given to a person."""
        with self._database.reading() as connection:
            return driven_known.was_given(connection, person, truck, day)

    def rounds_of(self, person: str) -> dict[str, list[date]]:
        """Return the days of which a person was given rounds, by truck."""
        with self._database.reading() as connection:
            return driven_known.rounds_of(connection, person)

    # Photos.

    def missing_photos(self, names: Collection[str]) -> list[str]:
        """Return those of `names` that have not come."""
        with self._database.reading() as connection:
            return driven_photos.missing(connection, names)

    def is_named(self, sha256: str, person: str) -> bool:
        """Tell whether a problem that a person told names a photo."""
        with self._database.reading() as connection:
            return driven_photos.is_named(connection, sha256, person)

    def keep_photo(self, sha256: str, jpeg: bytes) -> bool:
        """Keep a photo; False if it is there."""
        with self._database.writing() as connection:
            return driven_photos.keep(connection, sha256, jpeg, self._now_us())

    def photo(self, sha256: str) -> bytes | None:
        """Return a photo; None if there is none."""
        with self._database.reading() as connection:
            return driven_photos.one(connection, sha256)

    # Positions.

    def positions(self, day: date) -> list[KeptDeed]:
        """Return the positions of a day's rounds that are still there, by truck and time."""
        with self._database.reading() as connection:
            return driven_positions.of_day(connection, day)

    def positions_of(self, day: date, truck: str) -> list[KeptDeed]:
        """Return the positions of a truck's round that are still there."""
        with self._database.reading() as connection:
            return driven_since.positions_of(connection, day, truck)

    def passages(self, day: date, trucks: Collection[str] | None = None) -> list[Passage]:
        """Return what is left of a day's positions, of some trucks if they are named."""
        with self._database.reading() as connection:
            return driven_positions.passages(connection, day, trucks)

    def days_with_positions(self, before: date) -> list[date]:
        """Return the days before `before` of which there are positions."""
        with self._database.reading() as connection:
            return driven_positions.days_before(connection, before)

    def reduce(self, day: date, passages: Sequence[Passage]) -> int:
        """Keep of a day's positions what they prove, and delete them; return how many."""
        with self._database.writing() as connection:
            return driven_positions.reduce(connection, day, passages)

    def forget(self, rows: date, rows_us: int, passages: date, photos_us: int, topic: str) -> int:
        """Delete refused rows' words, passages and photos from before; return how many."""
        with self._database.writing() as connection:
            count = driven_positions.forget_rows(connection, rows, rows_us, topic)
            count += driven_positions.forget_passages(connection, passages)
            return count + driven_photos.purge(connection, photos_us)

    def position_count(self, person: str) -> int:
        """Count the positions that a person's sessions sent and that are still there."""
        with self._database.reading() as connection:
            return driven_positions.count_of(connection, person)

    # The desk.

    def note_sendings(self, sendings: Iterable[Sending]) -> None:
        """Note which rounds were left on the broker."""
        with self._database.writing() as connection:
            driven_desk.note_sendings(connection, list(sendings))

    def sendings(self, day: date) -> list[Sending]:
        """Return the rounds of a day that were left on the broker."""
        with self._database.reading() as connection:
            return driven_desk.sendings(connection, day)

    def open_incident(self, truck: str, why: str, who: str, fresh_us: int = 0) -> Incident:
        """Open an incident of a truck; one that was opened since `fresh_us` stays."""
        now_us = self._now_us()
        with self._database.writing() as connection:
            return driven_desk.open_incident(connection, truck, why, who, now_us, fresh_us)

    def open_incidents(self) -> list[Incident]:
        """Return every open incident."""
        with self._database.reading() as connection:
            return driven_desk.open_incidents(connection)

    def close_incident(self, number: int, who: str | None) -> bool:
        """Close an incident; False if it is closed or there is none."""
        with self._database.writing() as connection:
            return driven_desk.close_incident(connection, number, who, self._now_us())

    def look(self, truck: str, who: str, since_us: int) -> tuple[Incident, KeptDeed | None] | None:
        """Return where a truck was last, the look written down first; None without an incident."""
        with self._database.writing() as connection:
            incident = driven_desk.incident(connection, truck)
            if incident is None or incident.opened_us < since_us:
                return None
            driven_desk.note_look(connection, incident.id, who, self._now_us())
            return incident, driven_positions.newest(connection, truck, since_us)

    def looks(self, truck: str | None, since_us: int = 0, limit: int = 100) -> list[Look]:
        """Return who looked where a truck is, or any of them, the newest first."""
        with self._database.reading() as connection:
            return driven_desk.looks(connection, truck, since_us, limit)

    def draft(self, day: date, version: int | None = None) -> Draft | None:
        """Return a version of a day's draft, the newest if none is asked for."""
        with self._database.reading() as connection:
            return driven_desk.draft(connection, day, version)

    def drafts(self, day: date, limit: int = 100) -> list[Draft]:
        """Return the versions of a day's draft without bodies, the newest first."""
        with self._database.reading() as connection:
            return driven_desk.history(connection, day, limit)

    def save_draft(self, draft: Draft, read: int, wish: Wish | None = None) -> Draft:
        """Save the version after `read`, with a wish; raise NotTheNewest if there is another."""
        with self._database.writing() as connection:
            saved = driven_desk.save(connection, draft, read)
            if wish is not None:
                driven_desk.wish(connection, wish)
            return saved

    def wishes(self, day: date, since: date | None = None) -> list[Wish]:
        """Return what was moved to a day, or to one from `since` on."""
        with self._database.reading() as connection:
            return driven_desk.wishes(connection, since or day, day)


def _is_other(row: KeptDeed, kept: KeptDeed) -> bool:
    """Tell whether a number said something else before; of what is purged nobody knows."""
    if kept.body is None:
        return False
    return (row.truck, row.day, row.body) != (kept.truck, kept.day, kept.body)
