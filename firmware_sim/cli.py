"""`vallee-sim`: pretend devices, as a file of timed frames or as one live line."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
import typer
from rich.console import Console

from firmware_sim.errors import BadRequest, SimError
from firmware_sim.frames.bursts import Burst, bursts, expected
from firmware_sim.frames.sink import STDOUT, sink
from firmware_sim.frames.write import Summary, with_bar, write
from firmware_sim.line.clock import WallClock, stop_signals
from firmware_sim.line.live import module, play
from firmware_sim.line.pty import line
from firmware_sim.territory import read_territory
from firmware_sim.world import World

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Play a territory of containers and their sensors. The same territory, seed and start "
    "give the same world, so that `live` goes on where `frames` ended.",
)

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


@app.command()
def frames(  # noqa: PLR0913, PLR0917 - each is an option
    territory: Folder,
    start: Start,
    out: Annotated[str, typer.Option(help="File to write, or - for the standard output.")],
    days: Annotated[int, typer.Option(help="How many days of 24 hours.")] = 21,
    until: Annotated[
        str | None, typer.Option(help="Cut the days short at this time, in the form of --start.")
    ] = None,
    seed: Seed = 7,
    every_s: Annotated[
        int, typer.Option(help="Seconds from one burst of a node to its next.")
    ] = 900,
    json: Annotated[  # noqa: FBT002 - typer makes it a flag
        bool, typer.Option("--json", help="Sum up in one line of JSON.")
    ] = False,
) -> None:
    """Write weeks of raw frames of all nodes, in order of time, as JSON lines.

    A line is one burst of seven frames: {"at_us": …, "node": …, "sensor": …, "hex": …}, dated by
    its last byte. The summary goes to the standard output, or, when the lines do, to the standard
    error.
    """
    world = _world(territory, start, seed, days)
    said = _before(bursts(world, every_s), until, world)
    with sink(out) as stream:
        summary = write(with_bar(said, expected(world, every_s), Console(stderr=True)), stream)
    typer.echo(
        msgspec.json.encode(summary).decode() if json else _sentence(summary), err=out == STDOUT
    )


@app.command()
def live(
    territory: Folder,
    node: Annotated[str, typer.Option(help="Name of the node, such as n-001.")],
    start: Start,
    link: Annotated[Path, typer.Option(help="Name of the port that a reader opens.")],
    seed: Seed = 7,
    horizon_days: Annotated[int, typer.Option(help="Days from the start to the world's end.")] = 60,
) -> None:
    """Play one node's sensor on a pseudo-terminal, in real time, until SIGINT or SIGTERM.

    Says the port on the standard output as soon as it can be opened. Frames that nobody reads are
    dropped.
    """
    world = _world(territory, start, seed, horizon_days)
    with stop_signals() as stop:
        clock = WallClock(stop)
        device = module(world, node, clock.now_us())
        with line(link) as uart:
            typer.echo(f"{node} speaks on {link}")
            sys.stdout.flush()
            play(device, clock, world.end_us, uart.send)


def main() -> None:
    """Run the command line; what the user got wrong is one sentence and exit code 2."""
    try:
        app()
    except SimError as error:
        typer.echo(f"vallee-sim: {error}", err=True)
        sys.exit(2)


def _world(folder: Path, start: str, seed: int, days: int) -> World:
    territory = read_territory(folder)
    return World(territory, seed, _instant_us("--start", start, territory.zone), days)


def _before(said: Iterator[Burst], until: str | None, world: World) -> Iterator[Burst]:
    if until is None:
        return said
    end_us = _instant_us("--until", until, world.territory.zone)
    return takewhile(lambda burst: burst.at_us < end_us, said)


def _instant_us(option: str, text: str, zone: ZoneInfo) -> int:
    try:
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        seconds = int(moment.astimezone(UTC).timestamp())
    except (ValueError, OverflowError):
        raise BadRequest(
            f"{option}: {text!r} is no ISO 8601 time such as 2025-11-03T00:00:00Z"
        ) from None
    return seconds * 1_000_000


def _sentence(summary: Summary) -> str:
    return f"{summary.lines} bursts of {summary.nodes} nodes, {summary.bytes / 1e6:.1f} MB"
