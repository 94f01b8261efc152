"""What a cell of a territory's files may say, and what a person reads in place of a pattern."""

from itertools import pairwise
from typing import Annotated, Final, Literal

from msgspec import Meta

from cloud.registry.values import Hours
from cloud.rounds.season import Season
from contract.names import PATTERN

_TIME: Final = r"(?:[01]\d|2[0-3]):[0-5]\d"
_CLOCK: Final = rf"\A{_TIME}\Z"
_HOURS: Final = rf"\A{_TIME}-{_TIME}(?: {_TIME}-{_TIME})*\Z"
_MONTH_DAY: Final = r"\A(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\Z"
_INSEE: Final = r"\A\d[0-9AB]\d{3}\Z"
# What breaks a line, and what turns the order of letters around.
_CONTROL: Final = r"\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069"
_ONE_LINE: Final = rf"\A[^{_CONTROL}]*[^{_CONTROL}\s][^{_CONTROL}]*\Z"
_ADDRESS: Final = r"\A[0-9A-F]{2}(?::[0-9A-F]{2}){5}\Z"
_IDENTITY: Final = (
    r"\A(?:ibeacon:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?::[0-9]{1,5}){2}"
    r"|eddystone:[0-9a-f]{20}:[0-9a-f]{12}"
    r"|address:[0-9A-F]{2}(?::[0-9A-F]{2}){5})\Z"
)

# What a person reads in place of a pattern.
WORDS: Final = {
    PATTERN: "lower-case letters, digits and inner dashes, at most 63",
    _CLOCK: "HH:MM",
    _HOURS: "hours like 06:00-09:30 14:00-16:00",
    _MONTH_DAY: "a day of the year as MM-DD",
    _INSEE: "an INSEE code of five",
    _ONE_LINE: "one line of text without control characters",
    _ADDRESS: "a Bluetooth address in capitals like A4:C1:38:34:11:04",
    _IDENTITY: (
        "ibeacon:UUID:MAJOR:MINOR or eddystone:NAMESPACE:INSTANCE in small letters, "
        "or address:AA:BB:CC:DD:EE:FF in capitals"
    ),
}

Title = Annotated[str, Meta(min_length=1, max_length=200)]
Insee = Annotated[str, Meta(pattern=_INSEE)]
Clock = Annotated[str, Meta(pattern=_CLOCK)]
OpenHours = Annotated[str, Meta(pattern=_HOURS)]
MonthDay = Annotated[str, Meta(pattern=_MONTH_DAY)]
Access = Annotated[str, Meta(min_length=1, max_length=200, pattern=_ONE_LINE)]
Zone = Annotated[str, Meta(min_length=1, max_length=64)]
Address = Annotated[str, Meta(pattern=_ADDRESS)]
Identity = Annotated[str, Meta(pattern=_IDENTITY)]
Lat = Annotated[float, Meta(ge=-90, le=90)]
Lon = Annotated[float, Meta(ge=-180, le=180)]
Millimetres = Annotated[int, Meta(ge=1, le=20_000)]
Seconds = Annotated[int, Meta(ge=0, le=86_400)]
Load = Annotated[int, Meta(ge=1, le=100_000)]
Daily = Annotated[int, Meta(ge=1, le=1_000_000)]
Euros = Annotated[float, Meta(ge=0, le=10_000)]
Stream = Literal["residual", "biowaste", "glass", "paper", "packaging", "textiles"]


def seconds(clock: str) -> int:
    """Return the seconds from midnight to HH:MM."""
    hours, minutes = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def hours(text: str | None) -> tuple[Hours, ...]:
    """Return the hours of a cell; raise ValueError if they go backwards."""
    windows = [window.split("-") for window in (text or "").split()]
    for opens, closes in windows:
        if closes <= opens:
            raise ValueError(f"windows: {opens}-{closes} ends before it begins")
    for (_, closes), (opens, _) in pairwise(windows):
        if opens <= closes:
            raise ValueError(f"windows: {opens} is not after {closes}, when the one before ends")
    return tuple(Hours(seconds(opens), seconds(closes)) for opens, closes in windows)


def season(ends: tuple[str, str] | None) -> Season | None:
    """Return the season from one MM-DD to the other; raise ValueError if no year has such a day."""
    if ends is None:
        return None
    (month, day), (last_month, last_day) = (map(int, end.split("-")) for end in ends)
    try:
        return Season((month, day), (last_month, last_day))
    except ValueError:
        raise ValueError(f"season: no year has both days, {ends[0]} and {ends[1]}") from None
