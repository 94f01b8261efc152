"""The door: who comes in by password or link, who that is at each request, and the way out."""

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from cloud.errors import TurnedAway
from cloud.people.codes import step_of, unseal
from cloud.people.limits import FRESH_US, MOST, SEEN_EVERY_US, Limits
from cloud.people.passwords import Passwords
from cloud.people.secrets import hash_of, new_secret, same
from cloud.registry.addresses import place_of
from cloud.registry.people import People
from cloud.registry.people_journal import PersonDeed
from cloud.registry.people_tries import Try
from cloud.registry.values import Keys, Person, Role, Session
from cloud.registry.values.people import Way

# What tries at links are counted under: a link says nothing of whose it might be.
_ANY_LINK: Final = "link"


class Wrong(TurnedAway):
    """Name, password or code is wrong, or a link does not hold; it is not said which."""


class NeedsCodes(TurnedAway):
    """An administrator has no one-time codes yet, so his password opens nothing."""


class Slowed(TurnedAway):
    """Too many have failed; the next try may be made in `wait_s`."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(f"too many failed; wait {wait_s} s", again=True)
        self.wait_s = wait_s


@dataclass(frozen=True, slots=True)
class Knock:
    """A request that wants in: when, from which address, to which host, with which old cookie."""

    at_us: int
    address: str
    host: str
    secret: str = ""


@dataclass(frozen=True, slots=True)
class Door:
    """Lets people in and out; any thread may use it."""

    people: People
    passwords: Passwords
    limits: Limits
    key: bytes

    def sign_in(self, name: str, password: str, code: str, knock: Knock) -> tuple[Person, str]:
        """Return who comes in and the secret of his new session.

        Raises Slowed, Wrong or NeedsCodes. An unknown name costs the same work as a known one.
        """
        account = account_of(name)
        person = self.people.person(name)
        self.note_try(account, person, knock)
        keys = self.people.keys("" if person is None else person.id)
        if not self.passwords.matches(keys.password, password) or person is None:
            raise Wrong("name, password or code is wrong")
        if not person.active:
            raise Wrong("name, password or code is wrong")
        self.check_code(person, keys, code, knock.at_us)
        self._renew_hash(person, keys, password)
        return person, self._open(person, account, "password", knock)

    def sign_in_by_link(self, secret: str, knock: Knock) -> tuple[Person, str]:
        """Return likewise who holds a link, which is used up; raise Slowed or Wrong."""
        account = account_of(f"{_ANY_LINK} {place_of(knock.address)}")
        self.note_try(account, None, knock)
        person = self.people.use_link(hash_of(secret), knock.at_us)
        if person is None or not person.active:
            raise Wrong("the link does not hold, or no longer")
        return person, self._open(person, account, "link", knock)

    def who_is(self, secret: str, host: str, now_us: int) -> Person | None:
        """Return whose session this is, at this host; None if it is nobody's, or no longer."""
        found = self.people.session(hash_of(secret)) if secret else None
        if found is None:
            return None
        session, person = found
        if not same(session.host, host) or not self.limits.is_live(session, person, now_us):
            return None
        if now_us - session.seen_us >= SEEN_EVERY_US:
            self.people.seen(session.hash, now_us)
        return person

    def sign_out(self, secret: str) -> None:
        """End a session."""
        self.people.sign_out(hash_of(secret))

    def needs_old(self, secret: str, now_us: int) -> bool:
        """Tell whether who is in has to know his password to change it.

        Who has none need not, and neither does who has just come by a link: he has lost it.
        """
        found = self.people.session(hash_of(secret))
        if found is None or self.people.keys(found[1].id).password is None:
            return found is None
        return not _is_fresh(found[0], now_us)

    def is_fresh(self, secret: str, now_us: int) -> bool:
        """Tell whether who is in has just come by a link, and so has lost another way."""
        found = self.people.session(hash_of(secret))
        return found is not None and _is_fresh(found[0], now_us)

    def change_password(self, person: Person, old: str, new: str, knock: Knock) -> None:
        """Change the password of who is in; all his sessions end. Raises Slowed or Wrong."""
        keys = self.people.keys(person.id)
        if self.needs_old(knock.secret, knock.at_us):
            self.note_try(account_of(person.id), person, knock)
            if not self.passwords.matches(keys.password, old):
                raise Wrong("the old password is wrong")
        news = replace(keys, password=self.passwords.hash(new))
        self.people.set_keys(person.id, news, PersonDeed.PASSWORD, person.id)

    def note_try(self, account: str, person: Person | None, knock: Knock) -> None:
        """Note a try before it is judged, so that of many at once none is free."""
        who = None if person is None else person.id
        wait = self.people.note_try(Try(account, place_of(knock.address), knock.at_us, who), MOST)
        if wait is not None:
            raise Slowed(-((knock.at_us - wait.until_us) // 1_000_000))

    def check_code(self, person: Person, keys: Keys, code: str, now_us: int) -> None:
        """Use a one-time code up, where there are any; raise Wrong or NeedsCodes."""
        if keys.totp is None:
            if Role.ADMINISTRATOR in person.roles:
                raise NeedsCodes("an administrator signs in with one-time codes")
            return
        step = step_of(unseal(self.key, keys.totp, person.id), code, now_us)
        if step is None or not self.people.use_step(person.id, step):
            raise Wrong("name, password or code is wrong")

    def _renew_hash(self, person: Person, keys: Keys, password: str) -> None:
        if keys.password is not None and self.passwords.is_old(keys.password):
            self.people.rehash(person.id, keys.password, self.passwords.renewed(password))

    def _open(self, person: Person, account: str, way: Way, knock: Knock) -> str:
        """Begin a session under a secret that nobody has seen before."""
        secret = new_secret()
        session = Session(
            hash=hash_of(secret),
            person=person.id,
            made_us=knock.at_us,
            seen_us=knock.at_us,
            until_us=knock.at_us + self.limits.longest_us(person),
            host=knock.host,
            way=way,
        )
        self.people.sign_in(session, account, hash_of(knock.secret) if knock.secret else None)
        limits = self.limits
        self.people.purge(knock.at_us - limits.keep_us, knock.at_us - limits.journal_us)
        return secret


def account_of(name: str) -> str:
    """Return what tries at a name are counted under."""
    return sha256(name.encode("utf-8", "surrogatepass")).hexdigest()


def _is_fresh(session: Session, now_us: int) -> bool:
    return session.way == "link" and now_us - session.made_us <= FRESH_US
