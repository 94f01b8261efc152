"""One line of a file of timed frames."""

import msgspec

from contract.names import Name
from contract.reading import TimeUs


class Burst(msgspec.Struct, frozen=True):
    """Bytes of one sensor whose last one came at `at_us`."""

    at_us: TimeUs
    node: Name
    sensor: Name
    hex: str
