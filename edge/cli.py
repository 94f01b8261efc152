"""The command line of a node."""

import asyncio
import json
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from contract.errors import BadSettings
from edge import bootstrap, drive
from edge.cli_claim import claim
from edge.cli_doctor import doctor
from edge.errors import BadFrames, EdgeError
from edge.frames import read_frames
from edge.links.clock import DataClock, SystemClock
from edge.settings import Settings, load

USAGE = 2
FAILED = 1
REPORT_EVERY_S = 0.5

app = typer.Typer(
    help="A node's agent: reads its sensors, keeps what they say, sends it until receipted.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

ConfigFile = Annotated[
    Path, typer.Option("--config", help="The node's settings, see configs/edge.toml.")
]


def main() -> None:
    """Run the command line; a person's mistake is one sentence and exit code 2."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    try:
        app()
    except (BadSettings, BadFrames) as error:
        sys.stderr.write(f"vallee-edge: {error}\n")
        sys.exit(USAGE)
    except EdgeError as error:
        sys.stderr.write(f"vallee-edge: {error}\n")
        sys.exit(FAILED)


app.command()(claim)
app.command()(doctor)


@app.command()
def run(config: ConfigFile = Path("configs/edge.toml")) -> None:
    """Read the node's own ports and radio in real time, until SIGINT or SIGTERM."""
    asyncio.run(_run(load(config, os.environ)))


@app.command()
def replay(
    frames: Annotated[str, typer.Argument(help="A file of timed frames, or - for standard input.")],
    nodes: Annotated[
        Path, typer.Option(help="A folder with one NODE.toml a node.", file_okay=False, exists=True)
    ],
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Report progress as JSON lines on standard output.")
    ] = False,
) -> None:
    """Play timed frames of many nodes through the same agents, as fast as receipts come.

    Exits 0 when every reading is settled, 1 if it was interrupted before.
    """
    settings = [load(file, os.environ) for file in sorted(nodes.glob("*.toml"))]
    if not settings:
        raise BadSettings(f"{nodes}: no NODE.toml in this folder")
    report = _json_report if as_json else _line_report
    with ExitStack() as stack:
        source = sys.stdin.buffer if frames == "-" else stack.enter_context(_opened(Path(frames)))
        progress = asyncio.run(_replay(source, settings, _sparsely(report)))
    raise typer.Exit(0 if progress.done else FAILED)


async def _run(settings: Settings) -> None:
    clock, loop = SystemClock(), asyncio.get_running_loop()
    node = bootstrap.build(settings, clock, loop)
    node.open()
    try:
        with bootstrap.metrics(settings, node, loop):
            await drive.live(
                node.agent, bootstrap.streams(settings, node.queue), clock, _stop_signal()
            )
    finally:
        node.close()


async def _replay(
    source: BinaryIO, settings: list[Settings], report: Callable[[drive.Progress], None]
) -> drive.Progress:
    clock = DataClock()
    loop = asyncio.get_running_loop()
    nodes = [bootstrap.build(one, clock, loop) for one in settings]
    agents = {node.agent.node: node.agent for node in nodes}
    for node in nodes:
        node.open()

    def set_time(at_us: int) -> None:
        clock.at_us = at_us

    try:
        return await drive.replay(read_frames(source), agents, set_time, report, _stop_signal())
    finally:
        for node in nodes:
            node.close()


def _opened(file: Path) -> BinaryIO:
    try:
        return file.open("rb")
    except OSError as error:
        raise BadFrames(f"{file}: cannot be read: {error.strerror}") from None


def _stop_signal() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop


def _sparsely(report: Callable[[drive.Progress], None]) -> Callable[[drive.Progress], None]:
    last_s = 0.0

    def maybe(progress: drive.Progress) -> None:
        nonlocal last_s
        if progress.done or time.monotonic() - last_s >= REPORT_EVERY_S:
            last_s = time.monotonic()
            report(progress)

    return maybe


def _json_report(progress: drive.Progress) -> None:
    sys.stdout.write(json.dumps(asdict(progress)) + "\n")
    sys.stdout.flush()


def _line_report(progress: drive.Progress) -> None:
    end = "\n" if progress.done else "\r"
    text = f"{progress.frames} frames, {progress.produced} readings, {progress.pending} unsettled"
    sys.stderr.write(f"{text:<70}{end}")
