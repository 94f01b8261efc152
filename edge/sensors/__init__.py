"""The sensors that a node may carry: one file each, one line here."""

from collections.abc import Callable, Mapping
from typing import Final

from edge.ports import Sensor
from edge.sensors.a02yyuw import A02yyuw
from edge.sensors.mb7389 import Mb7389

SENSORS: Final[Mapping[str, Callable[[], Sensor]]] = {
    "a02yyuw": A02yyuw,
    "mb7389": Mb7389,
}
