"""DFRobot A02YYUW, ultrasonic, UART 9600 8N1: four bytes a ping, `FF H L SUM`.

SUM is the low byte of FF + H + L; H·256 + L is the distance in millimetres. The part has no
escape for FF inside the data, so a reader that starts in the middle must find its way by SUM.
"""

from typing import Final

from edge.errors import SensorFault

FRAME: Final = 4
HEAD: Final = 0xFF
# Data sheet: 3 cm to 4.5 m. Nearer or farther figures, 0 and 65535 mean that nothing came back.
NEAREST_MM: Final = 30
FARTHEST_MM: Final = 4500


def decode(frame: bytes) -> int | None:
    """Return the distance in mm of one frame, None for no echo; raise SensorFault if it is none."""
    if len(frame) != FRAME or frame[0] != HEAD or sum(frame[:3]) & 0xFF != frame[3]:
        raise SensorFault(f"{frame.hex()} is no A02YYUW frame")
    distance_mm = frame[1] << 8 | frame[2]
    return distance_mm if NEAREST_MM <= distance_mm <= FARTHEST_MM else None


class A02yyuw:
    """The stream of one part: keeps the bytes of a frame that has not ended yet."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[int | None]:
        """Return a distance in mm, or None, for each frame that these bytes complete."""
        stream = self._rest + data
        echoes: list[int | None] = []
        at = 0
        while (at := stream.find(HEAD, at)) >= 0 and at + FRAME <= len(stream):
            try:
                echoes.append(decode(stream[at : at + FRAME]))
                at += FRAME
            except SensorFault:
                at += 1
        self._rest = stream[at:] if at >= 0 else b""
        return echoes
