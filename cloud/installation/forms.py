"""What an installer's phone takes along, what it sends, and what it is told."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from contract.names import Name
from contract.reading import TimeUs

VisitId = Annotated[
    str, Meta(pattern=r"\A[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")
]
"""A UUID in small letters, made on the phone: anew for every attempt, the same for its repeats."""

Sha256 = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
Line = Annotated[str, Meta(max_length=500)]
Millimetres = Annotated[int, Meta(ge=0, le=100_000)]
Stands = Literal["container", "lamp-post"]
Supply = Literal["permanent", "lighting", "solar"]
Radio = Literal["wifi", "lte", "lora"]
State = Literal["refused", "mounted", "proven", "replaced"]


class Place(msgspec.Struct, frozen=True):
    """Where a node is to be hung up, as it stands on the list of the evening before.

    Attributes:
        id: what its label says, https://HOST/c/ID.
        stands: whether it is a container or a lamp post; a lamp post has no level to measure.
        stream: what is thrown in; None at a lamp post.
        depth_mm: from the floor to the line that counts as full; None at a lamp post.
        full_mm: from the sensor to that line; None at a lamp post.
        keys: which keys are to be taken along, and where they are.
        permit: which permit the place needs, and its number.
        node: which node is to be taken there; None: any that is in stock.
        taken_by: the node that hangs there already, to be swapped; None if none does.
    """

    id: Name
    stands: Stands
    title: str
    street: str
    commune: str
    lat: float
    lon: float
    stream: str | None = None
    depth_mm: int | None = None
    full_mm: int | None = None
    keys: str = ""
    permit: str = ""
    node: Name | None = None
    taken_by: Name | None = None

    @property
    def floor_mm(self) -> int | None:
        """What the sensor sees of it when it is empty; None at a lamp post."""
        if self.depth_mm is None or self.full_mm is None:
            return None
        return self.depth_mm + self.full_mm


class Node(msgspec.Struct, frozen=True):
    """A node as the list knows it; its label says https://HOST/n/NAME.

    Attributes:
        stock: in-stock, mounted, proven, in-repair or retired.
        place: where it hangs, or where it is to be hung up; None if nothing is known.
        measures: whether the registry knows a sensor of it that can hang in a container.
    """

    name: Name
    stock: str
    revoked: bool = False
    place: str | None = None
    measures: bool = True


class Bounds(msgspec.Struct, frozen=True):
    """The box around the territory, degrees WGS 84."""

    south: float
    west: float
    north: float
    east: float


class Rule(msgspec.Struct, frozen=True):
    """One line of the table that decides: refused as `code` if `fact` is on the wrong side.

    A fact that is not known (None, null) refuses nothing.
    """

    code: str
    fact: str
    when: Literal["below", "above", "is"]
    limit: float


class Said(msgspec.Struct, frozen=True):
    """What is wrong and what to do, French first."""

    sentence_fr: str
    sentence_en: str
    mend_fr: str
    mend_en: str


class Rules(msgspec.Struct, frozen=True):
    """The table that decides, in order, and what is said of each code; see judge.py."""

    rules: tuple[Rule, ...]
    said: dict[str, Said]


class Sheet(msgspec.Struct, frozen=True):
    """What a phone takes along: it can decide with it where there is no network.

    Attributes:
        made_us: the cloud's time, to learn the phone's offset from.
        places: the list, and the places where a node hangs that may be swapped.
        bounds: None as long as no territory is loaded.
        to_visit: ids of the places on the list of who asked.
    """

    made_us: int
    places: tuple[Place, ...]
    nodes: tuple[Node, ...]
    bounds: Bounds | None
    rules: Rules
    to_visit: tuple[str, ...] = ()


class Visit(msgspec.Struct, frozen=True):
    """What a phone sends: the evidence of one attempt to hang one node up.

    Attributes:
        place: which place of the list the installer went to.
        node: what the node's label says.
        target: what the container's or lamp post's label says.
        at_us: when, by the phone's own clock.
        offset_us: what to add to that to get the cloud's time; None: never learned.
        radio_dbm: how strong the node's link is; None if it was not measured, as by cable.
        rtt_ms: to the broker and back; None where there is no network yet.
        empty_mm: distance of the empty container; None: its geometry, until first emptied.
        cone_mm: distances read with the hand away from the sensor, 0 for no echo.
        photo_sha256: of the photo's bytes as they are sent.
        replaces: the node that hung there and is taken down now: a swap; None: the place was free.
    """

    id: VisitId
    place: Name
    node: Name
    target: Name
    lat: float
    lon: float
    accuracy_m: float
    at_us: TimeUs
    supply: Supply
    photo_sha256: Sha256
    offset_us: Annotated[int, Meta(gt=-(2**53), lt=2**53)] | None = None
    radio: Radio | None = None
    radio_dbm: Annotated[float, Meta(ge=-200, le=50)] | None = None
    rtt_ms: Annotated[int, Meta(ge=0, le=10_000_000)] | None = None
    empty_mm: Millimetres | None = None
    cone_mm: Annotated[tuple[Millimetres, ...], Meta(max_length=50)] = ()
    replaces: Name | None = None
    note: Line = ""


class Refusal(msgspec.Struct, frozen=True):
    """Why a visit does not close a node, and what to do, French first."""

    code: str
    sentence_fr: str
    sentence_en: str
    mend_fr: str
    mend_en: str


class Verdict(msgspec.Struct, frozen=True):
    """Whether the evidence closes the visit; every reason why not, in the table's order."""

    ok: bool
    refused: tuple[Refusal, ...] = ()


class Missing(msgspec.Struct, frozen=True):
    """What still has to come by itself before a node is proven, French first."""

    code: str
    fr: str
    en: str


class Card(msgspec.Struct, frozen=True):
    """An installation as it is shown afterwards.

    Attributes:
        at_us: when it was, in the cloud's time.
        missing: what still has to come before it is proven.
        refused: the codes of what was wrong.
        rivals: ids of other visits that want the same node or the same place.
    """

    id: VisitId
    node: Name
    place: Name
    title: str
    state: State
    who: str
    at_us: int
    received_us: int
    proven_us: int | None = None
    missing: tuple[Missing, ...] = ()
    refused: tuple[str, ...] = ()
    rivals: tuple[VisitId, ...] = ()
