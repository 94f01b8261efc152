"""`vallee-edge doctor`: a checklist of what a node needs, with the mend for what it lacks."""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from edge.links.clock import SystemClock
from edge.settings import load

if TYPE_CHECKING:
    from edge.doctor.report import Report

# What is imported in the verb itself is loaded for it alone: a node's agent starts without.
# ruff: noqa: PLC0415

NO_GO = 1
# The parts speak every 0.1 to 0.5 s.
LISTEN_S: Final = 5.0


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
    short: Annotated[
        bool, typer.Option("--short", help="Only the figures of an installation, on one line.")
    ] = False,
    lang: Annotated[
        Tongue | None, typer.Option(help="Language; by default as LANG says, else French.")
    ] = None,
    listen_s: Annotated[
        float, typer.Option(min=0.1, max=600, help="Seconds to listen to each sensor.")
    ] = LISTEN_S,
) -> None:
    """Check supply, heat, disk, time, radio, signal, identity, broker, outbox and sensors.

    Exits 0 if the node can do its work, 1 if something must be mended first.
    """
    from rich.console import Console

    from edge.bootstrap_doctor import examine
    from edge.doctor.finding import Verdict
    from edge.doctor.linux_air import LinuxAir
    from edge.doctor.report import as_json as written
    from edge.doctor.report import show
    from edge.doctor.words import language_of
    from edge.links.host import LinuxHost

    settings = load(config, os.environ)
    report = examine(settings, SystemClock(), LinuxHost(), LinuxAir(), listen_s)
    language = language_of(lang, os.environ)
    if short:
        sys.stdout.write(_line(report, as_json=as_json) + "\n")
    elif as_json:
        sys.stdout.write(written(report, language) + "\n")
    else:
        show(report, language, Console())
    raise typer.Exit(0 if report.verdict is Verdict.GO else NO_GO)


def _line(report: "Report", *, as_json: bool) -> str:
    from edge.doctor import short

    figures = short.shorten(report)
    return short.as_json(figures) if as_json else short.as_line(figures)
