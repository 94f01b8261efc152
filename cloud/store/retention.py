"""How long an InfluxDB 1.x keeps a database: its policies read, and the statement that sets one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from cloud.store.influxql import Result

# As the server writes a duration; "0s" is for ever.
_DURATION: Final = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(\d+)s")
_HOUR_DAYS: Final = 1 / 24

# A policy is kept by whole shards of a week; one that is shorter than two of them by days.
_WEEKS_FROM_DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class Policy:
    """A retention policy; `days` 0 keeps for ever."""

    name: str
    days: float
    is_default: bool


def policies(result: Result) -> list[Policy]:
    """Return what `SHOW RETENTION POLICIES` has answered."""
    found = []
    for series in result.series:
        for values in series.values:
            row = dict(zip(series.columns, values, strict=True))
            days = _days(str(row["duration"]))
            found.append(Policy(str(row["name"]), days, bool(row["default"])))
    return found


def chosen(known: Iterable[Policy], wanted: str) -> Policy | None:
    """Return the policy named `wanted`, the default one if that is empty, None if there is none."""
    return next(
        (one for one in known if one.name == wanted or (not wanted and one.is_default)), None
    )


def show(database: str) -> str:
    """Return the statement that lists the policies of a database, whose name must fit."""
    return f'SHOW RETENTION POLICIES ON "{database}"'


def setting(database: str, policy: str, days: int, *, known: bool) -> str:
    """Return the statement that has a policy keep `days`; database and policy must fit."""
    shard = "7d" if days >= _WEEKS_FROM_DAYS else "1d"
    verb, copies = ("ALTER", "") if known else ("CREATE", " REPLICATION 1")
    return (
        f'{verb} RETENTION POLICY "{policy}" ON "{database}" '
        f"DURATION {days}d{copies} SHARD DURATION {shard}"
    )


def _days(duration: str) -> float:
    match = _DURATION.fullmatch(duration)
    if match is None:
        return 0.0
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return (hours + minutes / 60 + seconds / 3600) * _HOUR_DAYS
