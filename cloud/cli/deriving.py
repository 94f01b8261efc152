"""The verbs that make what is derived: rebuild, rollup."""

from typing import Annotated

import typer

from cloud.bootstrap.parts import now_us
from cloud.cli.options import ConfigFile, say, settings


def rebuild(
    config: ConfigFile = None,
    days: Annotated[
        int | None, typer.Option(min=1, help="All of so many days; else only those marked.")
    ] = None,
) -> None:
    """Make the containers' days anew that a late reading or a corrected mounting has changed."""
    from cloud.bootstrap.rebuild import rebuild as run

    done = run(settings(config), days, now_us())
    say(f"days made anew: {done.days}, otherwise than before: {done.changed}")
    say(f"plans that would have differed: {done.plans}")


def rollup(
    config: ConfigFile = None,
    days: Annotated[int, typer.Option(min=1, help="How far back.")] = 56,
) -> None:
    """Sum the containers' series up by hour and by hour of the week; run it every night.

    Days that are marked are made anew first.
    """
    from cloud.bootstrap.rollup import rollup as run

    say(f"hours written: {run(settings(config), days, now_us())}")
