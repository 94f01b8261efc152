"""What the doctor asks of the way to the cloud: how strong each radio hears, how far the broker."""

from typing import Literal, NamedTuple, Protocol


class Signal(NamedTuple):
    """How strong an interface hears its other side.

    `measure` is what is given in dBm: `rssi` all that is received, `rscp` and `rsrp` one cell's.
    """

    interface: str
    network: Literal["wifi", "cell"]
    dbm: float
    measure: Literal["rssi", "rscp", "rsrp"] = "rssi"


class Air(Protocol):
    """The way between a node and its broker."""

    def signals(self) -> list[Signal]:
        """Return what each radio of the network hears; one that is not connected hears nothing."""

    def round_trips_ms(self, host: str, port: int) -> list[float]:
        """Return how long some ways there and back took; none: nobody answered."""
