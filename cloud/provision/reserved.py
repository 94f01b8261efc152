"""Names that no node may have, since a program of the cloud has them on the broker.

A node's client id is its name, whatever it says: one that is called like the ingester would end the
ingester's session each time it connects, and nothing would be stored.
"""

import re
from collections.abc import Collection
from typing import Final

from cloud.errors import RegistryFault
from cloud.provision.attacks.field import WATCHER
from cloud.provision.mosquitto.canary import NAME
from cloud.settings import Settings

# The desk and the warden name themselves nothing, or as nobody is called.
_OWN: Final = frozenset({WATCHER, NAME})
# Those who share the work are usually called so, each in settings of its own.
_INGESTER: Final = re.compile(r"ingester(-[0-9]+)?")


def reserved_names(settings: Settings) -> frozenset[str]:
    """Return the names that these settings give to programs."""
    return _OWN | {settings.ingest.name}


def is_program(node: str, reserved: Collection[str]) -> bool:
    """Tell whether a node of this name would be taken for a program."""
    return node in reserved or _INGESTER.fullmatch(node) is not None


def must_be_no_program(node: str, reserved: Collection[str]) -> None:
    """Raise RegistryFault if a node would be taken for a program."""
    if is_program(node, reserved):
        raise RegistryFault(
            f"{node!r} is how a program of the cloud is called on the broker, and a node of this"
            " name would end its session; give the node another name"
        )
