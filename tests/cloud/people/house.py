"""A small house of people: an administrator, a crew, a clock, and a hasher that counts."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyotp
from argon2 import PasswordHasher

from cloud.people.accounts import Accounts
from cloud.people.door import Door, Knock
from cloud.people.limits import Limits
from cloud.people.passwords import Passwords
from cloud.registry.people import People, open_people
from cloud.registry.values import Person, Role

KEY: Final = bytes(range(32))
PASSWORD: Final = "une phrase assez longue"  # noqa: S105 - of a test
# 24 November 2025, 17 h in Paris.
NOON_US: Final = 1_764_000_000_000_000
S_US: Final = 1_000_000
HERE: Final = "vallee.example"
ADMIN: Final = Person("mairie", "Mairie", frozenset({Role.ADMINISTRATOR}))
CREW: Final = Person("camille", "Camille R.", frozenset({Role.CREW}), "fr", "benne-1")


class CountingHasher(PasswordHasher):
    """argon2 at its quickest, which counts its work."""

    def __init__(self, time_cost: int = 1) -> None:
        super().__init__(time_cost=time_cost, memory_cost=8, parallelism=1)
        self.verified = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]  # noqa: A002 - argon2's own names, of which only the type is narrower
        self.verified += 1
        return super().verify(hash, password)


@dataclass
class House:
    """The door and the accounts, at a time that a test says."""

    people: People
    hasher: CountingHasher
    door: Door
    accounts: Accounts
    clock: "Clock"

    def knock(self, secret: str = "", address: str = "192.0.2.7", host: str = HERE) -> Knock:
        return Knock(self.clock.at_us, address, host, secret)

    def enter(self, name: str = CREW.id, password: str = PASSWORD, code: str = "") -> str:
        """Sign in by password and return the secret of the session."""
        return self.door.sign_in(name, password, code, self.knock())[1]

    def by_link(self, name: str = CREW.id) -> str:
        """Sign in by a link that the administrator gave."""
        link = self.accounts.link(name, ADMIN.id, self.clock.at_us)
        return self.door.sign_in_by_link(link.secret, self.knock())[1]

    def is_in(self, secret: str, host: str = HERE) -> bool:
        return self.door.who_is(secret, host, self.clock.at_us) is not None

    def codes(self, name: str = ADMIN.id) -> pyotp.TOTP:
        """Set up codes, and return the app that makes them."""
        made = pyotp.parse_uri(self.accounts.set_codes(name, None))
        assert isinstance(made, pyotp.TOTP)
        return made

    def code(self, app: pyotp.TOTP) -> str:
        return app.at(self.clock.at_us // S_US)


@dataclass
class Clock:
    """A clock that a test moves."""

    at_us: int = NOON_US

    def __call__(self) -> int:
        return self.at_us

    def pass_s(self, seconds: float) -> None:
        self.at_us += round(seconds * S_US)


@contextmanager
def house_of(url: str) -> Iterator[House]:
    """Open a house with an administrator and a crew, who have the same password."""
    clock, hasher, limits = Clock(), CountingHasher(), Limits()
    passwords = Passwords(hasher)
    with open_people(url, clock) as people:
        accounts = Accounts(people, passwords, limits, KEY)
        accounts.add(ADMIN, PASSWORD, None)
        accounts.add(CREW, PASSWORD, ADMIN.id)
        yield House(people, hasher, Door(people, passwords, limits, KEY), accounts, clock)


def copied(blank: Path, folder: Path) -> str:
    """Copy a registry of the newest form, which is quicker than to make one."""
    file = folder / "registry.sqlite"
    shutil.copyfile(blank, file)
    return f"sqlite:///{file}"


def blank_registry(folder: Path) -> Path:
    """Make a registry without rows."""
    file = folder / "blank.sqlite"
    open_people(f"sqlite:///{file}").close()
    return file
