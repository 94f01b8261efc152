"""Hours of a day at which a place can be served."""

from typing import NamedTuple


class Hours(NamedTuple):
    """From `opens_s` to `closes_s`, in seconds from local midnight."""

    opens_s: int
    closes_s: int
