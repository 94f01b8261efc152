"""What is done with accounts: made, changed, given a link, told, ended, erased."""

from dataclasses import dataclass, replace
from typing import Any

from cloud.people.codes import address_of_codes, new_codes, seal
from cloud.people.limits import Limits
from cloud.people.passwords import Passwords
from cloud.people.secrets import hash_of, new_secret
from cloud.registry.people import People
from cloud.registry.people_journal import PersonDeed
from cloud.registry.values import Keys, Link, Person, PersonEntry, Session


@dataclass(frozen=True, slots=True)
class GivenLink:
    """A link that was just made; its secret is seen now and never again."""

    person: Person
    secret: str
    until_us: int

    def address(self, site: str) -> str:
        """Return the address that lets its holder in.

        The secret stands behind `#`, so a browser sends it to no server, and to no next page.
        """
        return f"{site.rstrip('/')}/entrer/lien#{self.secret}"


@dataclass(frozen=True, slots=True)
class Accounts:
    """Who may sign in; `who` does it, None from the command line. Raises RegistryFault."""

    people: People
    passwords: Passwords
    limits: Limits
    key: bytes

    def everyone(self) -> list[Person]:
        """Return every person, by name."""
        return self.people.people()

    def person(self, name: str) -> Person | None:
        """Return a person; None if there is none of this name."""
        return self.people.person(name)

    def known(self, name: str) -> Person:
        """Return a person; raise RegistryFault if there is none of this name."""
        return self.people.known(name)

    def add(self, person: Person, password: str | None, who: str | None) -> None:
        """Write a new person; without a password he comes in by links only."""
        kept = None if password is None else self.passwords.hash(password)
        self.people.add(person, Keys(password=kept), who)

    def change(self, person: Person, who: str | None) -> int:
        """Write what a person is now; return how many sessions that has ended."""
        return self.people.change(person, who)

    def link(
        self, name: str, who: str | None, now_us: int, hours_us: int | None = None
    ) -> GivenLink:
        """Make a link that lets a person in once."""
        person = self.people.known(name)
        secret = new_secret()
        until_us = now_us + (hours_us or self.limits.link_us)
        self.people.keep_link(Link(hash_of(secret), name, now_us, until_us, who))
        return GivenLink(person, secret, until_us)

    def end(self, name: str, who: str | None) -> int:
        """End every session of a person and his unused links; return how many sessions."""
        return self.people.end(name, who)

    def set_password(self, name: str, password: str, who: str | None) -> None:
        """Give a person a new password; his sessions end."""
        keys = replace(self.people.keys(name), password=self.passwords.hash(password))
        self.people.set_keys(name, keys, PersonDeed.PASSWORD, who)

    def set_codes(self, name: str, who: str | None) -> str:
        """Give a person a new series of one-time codes; return the address that an app reads."""
        secret = new_codes()
        keys = replace(self.people.keys(name), totp=seal(self.key, secret, name), totp_step=None)
        self.people.set_keys(name, keys, PersonDeed.TOTP, who)
        return address_of_codes(secret, name)

    def has_codes(self, name: str) -> bool:
        """Tell whether a person has one-time codes."""
        return self.people.keys(name).totp is not None

    def drop_codes(self, name: str, who: str | None) -> None:
        """Take somebody's codes away, who has lost them; his sessions end."""
        keys = replace(self.people.keys(name), totp=None, totp_step=None)
        self.people.set_keys(name, keys, PersonDeed.NO_TOTP, who)

    def sessions(self, name: str) -> list[Session]:
        """Return the sessions of a person, the newest first."""
        return self.people.sessions(name)

    def facts(self, name: str) -> dict[str, list[dict[str, Any]]]:
        """Return all that is kept of a person, by table."""
        return self.people.facts(name)

    def export(self, name: str, who: str | None) -> dict[str, list[dict[str, Any]]]:
        """Return the same to be taken away, which the journal notes."""
        return self.people.told(name, who)

    def erase(self, name: str, who: str | None) -> None:
        """Take a person out of every table; facts of service stay, without the name."""
        self.people.erase(name, who)

    def journal(self, limit: int, person: str | None = None) -> list[PersonEntry]:
        """Return the newest lines of the journal."""
        return self.people.journal(limit, person)

    def purge(self, before_us: int) -> int:
        """Delete sessions and links that ended before, and older tries; count them."""
        return self.people.purge(before_us)
