"""The verbs that take, keep and show: ingest, rebuild, serve, dead-letters."""

import json
import signal
import threading
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from cloud.bootstrap.parts import now_us, registry
from cloud.cli.options import AsJson, ConfigFile, say, settings


def ingest(config: ConfigFile = None) -> None:
    """Store what nodes send and receipt it, until SIGINT or SIGTERM."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    from cloud.bootstrap.ingest import ingest as run

    run(settings(config), stop)


def rebuild(
    config: ConfigFile = None,
    days: Annotated[int, typer.Option(min=1, help="How far back.")] = 56,
) -> None:
    """Make the containers' series anew from raw readings, as after a mounting was corrected."""
    from cloud.bootstrap.rebuild import rebuild as run

    say(f"points written: {run(settings(config), days, now_us())}")


def serve(config: ConfigFile = None) -> None:
    """Serve the page, until SIGINT or SIGTERM."""
    from cloud.bootstrap.serve import serve as run

    run(settings(config))


def dead_letters(
    config: ConfigFile = None,
    limit: Annotated[int, typer.Option(min=1, help="How many, newest first.")] = 50,
    *,
    as_json: AsJson = False,
) -> None:
    """List what was refused, and why."""
    with registry(settings(config)) as records:
        letters = records.dead_letters(limit)
    if as_json:
        say(json.dumps([{**asdict(one), "payload": one.payload.hex()} for one in letters]))
        return
    for one in letters:
        at = datetime.fromtimestamp(one.at_us / 1e6, UTC)
        say(f"{at:%Y-%m-%d %H:%M:%S} UTC  {one.topic!r}  {one.rule}: {one.reason}")
