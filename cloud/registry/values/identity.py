"""Nodes as things that are bought, hung up and replaced, and what proves who each of them is."""

from dataclasses import dataclass
from enum import StrEnum


class Stock(StrEnum):
    """Where a node is in its life."""

    IN_STOCK = "in-stock"
    MOUNTED = "mounted"
    PROVEN = "proven"
    IN_REPAIR = "in-repair"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Device:
    """A node as a thing.

    Attributes:
        serial: what is printed on the board, if that was noted.
        revoked_us: since when it may not get in any more, for ever; None if it may.
    """

    node: str
    stock: Stock
    changed_us: int
    serial: str | None = None
    note: str = ""
    revoked_us: int | None = None
    revoked_why: str | None = None

    @property
    def is_out(self) -> bool:
        """Whether it is given no certificate any more."""
        return self.revoked_us is not None or self.stock is Stock.RETIRED


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to enrol one node once; of the secret only its SHA-256 is kept, in hex.

    Attributes:
        used_key: SHA-256 in hex of the public key that used it: the same may ask again.
    """

    number: str
    node: str
    secret_hash: str
    made_us: int
    until_us: int
    made_by: str
    used_us: int | None = None
    used_key: str | None = None


@dataclass(frozen=True, slots=True)
class NodeCertificate:
    """A certificate that was issued; `serial` and `key` (SHA-256 of the public key) in hex."""

    serial: str
    node: str
    key: str
    from_us: int
    until_us: int
    pem: str
    revoked_us: int | None = None
    revoked_why: str | None = None


@dataclass(frozen=True, slots=True)
class IdentityEntry:
    """A line of the journal: who did what with which node's identity."""

    at_us: int
    who: str
    what: str
    node: str
    detail: str = ""
