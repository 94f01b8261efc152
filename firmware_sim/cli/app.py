"""`vallee-sim`: pretend devices, as a file of timed frames or live, and the truth about them."""

import sys

import typer

from firmware_sim.cli.frames import frames
from firmware_sim.cli.live import live
from firmware_sim.cli.load import load
from firmware_sim.cli.passages import passages
from firmware_sim.cli.radio import radio
from firmware_sim.cli.territory import territory
from firmware_sim.errors import SimError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Play a territory of containers, gates and their sensors. The same territory, seed and "
    "start give the same world, so that `live` goes on where `frames` ended.",
)
for verb in (frames, live, load, passages, radio, territory):
    app.command()(verb)


def main() -> None:
    """Run the command line; what the user got wrong is one sentence and exit code 2."""
    try:
        app()
    except SimError as error:
        typer.echo(f"vallee-sim: {error}", err=True)
        sys.exit(2)
