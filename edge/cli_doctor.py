"""`vallee-edge doctor`: a checklist of what a node needs, with the mend for what it lacks."""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from edge.bootstrap_doctor import LISTEN_S, examine
from edge.doctor.finding import Verdict
from edge.doctor.report import as_json as written
from edge.doctor.report import show
from edge.doctor.words import language_of
from edge.links.clock import SystemClock
from edge.links.host import LinuxHost
from edge.settings import load

NO_GO = 1


class Tongue(StrEnum):
    """A language of the checklist."""

    FR = "fr"
    EN = "en"


def doctor(
    config: Annotated[
        Path, typer.Option("--config", help="The node's settings, see configs/edge.toml.")
    ] = Path("configs/edge.toml"),
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object on standard output.")
    ] = False,
    lang: Annotated[
        Tongue | None, typer.Option(help="Language; by default as LANG says, else French.")
    ] = None,
    listen_s: Annotated[
        float, typer.Option(min=0.1, max=600, help="Seconds to listen to each sensor.")
    ] = LISTEN_S,
) -> None:
    """Check supply, heat, disk, time, radio, identity, broker, outbox and sensors.

    Exits 0 if the node can do its work, 1 if something must be mended first.
    """
    settings = load(config, os.environ)
    report = examine(settings, SystemClock(), LinuxHost(), listen_s)
    language = language_of(lang, os.environ)
    if as_json:
        sys.stdout.write(written(report, language) + "\n")
    else:
        show(report, language, Console())
    raise typer.Exit(0 if report.verdict is Verdict.GO else NO_GO)
