"""Two canaries: one who was just revoked and must be refused, one who must get in, and no further.

A mosquitto that cannot read its list of the revoked at a reload says so in its log and lets
everybody in; one that cannot read its access list lets everybody do everything; one whose list of
the revoked has expired lets nobody in. Only trying tells.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec

from cloud.provision.authority import Authority, pem, pem_key
from cloud.provision.mosquitto.session import Place, Refusal, identity, session
from cloud.provision.mosquitto.wire import Hello, Said
from contract.topics import Channel, topic

NAME: Final = "canary"
# Its own are those of `cloud.canary`, as which it is known; no receipt is anybody's to write.
FORBIDDEN: Final = topic(NAME, Channel.RECEIPT)
# A broker that answers later than this serves nobody.
WAIT_S: Final = 5.0
# Longer than any list of the revoked is good for: it must never be refused for its age instead.
DAYS: Final = 100


@dataclass(frozen=True, slots=True)
class Canary:
    """Somebody with a certificate of ours: its serial, and its key and certificates as PEM."""

    serial: int
    own_pem: bytes


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of the two.

    Attributes:
        revoked, valid: why each was refused; None for who got in.
        strays: whether the valid one may do what nobody may.
    """

    revoked: Refusal | None
    valid: Refusal | None
    strays: bool = False

    @property
    def good(self) -> bool:
        """Whether the revoked one is out, and the other in, and no further."""
        return self.is_closed and self.valid is None

    @property
    def is_closed(self) -> bool:
        """Whether nobody gets further than he should."""
        return self.revoked is not None and not self.strays


def hatch(authority: Authority, now: datetime, days: int = DAYS) -> Canary:
    """Return a new one."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = authority.program(NAME, key.public_key(), now, days)
    own = pem_key(key) + pem(certificate) + authority.issuing_pem
    return Canary(certificate.serial_number, own)


def look(place: Place, root_pem: bytes, revoked_pem: bytes, valid_pem: bytes) -> Look:
    """Let both try, each with its key and certificate; raise BrokerDown if nobody listens."""
    with session(place, Hello(NAME), identity(root_pem, revoked_pem), WAIT_S) as opened:
        revoked = opened if isinstance(opened, Refusal) else None
    with session(place, Hello(NAME), identity(root_pem, valid_pem), WAIT_S) as opened:
        if isinstance(opened, Refusal):
            return Look(revoked, opened)
        opened.subscribe(FORBIDDEN)
        opened.publish(Said(FORBIDDEN, b""))
        thrown_out = opened.settle()
        return Look(revoked, thrown_out, strays=bool(opened.came))
