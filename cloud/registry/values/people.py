"""The people who may sign in: what they may do, and what is kept of their coming and going."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Tongue = Literal["fr", "en"]
Way = Literal["password", "link"]


class Role(StrEnum):
    """What somebody does here; one person may do several things."""

    CREW = "crew"
    DISPATCHER = "dispatcher"
    ZONE_MANAGER = "zone-manager"
    INSTALLER = "installer"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in.

    Attributes:
        id: a short name, in the form of `contract.names`.
        truck: the truck that a crew drives now; None if that is not known.
        active: whether the person may sign in at all.
    """

    id: str
    name: str
    roles: frozenset[Role]
    language: Tongue = "fr"
    truck: str | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class Keys:
    """What a person proves himself with; None: he has no such thing.

    Attributes:
        password: its argon2 hash.
        totp: the secret of his one-time codes, sealed.
        totp_step: the time step of the last code that he used; no older one counts.
    """

    password: str | None = None
    totp: bytes | None = None
    totp_step: int | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """One stay of a person, from signing in; of the cookie only the SHA-256 is kept, in hex."""

    hash: str
    person: str
    made_us: int
    seen_us: int
    until_us: int
    host: str
    way: Way


@dataclass(frozen=True, slots=True)
class Link:
    """The right to sign in once; of the secret only the SHA-256 is kept, in hex.

    Attributes:
        made_by: the person who gave it; None if it was made by command line.
    """

    hash: str
    person: str
    made_us: int
    until_us: int
    made_by: str | None = None
    used_us: int | None = None


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A line of the journal; `who` is None for the command line, or where it was erased."""

    at_us: int
    who: str | None
    person: str | None
    what: str
    detail: str = ""
