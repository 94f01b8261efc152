r"""MaxBotix MB7389 HRXL-MaxSonar-WR, ultrasonic, UART 9600 8N1: `R1234\r`, millimetres as text.

At power-on the part prints a banner, whose lines begin otherwise and are skipped.
"""

import re
from contextlib import suppress
from typing import Final

from edge.errors import SensorFault

# Data sheet: everything nearer reads 300; 5000 means that nothing came back.
NEAREST_MM: Final = 300
NO_ECHO_MM: Final = 5000

_WORD: Final = re.compile(rb"R(\d{4})")
# The longest line of a banner; what grows beyond it without an end is noise.
_LONGEST: Final = 64


def decode(word: bytes) -> int | None:
    """Return the distance in mm of one word without its end, None for no echo.

    Raises SensorFault if it is no word of this part.
    """
    match = _WORD.fullmatch(word)
    if match is None:
        raise SensorFault(f"{word.hex()} is no MB7389 word")
    distance_mm = int(match[1])
    return distance_mm if NEAREST_MM <= distance_mm < NO_ECHO_MM else None


class Mb7389:
    """The stream of one part: keeps the bytes of a word that has not ended yet."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[int | None]:
        """Return a distance in mm, or None, for each word that these bytes complete."""
        *words, rest = (self._rest + data).split(b"\r")
        self._rest = rest[-_LONGEST:]
        echoes: list[int | None] = []
        for word in words:
            with suppress(SensorFault):
                echoes.append(decode(word))
        return echoes
