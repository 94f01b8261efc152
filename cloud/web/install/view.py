"""What a phone is told, and what it sends."""

import msgspec

from cloud.installation.forms import Card, Sheet, Visit


class Known(msgspec.Struct, frozen=True):
    """Who is signed in."""

    id: str
    name: str


class Loaded(msgspec.Struct, frozen=True):
    """What a phone takes along: the list, for whom, and what it has to show to send anything."""

    person: Known
    token: str
    sheet: Sheet


class Cards(msgspec.Struct, frozen=True):
    """Every installation, the newest first."""

    cards: tuple[Card, ...]


class Sent(msgspec.Struct, frozen=True):
    """A visit with its photo, a JPEG in base64: one decision needs both, so both come at once."""

    visit: Visit
    photo: bytes
