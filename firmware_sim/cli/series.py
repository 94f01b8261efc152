"""What `frames --from-csv` writes: the bursts of a daily fill series, moved to our days."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import typer

from firmware_sim.cli.options import instant_us
from firmware_sim.csv_series.span import Span, weeks_between
from firmware_sim.errors import BadRequest
from firmware_sim.frames.burst import Burst
from firmware_sim.frames.daily import daily
from firmware_sim.territory import read_territory
from firmware_sim.world.days import DAY_US, SECOND_US

if TYPE_CHECKING:
    from firmware_sim.csv_series.values import Series


class Asked(NamedTuple):
    """The options that say how much of a series is played, as they were given."""

    start: str | None
    days: int | None
    until: str | None


def open_series(file: Path) -> "Series":
    """Read a series, and say on the standard error what of it is no good."""
    # Loaded for the verbs that play a series alone: pandas takes half a second.
    from firmware_sim.csv_series.read import read_series  # noqa: PLC0415
    from firmware_sim.csv_series.report import report  # noqa: PLC0415

    series = read_series(file, datetime.now(UTC).astimezone().date())
    for sentence in report(series):
        typer.echo(sentence, err=True)
    return series


def bursts_of(file: Path, folder: Path, seed: int, asked: Asked) -> list[Burst]:
    """Return what the sensors of a territory say of a series; raise SimError with one sentence."""
    from firmware_sim.csv_series.looks import looks, strangers  # noqa: PLC0415 - as above

    if seed < 0:
        raise BadRequest(f"seed {seed} is not 0 or more")
    territory = read_territory(folder)
    span = span_of(asked, territory.zone)
    series = open_series(file)
    if left := strangers(series, territory):
        typer.echo(
            f"{len(left)} bins are left out, no sensor of {territory.name} looks into them: "
            f"{', '.join(left)}",
            err=True,
        )
    weeks = 0 if asked.until is None else _weeks(series, asked.until, territory.zone)
    found = daily(looks(series, territory, weeks, seed), span, seed)
    if not found:
        raise BadRequest(f"{file}: no sensor of {territory.name} has a reading in the days asked")
    return found


def span_of(asked: Asked, zone: ZoneInfo) -> Span:
    """Return what to play: `days` count from the start, or without one back from the end."""
    since_us = None if asked.start is None else instant_us("--start", asked.start, zone)
    end_us = None if asked.until is None else instant_us("--until", asked.until, zone)
    if asked.days is not None:
        if asked.days < 1:
            raise BadRequest(f"{asked.days} days are not 1 or more")
        if since_us is not None:
            last_us = since_us + asked.days * DAY_US
            end_us = last_us if end_us is None else min(end_us, last_us)
        elif end_us is not None:
            since_us = end_us - asked.days * DAY_US
        else:
            raise BadRequest("--days of a series count from --start or back from --until: add one")
    if since_us is not None and end_us is not None and since_us >= end_us:
        raise BadRequest("--start is not before --until")
    return Span(since_us, end_us)


def _weeks(series: "Series", until: str, zone: ZoneInfo) -> int:
    end_us = instant_us("--until", until, zone)
    return weeks_between(series.last, datetime.fromtimestamp(end_us // SECOND_US, zone).date())
