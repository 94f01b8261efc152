"""Places where nodes are to be hung up, and the visits that closed them."""

from dataclasses import dataclass
from enum import StrEnum


class Closed(StrEnum):
    """What a visit came to."""

    REFUSED = "refused"
    MOUNTED = "mounted"
    PROVEN = "proven"


@dataclass(frozen=True, slots=True)
class PlaceToVisit:
    """A line of the list of the evening before.

    Attributes:
        id: a container's id, or what a lamp post's label says.
        stands: `container` or `lamp-post`.
        title: what people call it; empty: as its container is called.
        commune: likewise.
        lat: degrees north, WGS 84; None: where its container stands.
        node: which node is to be taken there; None: any.
        who: whose list it is on; None: everybody's.
    """

    id: str
    stands: str = "container"
    title: str = ""
    street: str = ""
    commune: str = ""
    lat: float | None = None
    lon: float | None = None
    keys: str = ""
    permit: str = ""
    node: str | None = None
    who: str | None = None


@dataclass(frozen=True, slots=True)
class Installation:
    """A visit as it came in, and what it came to.

    Attributes:
        id: made on the phone.
        at_us: when it was, in the cloud's time; received_us: when it came in.
        body: the evidence as JSON, as the phone sent it.
        refused: why it closed nothing, by code.
        photo: SHA-256 of the photo that is kept; None if there was none to keep.
        proof: the figures that prove it, as JSON; None until then.
    """

    id: str
    node: str
    place: str
    state: Closed
    who: str
    at_us: int
    received_us: int
    body: str
    refused: tuple[str, ...] = ()
    photo: str | None = None
    proven_us: int | None = None
    proof: str | None = None
