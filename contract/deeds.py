"""What a crew's device sends: what was done on a round, each deed with its number.

The same protocol as a node's, over HTTPS: rows of one (device, epoch), numbered from 1, kept by
the device until a receipt names them as settled, sent again as often as need be. (device, epoch,
seq) names a deed for ever. An epoch is new at each start of the app and at each signing in, so
that it is of one person's stay, one truck and one day.
"""

from enum import StrEnum
from typing import Annotated, Final, Literal, TypeAlias

import msgspec
from msgspec import Meta

from contract.envelope import Epoch
from contract.loss import LossReceipt
from contract.names import Name
from contract.reading import Seq, TimeUs
from contract.receipt import Range
from contract.truck_plan import Day, Lat, Lon

VERSION: Final = 1
MAX_BYTES: Final = 256 * 1024
"""The longest body of an envelope; a longer one is refused unread."""

MAX_ROWS: Final = 1000
"""The most rows of an envelope; a shift of 60 stops has some 200 and positions beside."""

LARGEST_PHOTO: Final = 400_000
"""Bytes of a JPEG; the app makes photos smaller until they fit."""

Offset = Annotated[int, Meta(gt=-(2**53), lt=2**53)]
"""Server's clock minus device's, µs, as the device learnt it from the last answer that it got."""

Ref = Annotated[str, Meta(pattern=r"\A[a-z0-9](?:[a-z0-9/-]{0,126}[a-z0-9])?\Z")]
"""What a stop of a `TruckPlan` is called: a container, "round/order" of a side, a tip."""

PhotoName = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
"""The SHA-256 of a photo's bytes, in hex; they are sent apart, once a receipt asks for them."""

Note = Annotated[str, Meta(max_length=500)]
WeightKg = Annotated[int, Meta(ge=0, le=60_000)]
AccuracyM = Annotated[float, Meta(ge=0, le=100_000)]
Stream = Annotated[str, Meta(min_length=1, max_length=64)]


class SkipReason(StrEnum):
    """Why a stop was left."""

    EMPTY = "empty"
    BLOCKED = "blocked"
    CLOSED_ROAD = "closed-road"
    NOT_FOUND = "not-found"
    FULL_TRUCK = "full-truck"
    NO_TIME = "no-time"
    OTHER = "other"


class ProblemKind(StrEnum):
    """What is wrong at a place, as a crew sees it."""

    NOT_OUT = "not-out"
    SORTING_REFUSED = "sorting-refused"
    BLOCKED_BY_CAR = "blocked-by-car"
    WORKS = "works"
    BROKEN = "broken"
    JAMMED = "jammed"
    DUMPED_BESIDE = "dumped-beside"
    UNSAFE = "unsafe"


class _Deed(msgspec.Struct, frozen=True, tag_field="kind", kw_only=True, omit_defaults=True):
    """A deed; its class is its kind.

    Attributes:
        seq: its number within device and epoch.
        at_us: when, by the device's clock.
        offset_us: what to add to that; None if the device never heard the server's clock.
    """

    seq: Seq
    at_us: TimeUs
    offset_us: Offset | None = None

    @property
    def when_us(self) -> int:
        """When it was by the best clock that there is."""
        return self.at_us + (self.offset_us or 0)

    @property
    def kind(self) -> str:
        """Its kind, as on the wire."""
        return str(self.__struct_config__.tag)


class Received(_Deed, frozen=True, tag="received", forbid_unknown_fields=True):
    """The plan of this `issued_at_us` is on the device."""

    plan: TimeUs


class Accepted(_Deed, frozen=True, tag="accepted", forbid_unknown_fields=True):
    """The crew drives by this plan, having seen what it changes."""

    plan: TimeUs


class Refused(_Deed, frozen=True, tag="refused", forbid_unknown_fields=True):
    """The crew goes on by the plan before this one."""

    plan: TimeUs
    why: Note = ""


class Started(_Deed, frozen=True, tag="started", forbid_unknown_fields=True):
    """The shift has begun."""


class Collected(_Deed, frozen=True, tag="collected", forbid_unknown_fields=True):
    """A container was lifted, or a street side collected; a side needs no such word."""

    stop: Ref


