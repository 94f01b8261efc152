"""What InfluxDB 2.x asks for before it deletes: a range of times and a predicate."""

from datetime import UTC, datetime, timedelta
from typing import Final

from cloud.store.fit import window
from cloud.store.point import Tags

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def erasure(measurement: str, tags: Tags, since_ns: int, until_ns: int) -> dict[str, str]:
    """Return the JSON body of `/api/v2/delete`; names and values must fit.

    The range that it takes holds both of its ends. A predicate knows `=` and AND only: it cannot
    say that a series has no further tags.
    """
    first, end = window(since_ns, until_ns)
    pairs = [("_measurement", measurement), *tags]
    predicate = " AND ".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs)
    return {"start": _rfc3339(first), "stop": _rfc3339(end - 1), "predicate": predicate}


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _rfc3339(time_ns: int) -> str:
    seconds, nanoseconds = divmod(time_ns, 10**9)
    return f"{_EPOCH + timedelta(seconds=seconds):%Y-%m-%dT%H:%M:%S}.{nanoseconds:09}Z"
