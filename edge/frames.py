"""Timed raw frames: the bytes that hardware gave, and when; one JSON object a line.

{"at_us": 1764000000000000, "node": "n-001", "sensor": "fill", "hex": "ff07a1a7"}
"""

from collections.abc import Iterable, Iterator

import msgspec

from contract.names import Name
from contract.reading import TimeUs
from edge.errors import BadFrames


class Frame(msgspec.Struct, frozen=True):
    """Bytes of one sensor whose last one came at `at_us`."""

    at_us: TimeUs
    node: Name
    sensor: Name
    hex: str

    @property
    def data(self) -> bytes:
        """The bytes themselves."""
        return bytes.fromhex(self.hex)

    def __post_init__(self) -> None:
        """Refuse what is no hexadecimal."""
        bytes.fromhex(self.hex)


def read_frames(lines: Iterable[bytes]) -> Iterator[Frame]:
    """Yield the frames of `lines`; raise BadFrames with the line's number at the first bad one."""
    decoder = msgspec.json.Decoder(Frame)
    for number, line in enumerate(lines, start=1):
        try:
            yield decoder.decode(line)
        except msgspec.MsgspecError as error:
            raise BadFrames(f"line {number}: {error}") from None
