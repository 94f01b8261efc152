"""The pages of people, in their room."""

from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import segno

from cloud.people.accounts import GivenLink
from cloud.people.second import NewCodes
from cloud.registry.values import Person, PersonEntry, Role, Session
from cloud.web.people import spoken
from cloud.web.room import Room, open_room
from cloud.web.words import LANGUAGES, Language, Words

Facts = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says to the one who has just sent a form: a text's key, and its blanks."""

    key: str
    blanks: tuple[tuple[str, str], ...] = ()
    is_bad: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """What somebody's own page shows: all that is kept of him, and the `pages` he may go on to.

    Attributes:
        needs_old: whether another password, or other codes, ask for the old ones.
        has_password, has_codes: which of them there are.
    """

    facts: Facts
    sessions: list[Session]
    needs_old: bool
    has_password: bool
    has_codes: bool
    pages: list[str]


@dataclass(frozen=True, slots=True)
class PeoplePages:
    """Each method is a page."""

    room: Room

    def enter(
        self, words: Words, back: str | None, name: str = "", said: Said | None = None
    ) -> str:
        """Return the page with the form of name, password and code."""
        return self.room.render("people/enter.html", words, back=back, typed=name, said=said)

    def link(self, words: Words, said: Said | None = None) -> str:
        """Return the page that a link opens."""
        return self.room.render("people/link.html", words, said=said)

    def refused(self, words: Words) -> str:
        """Return the page for who may not see what he asked for."""
        return self.room.render("people/refused.html", words)

    def me(
        self,
        words: Words,
        person: Person,
        token: str,
        known: Known,
        said: Said | None = None,
    ) -> str:
        """Return the page of whoever asks."""
        return self.room.render(
            "people/me.html",
            words,
            person=person,
            token=token,
            facts=known.facts,
            sessions=known.sessions,
            known=known,
            pages=known.pages,
            said=said,
            spoken=spoken,
            must_have_codes=Role.ADMINISTRATOR in person.roles,
        )

    def codes(self, words: Words, token: str, made: NewCodes, said: Said | None = None) -> str:
        """Return the page that shows a new series of one-time codes, once."""
        return self.room.render(
            "people/codes.html",
            words,
            token=token,
            made=made,
            drawn=_drawn(made.address),
            grouped=" ".join(wrap(made.secret, 4)),
            said=said,
        )

    def people(
        self,
        words: Words,
        token: str,
        everyone: list[Person],
        journal: list[PersonEntry],
        *,
        typed: Person | None = None,
        said: Said | None = None,
    ) -> str:
        """Return the list of people, for who may change it."""
        return self.room.render(
            "people/people.html",
            words,
            token=token,
            everyone=everyone,
            journal=journal,
            typed=typed or Person("", "", frozenset()),
            said=said,
            spoken=spoken,
            roles=Role,
        )

    def person(
        self,
        words: Words,
        token: str,
        person: Person,
        *,
        facts: Facts,
        link_hours: int,
        has_codes: bool,
        said: Said | None = None,
    ) -> str:
        """Return the page of one person, for who may change it."""
        return self.room.render(
            "people/person.html",
            words,
            token=token,
            person=person,
            facts=facts,
            link_hours=link_hours,
            has_codes=has_codes,
            said=said,
            spoken=spoken,
            roles=Role,
        )

    def given(self, words: Words, link: GivenLink, address: str) -> str:
        """Return the page that shows a new link, once."""
        drawn = _drawn(address)
        return self.room.render("people/given.html", words, link=link, address=address, drawn=drawn)


def _drawn(address: str) -> str:
    """Draw an address as a QR: an SVG within the page, so that nobody has to fetch a secret."""
    code = segno.make_qr(address, error="m")
    return str(code.svg_data_uri(scale=6, border=4, dark="#000", light="#fff"))


def load_people_pages(languages: tuple[Language, ...] = LANGUAGES) -> PeoplePages:
    """Read the people's room."""
    return PeoplePages(open_room("people", languages, forms=True))
