"""A fill sensor that sends BTHome version 2 over Bluetooth, as the service data of its adverts."""

from typing import Final

from edge.beacons.bthome import BtHome, decode
from edge.errors import BadAdvert

# No container is deeper; 0 and 65535 are what such parts send when nothing came back.
FARTHEST_MM: Final = 10_000


class Bthome:
    """The adverts of one part, each of which is sent several times under one packet number."""

    def __init__(self) -> None:
        self._packet: float | None = None

    def feed(self, data: bytes) -> list[int | None]:
        """Return the distance in mm, or None, if this service data is a new ping."""
        try:
            said = decode(data)
        except BadAdvert:
            return []
        if not isinstance(said, BtHome) or "distance_mm" not in said.figures:
            return []
        packet = said.figures.get("packet_id")
        if packet is not None and packet == self._packet:
            return []
        self._packet = packet
        distance_mm = round(said.figures["distance_mm"])
        return [distance_mm if 0 < distance_mm <= FARTHEST_MM else None]