class Skipped(_Deed, frozen=True, tag="skipped", forbid_unknown_fields=True):
    """A stop was left."""

    stop: Ref
    reason: SkipReason
    note: Note = ""


class Problem(_Deed, frozen=True, tag="problem", forbid_unknown_fields=True):
    """Something is wrong, at a stop or on the way; it closes no stop.

    Attributes:
        stop: where; None: between two stops.
        photo: of it; None if none was taken.
        lat: where, if the crew marks the spot itself; this is no position that is shared.
    """

    what: ProblemKind
    stop: Ref | None = None
    note: Note = ""
    photo: PhotoName | None = None
    lat: Lat | None = None
    lon: Lon | None = None

    def __post_init__(self) -> None:
        """Refuse half a spot."""
        if (self.lat is None) != (self.lon is None):
            raise ValueError("a spot has a latitude and a longitude")


class Unloaded(_Deed, frozen=True, tag="unloaded", forbid_unknown_fields=True):
    """The truck emptied itself at a tip.

    Attributes:
        weight_kg: what the scale said; None if there is none.
        stream: what it was; None: what the tip takes, if that is one stream.
    """

    tip: Ref
    weight_kg: WeightKg | None = None
    stream: Stream | None = None


class Withdrawn(_Deed, frozen=True, tag="withdrawn", forbid_unknown_fields=True):
    """An earlier deed of this device and this person counts no more; both are kept.

    It takes back what was told of a stop, *collected*, *skipped*, *problem* or *unloaded*, and
    nothing else: a plan is answered again, a pause ends, and a withdrawn deed is told anew. It may
    come before what it takes back, and counts once that is there.

    Attributes:
        of_epoch: of what is taken back, which may be of an earlier start of the app.
        of_seq: its number there.
    """

    of_epoch: Epoch
    of_seq: Seq


class Paused(_Deed, frozen=True, tag="paused", forbid_unknown_fields=True):
    """A pause: no position is taken until it ends."""


class Resumed(_Deed, frozen=True, tag="resumed", forbid_unknown_fields=True):
    """The pause has ended."""


class Ended(_Deed, frozen=True, tag="ended", forbid_unknown_fields=True):
    """The shift has ended: no position is taken after it."""


class Position(_Deed, frozen=True, tag="position", forbid_unknown_fields=True):
    """Where the truck is; never how fast."""

    lat: Lat
    lon: Lon
    accuracy_m: AccuracyM


Deed: TypeAlias = (
    Received
    | Accepted
    | Refused
    | Started
    | Collected
    | Skipped
    | Problem
    | Unloaded
    | Withdrawn
    | Paused
    | Resumed
    | Ended
    | Position
)


class DeedEnvelope(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Deeds and losses of one device, epoch, truck and day, in any order.

    Attributes:
        v: version of the protocol.
        device: a name that the app gave itself once: no account, no hardware.
        day: the day of the round, as its plan says; a shift over midnight keeps its day.
        losses: numbers that will never come, and why: what the browser's storage lost.
    """

    v: Literal[1]
    device: Name
    epoch: Epoch
    truck: Name
    day: Day
    deeds: Annotated[tuple[Deed, ...], Meta(max_length=MAX_ROWS)] = ()
    losses: Annotated[tuple[LossReceipt, ...], Meta(max_length=MAX_ROWS)] = ()


class Refusal(msgspec.Struct, frozen=True):
    """A row that is settled and not stored: it is in the dead letters; the crew may be told."""

    seq: Seq
    rule: str
    reason: str


class DeedReceipt(msgspec.Struct, frozen=True):
    """Rows that the device may forget; the sibling of a node's receipt.

    Attributes:
        settled: stored, or safe in the dead letters; there is no watermark.
        refused: those of `settled` that are in the dead letters, and why.
        photos: those that stored deeds name and that have not come yet.
        now_us: the server's clock as the answer leaves: offset = now_us − device's clock.
    """

    device: Name
    epoch: Epoch
    settled: tuple[Range, ...]
    refused: tuple[Refusal, ...]
    photos: tuple[PhotoName, ...]
    now_us: TimeUs
