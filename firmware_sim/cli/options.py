"""The options that several verbs share, and the world that they name."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from firmware_sim.errors import BadRequest
from firmware_sim.territory import read_territory
from firmware_sim.world import World

Folder = Annotated[
    Path, typer.Option("--territory", help="Folder with territory.toml and containers.csv.")
]
Start = Annotated[
    str,
    typer.Option(
        help="Where the world begins, ISO 8601, such as 2025-11-03T00:00:00Z; "
        "without an offset it is the territory's local time."
    ),
]
Seed = Annotated[int, typer.Option(help="Number of the world, 0 or more.")]
Json = Annotated[bool, typer.Option("--json", help="Sum up in one line of JSON.")]


def open_world(folder: Path, start: str, seed: int, days: int, fires: Sequence[str] = ()) -> World:
    """Return the world that the options name; raise SimError with one sentence."""
    territory = read_territory(folder)
    burning = dict(_fire(told, territory.zone) for told in fires)
    return World(territory, seed, instant_us("--start", start, territory.zone), days, burning)


def _fire(told: str, zone: ZoneInfo) -> tuple[str, int]:
    container, sign, when = told.partition("=")
    if not sign:
        raise BadRequest(f"--fire: {told!r} is no CONTAINER=TIME")
    return container, instant_us("--fire", when, zone)


def instant_us(option: str, text: str, zone: ZoneInfo) -> int:
    """Return the instant that `text` says, local to `zone` without an offset, or BadRequest."""
    try:
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        seconds = int(moment.astimezone(UTC).timestamp())
    except (ValueError, OverflowError):
        raise BadRequest(
            f"{option}: {text!r} is no ISO 8601 time such as 2025-11-03T00:00:00Z"
        ) from None
    return seconds * 1_000_000
