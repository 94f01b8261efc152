"""What must happen at a node's first boot: the one description that either form is written from."""

from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from cloud.provision.card.card import Card

SCRIPT: Final = "/usr/local/sbin/vallee-first-boot"
EDGE_TOML: Final = "/etc/vallee/edge.toml"
ROOT_PEM: Final = "/etc/vallee/root.pem"
HOME: Final = "/var/lib/vallee-edge"

_UNITS: Final = (
    "vallee-first-boot.service",
    "vallee-claim.service",
    "vallee-claim.timer",
    "vallee-edge.service",
)


@dataclass(frozen=True, slots=True)
class CardFile:
    """A file that first boot writes as root: where, with which mode, and its text."""

    path: str
    mode: int
    text: str


@dataclass(frozen=True, slots=True)
class FirstBoot:
    """The files that are written, and the script that is run when they stand."""

    node: str
    files: tuple[CardFile, ...]
    script: str = SCRIPT


def first_boot(card: Card) -> FirstBoot:
    """Return what must happen at the first boot of `card`; nothing in it is a secret."""
    units = [CardFile(f"/etc/systemd/system/{unit}", 0o644, _part(unit)) for unit in _UNITS]
    return FirstBoot(
        card.node,
        (
            CardFile("/etc/hostname", 0o644, f"{card.node}\n"),
            CardFile(ROOT_PEM, 0o644, card.root_pem.strip() + "\n"),
            CardFile(EDGE_TOML, 0o644, edge_toml(card)),
            *(
                [CardFile("/etc/vallee/wifi-country", 0o644, f"{card.wifi.country}\n")]
                if card.wifi
                else []
            ),
            *units,
            CardFile(SCRIPT, 0o755, _part("vallee-first-boot")),
        ),
    )


def edge_toml(card: Card) -> str:
    """Return the node's settings: what the registry knows of it, its broker, its outbox.

    Key and certificate come with the identity, as the environment of the agent's unit.
    """
    return f"""\
{card.edge_toml.strip()}

[mqtt]
host = "{card.mqtt_host}"
port = {card.mqtt_port}
ca_file = "{ROOT_PEM}"

[outbox]
folder = "{HOME}/outbox"
"""


def claim_file(card: Card) -> str:
    """Return the claim file: the only one with the claim, and one that is gone after enrolment."""
    return f"""\
# The right of {card.node} to enrol once. Nobody else's business: the node scrubs it.
claim = "{card.claim}"
enrol_url = "{card.enrol_url}"
root = \"\"\"
{card.root_pem.strip()}
\"\"\"

[mqtt]
host = "{card.mqtt_host}"
port = {card.mqtt_port}
"""


def _part(name: str) -> str:
    return (files("cloud.provision.card") / "parts" / name).read_text(encoding="utf-8")
