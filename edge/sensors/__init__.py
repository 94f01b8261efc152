"""The sensors that a node may carry: one file each, one line here."""

from collections.abc import Callable, Mapping
from typing import Final

from edge.ports import Sensor
from edge.sensors.a02yyuw import A02yyuw
from edge.sensors.bthome import Bthome
from edge.sensors.mb7389 import Mb7389

SENSORS: Final[Mapping[str, Callable[[], Sensor]]] = {
    "a02yyuw": A02yyuw,
    "bthome": Bthome,
    "mb7389": Mb7389,
}

# These have no port of their own: the node's radio hears them, and their port is an address.
BY_RADIO: Final = frozenset({"bthome"})
