"""What a version of a draft changed, as the one line that is kept of it."""

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

Verb: TypeAlias = Literal["moved", "left", "locked", "unlocked"]
VERBS: Final[tuple[Verb, ...]] = get_args(Verb)

PUBLISHED: Final = "published"
GIVEN_UP: Final = "given up"
"""The line of a version that is the issued plan again."""

_LINE: Final = re.compile(rf"({'|'.join(VERBS)}) (\S+?)(?: to (\S+))?")


@dataclass(frozen=True, slots=True)
class Deed:
    """A change of one container.

    Attributes:
        there: the truck, or the day as 2026-01-31, to which it was moved; "" if it was not.
    """

    verb: Verb
    container: str
    there: str = ""

    def line(self) -> str:
        """Return what is kept of it."""
        return f"{self.verb} {self.container}" + (f" to {self.there}" if self.there else "")


def read_deed(line: str) -> Deed | None:
    """Return the change that a line tells; None if it tells of no container."""
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    (verb,) = (one for one in VERBS if one == found[1])
    return Deed(verb, found[2], found[3] or "")
