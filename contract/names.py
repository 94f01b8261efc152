"""The names that nodes, sensors and ingesters may carry."""

import re
from functools import lru_cache
from typing import Annotated, Final

import msgspec

# One MQTT topic level, one InfluxDB tag, one file name and one host name at once: no escaping
# anywhere. \A and \Z, since $ lets a trailing newline through.
PATTERN: Final = r"\A[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\Z"

Name = Annotated[str, msgspec.Meta(pattern=PATTERN)]

_COMPILED: Final = re.compile(PATTERN)
_LONGEST: Final = 63
_REMEMBERED: Final = 8192


def is_name(text: str) -> bool:
    """Tell whether `text` may name a node, a sensor or an ingester."""
    # What is too long is not remembered either.
    return len(text) <= _LONGEST and _matches(text)


@lru_cache(_REMEMBERED)
def _matches(text: str) -> bool:
    return _COMPILED.match(text) is not None
