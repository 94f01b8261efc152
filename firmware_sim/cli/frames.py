"""`vallee-sim frames`: weeks of raw frames as JSON lines."""

from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Annotated, Final

import msgspec
import typer
from rich.console import Console

from firmware_sim.cli.options import Folder, Json, Seed, instant_us, open_world
from firmware_sim.cli.series import Asked, bursts_of
from firmware_sim.errors import BadRequest
from firmware_sim.frames.burst import Burst
from firmware_sim.frames.bursts import bursts, expected
from firmware_sim.frames.radio import REPEAT_S
from firmware_sim.frames.sink import STDOUT, sink
from firmware_sim.frames.write import Summary, with_bar, write
from firmware_sim.world import World

DAYS: Final = 21
EVERY_S: Final = 900


def frames(  # noqa: PLR0913, PLR0917 - each is an option
    territory: Folder,
    out: Annotated[str, typer.Option(help="File to write, or - for the standard output.")],
    start: Annotated[
        str | None,
        typer.Option(
            help="Where the world begins, ISO 8601, such as 2025-11-03T00:00:00Z; without an "
            "offset it is the territory's local time. Of a series: what to play of it."
        ),
    ] = None,
    from_csv: Annotated[
        Path | None,
        typer.Option(help="Play this daily fill series of real bins instead of a world."),
    ] = None,
    days: Annotated[
        int | None,
        typer.Option(help="How many days of 24 hours.", show_default=f"{DAYS}; all of a series"),
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="Cut the days short at this time, in the form of --start.")
    ] = None,
    seed: Seed = 7,
    every_s: Annotated[
        int | None,
        typer.Option(
            help="Seconds from one burst of a node to its next.", show_default=str(EVERY_S)
        ),
    ] = None,
    radio_repeat_s: Annotated[
        int | None,
        typer.Option(
            help="Seconds after which a radio reports the same device again.",
            show_default=str(REPEAT_S),
        ),
    ] = None,
    fire: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CONTAINER=TIME",
            help="Have a container with a Bluetooth sensor burn from then on; may be repeated.",
        ),
    ] = None,
    json: Json = False,  # noqa: FBT002 - typer makes it a flag
) -> None:
    """Write weeks of raw frames of all nodes, in order of time, as JSON lines.

    A line is one burst of seven frames, or a radio's reports of ten seconds at most: {"at_us": …,
    "node": …, "sensor": …, "hex": …}, dated by its last byte. The summary goes to the standard
    output, or, when the lines do, to the standard error. With --from-csv the bins say what they
    were read to hold, once a day, and the series is moved by whole weeks until its last day is
    that of --until or a later one.
    """
    if from_csv is None:
        world = open_world(territory, _given(start), seed, _or(days, DAYS), fire or ())
        pace = _or(every_s, EVERY_S), _or(radio_repeat_s, REPEAT_S)
        said, total = _before(bursts(world, *pace), until, world), expected(world, *pace)
    else:
        _absent("--every-s", every_s)
        _absent("--radio-repeat-s", radio_repeat_s)
        if fire:
            raise BadRequest("--fire: a daily series has no sensors that could burn; leave it out")
        found = bursts_of(from_csv, territory, seed, Asked(start, days, until))
        said, total = iter(found), len(found)
    with sink(out) as stream:
        summary = write(with_bar(said, total, Console(stderr=True)), stream)
    typer.echo(
        msgspec.json.encode(summary).decode() if json else _sentence(summary), err=out == STDOUT
    )


def _given(start: str | None) -> str:
    if start is None:
        raise BadRequest("--start is missing: say where the world begins, or --from-csv")
    return start


def _or(value: int | None, default: int) -> int:
    return default if value is None else value


def _absent(option: str, value: int | None) -> None:
    if value is not None:
        raise BadRequest(f"{option}: a daily series has one burst a day; leave it out")


def _before(said: Iterator[Burst], until: str | None, world: World) -> Iterator[Burst]:
    if until is None:
        return said
    end_us = instant_us("--until", until, world.territory.zone)
    return takewhile(lambda burst: burst.at_us < end_us, said)


def _sentence(summary: Summary) -> str:
    return f"{summary.lines} bursts of {summary.nodes} nodes, {summary.bytes / 1e6:.1f} MB"
