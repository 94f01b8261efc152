"""What a form of the desk asks for: which letters, or which renaming, as somebody typed it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from cloud.mending.parse import BadRenaming, Fault, is_moment, node_renaming, sensor_renaming
from cloud.registry.values import DeskAction, Renaming

Form = dict[str, str]
Field = Literal["old", "new", "since", "until"]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_FIELDS: Final = ("old", "new", "since", "until")
_LARGEST: Final = 2**63
# The field in which each fault of a renaming is mended.
_WHERE: Final[Mapping[Fault, Field]] = {
    Fault.SENSOR: "old",
    Fault.NODE: "old",
    Fault.SAME: "new",
    Fault.MOMENT: "since",
    Fault.SPAN: "until",
}


class BadForm(Exception):
    """What was typed cannot be done; `fault` names the sentence, `field` where to mend it."""

    def __init__(self, fault: Fault, field: Field) -> None:
        super().__init__(fault)
        self.fault = fault
        self.field: Field = field


@dataclass(frozen=True, slots=True)
class Typed:
    """The form of a renaming as it was sent, and what is wrong with it; None: nothing yet."""

    old: str = ""
    new: str = ""
    since: str = ""
    until: str = ""
    fault: Fault | None = None
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """What a form has just done, carried by the address to which its sender is sent on."""

    action: DeskAction
    letters: int = 0
    stored: int = 0
    refused: int = 0

    def query(self) -> str:
        """Return the deed as part of an address."""
        return urlencode(
            {
                "did": self.action.value,
                "letters": self.letters,
                "stored": self.stored,
                "refused": self.refused,
            }
        )


def deed_of(asked: Mapping[str, str]) -> Deed | None:
    """Read the deed of an address; None if there is none, or it is no deed."""
    action = next((one for one in DeskAction if one == asked.get("did")), None)
    letters, stored, refused = (
        number_of(asked.get(name, "")) for name in ("letters", "stored", "refused")
    )
    if action is None or letters is None or stored is None or refused is None:
        return None
    return Deed(action, letters, stored, refused)


def typed(form: Form, bad: BadForm | None = None) -> Typed:
    """Return what a form of a renaming holds, to be shown again."""
    old, new, since, until = (form.get(name, "").strip() for name in _FIELDS)
    if bad is None:
        return Typed(old, new, since, until)
    return Typed(old, new, since, until, bad.fault, bad.field)


def renaming_of(sent: Typed, zone: ZoneInfo) -> Renaming:
    """Read a renaming whose times are local ones of `zone`; raise BadForm."""
    since_us = _moment(sent.since, zone, "since")
    until_us = _moment(sent.until, zone, "until")
    read = sensor_renaming if "/" in sent.old else node_renaming
    try:
        return read(f"{sent.old}={sent.new}", since_us, until_us)
    except BadRenaming as error:
        raise BadForm(error.fault, _WHERE[error.fault]) from None


def number_of(text: str) -> int | None:
    """Read the number of a letter; None if it can be none."""
    if not (text.isascii() and text.isdigit() and len(text) < len(str(_LARGEST))):
        return None
    return int(text)


def _moment(text: str, zone: ZoneInfo, field: Field) -> int | None:
    """Read a local date, or date and time, to µs since 1970; None if there is none."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise BadForm(Fault.MOMENT, field) from None
    # An offset of its own would be a second truth beside the zone's.
    if at.tzinfo is not None:
        raise BadForm(Fault.MOMENT, field)
    at_us = (at.replace(tzinfo=zone) - _EPOCH) // timedelta(microseconds=1)
    if not is_moment(at_us):
        raise BadForm(Fault.MOMENT, field)
    return at_us
