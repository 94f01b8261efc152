"""What a card says: which node it becomes, by which claim, and where it asks for its name."""

import re
from dataclasses import dataclass, field
from typing import Final

from cloud.provision.card.wifi import Wifi
from contract.enrol import claim_parts
from contract.errors import Malformed
from contract.names import is_name

PRIVATE: Final = "PRIVATE KEY"

_CERTIFICATE: Final = re.compile(
    r"\A-----BEGIN CERTIFICATE-----\n(?:[A-Za-z0-9+/=]{1,76}\n)+-----END CERTIFICATE-----\n?\Z"
)
# No space and no quote: the address stands in a TOML file and is read by a person.
_HTTPS: Final = re.compile(r"\Ahttps://[A-Za-z0-9.:\[\]-]{1,253}(?:/[A-Za-z0-9._~/-]*)?\Z")
_HOST: Final = re.compile(r"\A[A-Za-z0-9.:-]{1,253}\Z")
_INSTANCE: Final = re.compile(r"\A[A-Za-z0-9._-]{1,120}\Z")
_PORTS: Final = range(1, 65536)


@dataclass(frozen=True, slots=True)
class Card:
    """All that a card is told; what it is not told is a private key, which its node makes itself.

    Attributes:
        claim: the right to enrol once; it stands in the claim file and nowhere else.
        root_pem: the authority's root certificate.
        edge_toml: the node's sensors and radio, as the registry writes them.
        serial: whether a sensor hangs on the serial port, which then may be no console.
        instance: which writing of which card this is: another one makes first boot run anew.
    """

    node: str
    claim: str = field(repr=False)
    enrol_url: str
    root_pem: str
    mqtt_host: str
    mqtt_port: int
    edge_toml: str
    instance: str
    serial: bool = True
    wifi: Wifi | None = None

    def __post_init__(self) -> None:
        """Refuse what would make a card that cannot work, or one that gives away a key."""
        checks = (
            (is_name(self.node), f"{self.node!r} is no node's name"),
            (_is_claim(self.claim), "what was given as a claim is none"),
            (_HTTPS.match(self.enrol_url), f"{self.enrol_url!r} is no https:// address"),
            (_CERTIFICATE.match(self.root_pem), "the root is not one certificate in PEM"),
            (_HOST.match(self.mqtt_host), f"{self.mqtt_host!r} is no broker's name or address"),
            (self.mqtt_port in _PORTS, f"{self.mqtt_port} is no port"),
            (PRIVATE not in self.edge_toml, "the node's settings hold a private key"),
            (_INSTANCE.match(self.instance), f"{self.instance!r} names no writing of a card"),
        )
        for is_right, sentence in checks:
            if not is_right:
                raise ValueError(sentence)


def _is_claim(text: str) -> bool:
    try:
        claim_parts(text)
    except Malformed:
        return False
    return True
