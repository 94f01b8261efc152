"""`vallee-demo`: the whole stack on this machine."""

import os
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from contract.errors import BadSettings
from demo import settings
from demo.door import open_door
from demo.errors import DemoError, Interrupted
from demo.folder import claimed
from demo.live import live, stay
from demo.signals import Wish, heeded
from demo.stack import Stack
from demo.stage import Played, set_stage
from demo.story import keep, refused, tell
from demo.view import END, Screen

FAILED: Final = 1
USAGE: Final = 2
# What a shell says of a program that a signal ended.
SIGNALLED: Final = 128

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


def main() -> None:
    """Run the command line.

    Exit codes: 0 done; 1 a program failed; 2 a setting is wrong; 128 + N ended by signal N before
    the live part, 130 for Ctrl-C.
    """
    try:
        app()
    except BadSettings as error:
        _end(str(error), USAGE)
    except Interrupted as error:
        _end(str(error), SIGNALLED + error.number)
    except (DemoError, OSError) as error:
        _end(str(error), FAILED)


@app.command()
def demo(
    config: Annotated[Path, typer.Option(help="The settings.")] = Path("configs/demo.toml"),
    replay: Annotated[
        Path | None,
        typer.Option(
            help="Play this daily fill series of real bins, with containers.csv beside it, "
            "instead of a made-up world."
        ),
    ] = None,
    extract: Annotated[
        Path | None,
        typer.Option(help="Plan by the roads of this OpenStreetMap extract of the territory."),
    ] = None,
    *,
    once: Annotated[
        bool, typer.Option("--once", help="Plan once, keep plan and page as files, and end.")
    ] = False,
) -> None:
    """Play weeks of history through the whole stack, plan tomorrow's rounds, then go on live.

    Starts broker, store, ingester, edge and page as processes of their own, on loopback and on
    free ports, and ends all of them, and no others, when it ends.
    """
    wanted = settings.load(config, os.environ)
    with heeded() as wish:
        _play(wanted, wish, Played(replay, extract), once=once)


def _play(wanted: settings.Settings, wish: Wish, played: Played, *, once: bool) -> None:
    screen = Screen(Console(highlight=False))
    with ExitStack() as open_:
        state = open_.enter_context(claimed(wanted.state))
        stage = set_stage(wanted, state, os.environ, datetime.now(UTC), played)
        stage.logs.mkdir()
        stack = open_.enter_context(Stack(stage.logs, stage.environ, wish))
        replayed, plan = tell(stage, stack, screen)
        if once:
            keep(stage, stack, wanted.out)
            screen.sums(replayed, refused(stage, stack), plan, stack.peak)
        else:
            open_door(stage, stack, screen, plan)
            if played.series is not None:
                stay(stack, screen)
            else:
                live(stage, stack, screen)
    screen.console.print(END)


def _end(sentence: str, code: int) -> None:
    sys.stderr.write(f"vallee-demo: {sentence}\n")
    sys.exit(code)
