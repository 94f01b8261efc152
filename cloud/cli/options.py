"""What the verbs have in common: options, settings, output."""

import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from cloud.settings import Settings, load

ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", help="Settings, see configs/cloud.toml; without it, the defaults."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for machines.")]
Day = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="The day to plan; else the next one with trucks."),
]


def settings(config: Path | None) -> Settings:
    """Read the settings; raise BadSettings with one sentence."""
    return load(config, os.environ)


def only_date(day: datetime | None) -> date | None:
    """Return the date of a day that was given."""
    return day.date() if day else None


def say(text: str) -> None:
    """Print a line that a machine may read."""
    sys.stdout.write(text + "\n")
