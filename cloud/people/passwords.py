"""Passwords: argon2id, as RFC 9106 has it for machines with little memory."""

import unicodedata
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from argon2.profiles import RFC_9106_LOW_MEMORY

from cloud.errors import RegistryFault

SHORTEST: Final = 12
LONGEST: Final = 256
# Each takes 64 MiB for a moment: a crowd that knocks waits in line instead of filling the memory.
_AT_ONCE: Final = 1


def default_hasher() -> PasswordHasher:
    """Return the hasher of RFC 9106's second choice: 64 MiB, three passes, four lanes."""
    return PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


class Passwords:
    """Makes and checks the hashes of passwords; any thread may use it."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or default_hasher()
        self._turn = BoundedSemaphore(_AT_ONCE)
        # An unknown name's password is held against this: it takes as long as a known one's.
        self._nobody = self._hasher.hash("nobody")

    def hash(self, password: str) -> str:
        """Return the hash of a new password; raise RegistryFault if it is too short or too long."""
        if not SHORTEST <= len(password) <= LONGEST:
            raise RegistryFault(f"a password has {SHORTEST} to {LONGEST} characters")
        return self.renewed(password)

    def renewed(self, password: str) -> str:
        """Return a new hash of a password that was good enough when it was set."""
        with self._turn:
            return self._hasher.hash(_plain(password[:LONGEST]))

    def matches(self, kept: str | None, password: str) -> bool:
        """Tell whether this is the password; with nothing kept it takes as long to say no."""
        with self._turn:
            try:
                self._hasher.verify(kept or self._nobody, _plain(password[:LONGEST]))
            except (Argon2Error, InvalidHashError):
                return False
        return kept is not None

    def is_old(self, kept: str) -> bool:
        """Tell whether a hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(kept)


def _plain(password: str) -> bytes:
    # One keyboard sends é as one character, another as two.
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
