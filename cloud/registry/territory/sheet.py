"""One table of a territory's files: its good rows, and a sentence for each bad one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, Protocol, TypeVar

import msgspec

from cloud.registry.territory.cells import WORDS
from cloud.registry.territory.rows import Row

R = TypeVar("R", bound=Row)


class Place(Protocol):
    """Where a row stands in its file."""

    def of(self, key: str) -> str:
        """Return `file:line` of one key of the row, or of the row if the key has no line."""


@dataclass(frozen=True, slots=True)
class Placed(Generic[R]):
    """A row, and where it stands."""

    row: R
    place: Place


@dataclass(slots=True)
class Sheet(Generic[R]):
    """The rows of one kind.

    Attributes:
        kind: what each row is.
        strict: False where a number is written as text, as in CSV.
        rows: the good ones, in the order of the file.
        ids: where each row stands, the bad ones too: they are still there to refer to.
    """

    kind: type[R]
    strict: bool = True
    rows: list[Placed[R]] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)

    def take(self, raw: Mapping[str, Any], place: Place) -> str | None:
        """Add a row, or return what is wrong with it as `file:line: sentence`."""
        key = raw.get(self.kind.KEY)
        where = place.of(self.kind.KEY)
        if isinstance(key, str):
            if key in self.ids:
                return f"{where}: {key!r} is already at {self.ids[key]}"
            self.ids[key] = where
        fields = self.kind.__struct_fields__
        if unknown := [key for key in raw if key not in fields]:
            return (
                f"{place.of(unknown[0])}: unknown key {unknown[0]!r}; allowed: {', '.join(fields)}"
            )
        try:
            row = msgspec.convert(raw, self.kind, strict=self.strict)
        except msgspec.ValidationError as error:
            wrong, sentence = _sentence(error)
            return f"{place.of(wrong)}: {sentence}"
        self.rows.append(Placed(row, place))
        return None


_PATH: Final = " - at `$."


def _sentence(error: msgspec.ValidationError) -> tuple[str, str]:
    """Return the key that is wrong, "" if none is named, and what is wrong."""
    what, _, path = str(error).partition(_PATH)
    for pattern, words in WORDS.items():
        what = what.replace(f"`str` matching regex {pattern!r}", words)
    what = what[0].lower() + what[1:].replace("got `null`", "got nothing")
    key = path.rstrip("`")
    # What a row refuses as a whole begins with a key where one is to blame.
    wrong = key or what.partition(":")[0]
    return re.split(r"[\[.]", wrong)[0], f"{key}: {what}" if key else what
