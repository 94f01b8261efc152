"""`vallee-sim live`: one node's sensor on a pseudo-terminal."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from firmware_sim.cli.options import Folder, Seed, Start, open_world
from firmware_sim.line.clock import WallClock, stop_signals
from firmware_sim.line.live import module, play
from firmware_sim.line.pty import line


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
    world = open_world(territory, start, seed, horizon_days)
    with stop_signals() as stop:
        clock = WallClock(stop)
        device = module(world, node, clock.now_us())
        with line(link) as uart:
            typer.echo(f"{node} speaks on {link}")
            sys.stdout.flush()
            play(device, clock, world.end_us, uart.send)
