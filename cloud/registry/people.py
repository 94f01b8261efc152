"""People as the rest of the cloud sees them: accounts, sessions, links, tries, a journal.

A facade of the registry beside `registry.py` and `identities.py`, on the same database.
"""

from collections.abc import Callable

from cloud.registry import (
    people_accounts,
    people_facts,
    people_journal,
    people_sessions,
    people_tries,
)
from cloud.registry.facade import Facade, machine_us, open_database
from cloud.registry.people_facts import Rows
from cloud.registry.people_journal import PersonDeed
from cloud.registry.people_tries import Most, Try, Wait
from cloud.registry.values import Keys, Link, Person, PersonEntry, Session


def open_people(url: str, now_us: Callable[[], int] = machine_us) -> "People":
    """Open the people in the registry at `url`, which is made if need be; see RegistryFault."""
    return People(open_database(url), now_us)


class People(Facade):
    """Who may sign in; each call is one transaction, with its line in the journal.

    `who` is the person who does it, None for the command line. Every method raises RegistryFault,
    with one sentence, if the database does not answer or refuses.
    """

    # Accounts.

    def add(self, person: Person, keys: Keys, who: str | None) -> None:
        """Write a new person, with what he proves himself with."""
        with self._database.writing() as connection:
            people_accounts.add(connection, person)
            people_accounts.write_keys(connection, person.id, keys)
            roles = ", ".join(sorted(person.roles))
            people_journal.note(connection, self._line(who, person.id, PersonDeed.ADDED, roles))

    def person(self, name: str) -> Person | None:
        """Return a person; None if there is none of this name."""
        with self._database.reading() as connection:
            return people_accounts.one(connection, name)

    def known(self, name: str) -> Person:
        """Return a person; raise RegistryFault if there is none of this name."""
        with self._database.reading() as connection:
            return people_accounts.known(connection, name)

    def is_empty(self) -> bool:
        """Tell whether there is nobody yet."""
        with self._database.reading() as connection:
            return people_accounts.is_empty(connection)

    def note(self, who: str, deed: PersonDeed, detail: str) -> None:
        """Write down what somebody did that is no business of another person's account."""
        with self._database.writing() as connection:
            people_journal.note(connection, self._line(who, who, deed, detail))

    def people(self) -> list[Person]:
        """Return every person, by name."""
        with self._database.reading() as connection:
            return people_accounts.every(connection)

    def change(self, person: Person, who: str | None) -> int:
        """Write what a person is now; return how many sessions that has ended.

        Other roles, another truck or an account that is closed end them all.
        """
        with self._database.writing() as connection:
            before = people_accounts.change(connection, person)
            if before == person:
                return 0
            as_told = before.roles == person.roles
            deed = PersonDeed.CHANGED if as_told else PersonDeed.ROLES
            detail = "" if as_told else ", ".join(sorted(person.roles))
            people_journal.note(connection, self._line(who, person.id, deed, detail))
            if as_told and before.active == person.active and before.truck == person.truck:
                return 0
            return people_sessions.end_all(connection, person.id)

    def keys(self, name: str) -> Keys:
        """Return what a person proves himself with."""
        with self._database.reading() as connection:
            return people_accounts.keys(connection, name)

    def set_keys(
        self, name: str, keys: Keys, deed: PersonDeed, who: str | None, but: str | None = None
    ) -> None:
        """Write what a person proves himself with from now on; his sessions end, but for one."""
        with self._database.writing() as connection:
            people_accounts.known(connection, name)
            people_accounts.write_keys(connection, name, keys)
            people_sessions.end_all(connection, name, but)
            people_journal.note(connection, self._line(who, name, deed))

    def rehash(self, name: str, old: str, new: str) -> None:
        """Write the same password's better hash, if it is the same password still."""
        with self._database.writing() as connection:
            people_accounts.rehash(connection, name, old, new)

    def use_step(self, name: str, step: int) -> bool:
        """Use a one-time code up; False if it, or a later one, was used before."""
        with self._database.writing() as connection:
            return people_accounts.use_step(connection, name, step)

    # Coming and going.

    def note_try(self, one: Try, most: Most) -> Wait | None:
        """Note a try; or return how long to wait, if there were too many before it."""
        with self._database.writing() as connection:
            wait = people_tries.note(connection, one, most)
            if wait is not None:
                line = self._line(None, one.person, PersonDeed.SLOWED, wait.of)
                # Whoever knocks on and on shall not fill the journal.
                if not people_journal.has_since(connection, line, one.at_us - most.within_us):
                    people_journal.note(connection, line)
            return wait

    def sign_in(self, session: Session, account: str, instead_of: str | None = None) -> None:
        """Keep a new session and forget the failed tries; the session before it is ended."""
        with self._database.writing() as connection:
            if instead_of is not None:
                people_sessions.end(connection, instead_of)
            people_sessions.keep(connection, session)
            people_tries.forget(connection, account)
            line = self._line(session.person, session.person, PersonDeed.SIGNED_IN, session.way)
            people_journal.note(connection, line)

    def session(self, hashed: str) -> tuple[Session, Person] | None:
        """Return a session and whose it is; None if there is none."""
        with self._database.reading() as connection:
            return people_sessions.whose(connection, hashed)

    def sessions(self, name: str) -> list[Session]:
        """Return the sessions of a person, the newest first."""
        with self._database.reading() as connection:
            return people_sessions.of(connection, name)

    def seen(self, hashed: str, now_us: int) -> None:
        """Note that a session is in use."""
        with self._database.writing() as connection:
            people_sessions.seen(connection, hashed, now_us)

    def sign_out(self, hashed: str) -> None:
        """End a session."""
        with self._database.writing() as connection:
            found = people_sessions.one(connection, hashed)
            if found is not None and people_sessions.end(connection, hashed):
                line = self._line(found.person, found.person, PersonDeed.SIGNED_OUT)
                people_journal.note(connection, line)

    def end(self, name: str, who: str | None) -> int:
        """End every session of a person and his unused links; return how many sessions."""
        with self._database.writing() as connection:
            people_accounts.known(connection, name)
            people_sessions.end_links(connection, name, self._now_us())
            ended = people_sessions.end_all(connection, name)
            people_journal.note(connection, self._line(who, name, PersonDeed.ENDED, str(ended)))
            return ended

    def keep_link(self, link: Link) -> None:
        """Keep a new link."""
        with self._database.writing() as connection:
            people_accounts.known(connection, link.person)
            people_sessions.keep_link(connection, link)
            line = self._line(link.made_by, link.person, PersonDeed.LINK)
            people_journal.note(connection, line)

    def use_link(self, hashed: str, now_us: int) -> Person | None:
        """Use a link up and return whose it is; None if it does not hold."""
        with self._database.writing() as connection:
            name = people_sessions.use_link(connection, hashed, now_us)
            return None if name is None else people_accounts.one(connection, name)

    # What is kept of a person.

    def told(self, name: str, who: str | None) -> dict[str, Rows]:
        """Return every row that names a person, by table; of secrets only that there is one."""
        with self._database.writing() as connection:
            people_accounts.known(connection, name)
            people_journal.note(connection, self._line(who, name, PersonDeed.EXPORTED))
            return people_facts.told(connection, name)

    def facts(self, name: str) -> dict[str, Rows]:
        """Return the same, as a look that leaves no line."""
        with self._database.reading() as connection:
            return people_facts.told(connection, name)

    def erase(self, name: str, who: str | None) -> None:
        """Take a person out of every table; facts of service stay, without the name."""
        with self._database.writing() as connection:
            person = people_accounts.known(connection, name)
            people_accounts.must_not_be_last(connection, person)
            people_facts.erase(connection, name)
            by = None if who == name else who
            people_journal.note(connection, self._line(by, None, PersonDeed.ERASED))

    def purge(self, before_us: int, journal_before_us: int = 0) -> int:
        """Delete sessions, links and tries that ended before, and such lines; count them."""
        with self._database.writing() as connection:
            gone = people_facts.purge(connection, before_us)
            return gone + people_journal.purge(connection, journal_before_us)

    def journal(self, limit: int = 100, person: str | None = None) -> list[PersonEntry]:
        """Return at most `limit` lines, of or by one person if he is given, newest first."""
        with self._database.reading() as connection:
            return people_journal.newest(connection, limit, person)

    def _line(
        self, who: str | None, person: str | None, what: PersonDeed, detail: str = ""
    ) -> PersonEntry:
        return PersonEntry(self._now_us(), who, person, what.value, detail)
