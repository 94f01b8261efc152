"""What a node and the authority say to each other when the node gets its name, and renews it.

A node makes its key itself and sends a request for a certificate (PKCS #10) with it: the first
time with a claim, which its installer has from the registry, from then on over the connection that
its certificate opens. The name comes from the registry; what a request says of names is not read.
"""

import re
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from contract.errors import Malformed
from contract.names import Name

CLAIM: Final = r"\Avc1\.[0-9a-f]{8}\.[A-Za-z0-9_-]{32}\Z"
"""A claim: its number, by which it is found, and a secret of 192 bits."""

LONGEST_REQUEST: Final = 4096

_CLAIM: Final = re.compile(CLAIM)


class Enrol(msgspec.Struct, frozen=True):
    """A node asks for its first certificate; `csr` is PEM."""

    claim: str
    csr: Annotated[str, Meta(max_length=LONGEST_REQUEST)]


class Renew(msgspec.Struct, frozen=True):
    """A node asks for its next certificate, as whom its present one says that it is."""

    csr: Annotated[str, Meta(max_length=LONGEST_REQUEST)]


class Enrolled(msgspec.Struct, frozen=True):
    """A node's name and certificate.

    Attributes:
        certificate: the node's, then the issuing authority's, PEM.
        renew_at_us: when to ask for the next one, µs since 1970 UTC.
    """

    node: Name
    certificate: str
    renew_at_us: int
    until_us: int


class Turned(msgspec.Struct, frozen=True):
    """Why a node is turned away; `again` says whether the same request may succeed later."""

    reason: str
    again: bool = False


def claim_parts(claim: str) -> tuple[str, str]:
    """Return a claim's number and its secret; raise Malformed if it is none."""
    if _CLAIM.match(claim) is None:
        raise Malformed("this is no claim; one begins with vc1. and is 45 characters long")
    _, number, secret = claim.split(".")
    return number, secret
