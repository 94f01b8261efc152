"""One-time codes that somebody sets up himself: shown once, and on when a code of them is right."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NoBase64
from dataclasses import dataclass, replace

from cloud.errors import RegistryFault
from cloud.people.codes import address_of_codes, new_codes, seal, step_of, unseal
from cloud.people.door import Door, Knock, Wrong, account_of
from cloud.people.limits import FRESH_US
from cloud.people.secrets import hash_of
from cloud.registry.people_journal import PersonDeed
from cloud.registry.values import Person


@dataclass(frozen=True, slots=True)
class NewCodes:
    """A series that is not on yet.

    Attributes:
        secret: in base32, for who types it.
        address: the same for an app that reads a QR.
        sealed: the same once more, which only this server opens, and only for this session.
    """

    secret: str
    address: str
    sealed: str


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """Sets codes up; nothing of a series is kept before a code of it was right."""

    door: Door

    def begin(self, person: Person, password: str, code: str, knock: Knock) -> NewCodes:
        """Return a new series. Raises Slowed, or Wrong if he does not prove who he is.

        He proves it by all that he has, password and code; who has just come by a link need not:
        he has lost one of them.
        """
        door = self.door
        if not door.is_fresh(knock.secret, knock.at_us):
            door.note_try(account_of(person.id), person, knock)
            keys = door.people.keys(person.id)
            if keys.password is not None and not door.passwords.matches(keys.password, password):
                raise Wrong("the password is wrong")
            if keys.totp is not None:
                door.check_code(person, keys, code, knock.at_us)
        secret = new_codes()
        sealed = seal(door.key, f"{secret} {knock.at_us}", _binding(person, knock))
        return NewCodes(
            secret,
            address_of_codes(secret, person.id),
            urlsafe_b64encode(sealed).decode("ascii"),
        )

    def confirm(self, person: Person, sealed: str, code: str, knock: Knock) -> NewCodes:
        """Switch a series on, by a code of it; his other sessions end. Raises Slowed or Wrong.

        Returned is the series, to be shown again if the code was mistyped; see `reopen`.
        """
        self.door.note_try(account_of(f"codes {person.id}"), person, knock)
        found = self.reopen(person, sealed, knock)
        step = step_of(found.secret, code, knock.at_us)
        if step is None:
            raise Wrong("this is no code of the new series")
        keys = self.door.people.keys(person.id)
        totp = seal(self.door.key, found.secret, person.id)
        self.door.people.set_keys(
            person.id,
            replace(keys, totp=totp, totp_step=step),
            PersonDeed.TOTP,
            person.id,
            but=hash_of(knock.secret),
        )
        return found

    def reopen(self, person: Person, sealed: str, knock: Knock) -> NewCodes:
        """Return a series that was begun in this session, not long ago; raise Wrong."""
        try:
            raw = urlsafe_b64decode(sealed.encode("ascii"))
            told = unseal(self.door.key, raw, _binding(person, knock))
            secret, at_us = told.split(" ")
        except (NoBase64, UnicodeError, ValueError, RegistryFault):
            raise Wrong("this series was not begun here") from None
        if knock.at_us - int(at_us) > FRESH_US:
            raise Wrong("this series was begun too long ago")
        return NewCodes(secret, address_of_codes(secret, person.id), sealed)


def _binding(person: Person, knock: Knock) -> str:
    # A name holds no slash: what is sealed here opens nothing that is kept, and the other way.
    return f"{person.id}/new/{hash_of(knock.secret)}"
