"""The command line of the cloud."""

import json
import logging
import os
import signal
import sys
import threading
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cloud.bootstrap.parts import local_zone, now_us, registry
from cloud.errors import BadTerritory, CloudError
from cloud.registry.nodes import node_files
from cloud.settings import Settings, load
from contract.errors import BadSettings

LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
USAGE = 2
FAILED = 1

app = typer.Typer(
    help="From an envelope on the broker to a truck at a container.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
registry_app = typer.Typer(help="The registry: territory, containers, nodes.", no_args_is_help=True)
nodes_app = typer.Typer(help="The nodes on poles and lids.", no_args_is_help=True)
app.add_typer(registry_app, name="registry")
app.add_typer(nodes_app, name="nodes")

ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", help="Settings, see configs/cloud.toml; without it, the defaults."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for machines.")]
Day = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="The day to plan; else the next one with trucks."),
]


def main() -> None:
    """Run the command line; a person's mistake is one sentence and exit code 2."""
    logging.basicConfig(level=logging.INFO, format=LOG_FORMAT)
    # Which tables are up to date is no news to who asked for a forecast.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        app()
    except (BadSettings, BadTerritory) as error:
        sys.stderr.write(f"vallee-cloud: {error}\n")
        sys.exit(USAGE)
    except CloudError as error:
        sys.stderr.write(f"vallee-cloud: {error}\n")
        sys.exit(FAILED)


@app.command()
def ingest(config: ConfigFile = None) -> None:
    """Store what nodes send and receipt it, until SIGINT or SIGTERM."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    from cloud.bootstrap.ingest import ingest as run

    run(_settings(config), stop)


@app.command()
def forecast(config: ConfigFile = None, day: Day = None, *, as_json: AsJson = False) -> None:
    """Forecast what each container needs on the eve of a collection day, and issue that."""
    from cloud.bootstrap.forecast import forecast as make
    from cloud.console import show_forecast

    made = make(_settings(config), _date(day), now_us())
    if as_json:
        _print(made.issued().body.decode())
    else:
        with registry(_settings(config)) as records:
            show_forecast(made, local_zone(records), Console())


@app.command()
def plan(config: ConfigFile = None, day: Day = None, *, as_json: AsJson = False) -> None:
    """Plan the rounds of a collection day from its newest forecast, issue them, tell the trucks.

    Exits 1 if the plan is issued but the broker did not take it; `despatch` sends it again.
    """
    from cloud.bootstrap.plan import despatch as send
    from cloud.bootstrap.plan import plan as make
    from cloud.console import show_plan
    from cloud.plan.route import write_plan

    settings = _settings(config)
    made = make(settings, _date(day), now_us())
    if as_json:
        _print(write_plan(made).decode())
    else:
        show_plan(made, Console())
    if settings.planning.despatch:
        send(settings, date.fromisoformat(made.day))


@app.command()
def despatch(config: ConfigFile = None, day: Day = None) -> None:
    """Leave each truck's round of the newest plan on the broker, for the crews to find."""
    from cloud.bootstrap.plan import despatch as send

    _print(f"trucks told: {send(_settings(config), _date(day))}")


@app.command()
def rebuild(
    config: ConfigFile = None,
    days: Annotated[int, typer.Option(min=1, help="How far back.")] = 56,
) -> None:
    """Make the containers' series anew from raw readings, as after a mounting was corrected."""
    from cloud.bootstrap.rebuild import rebuild as run

    _print(f"points written: {run(_settings(config), days, now_us())}")


@app.command()
def serve(config: ConfigFile = None) -> None:
    """Serve the page, until SIGINT or SIGTERM."""
    from cloud.bootstrap.serve import serve as run

    run(_settings(config))


@app.command("dead-letters")
def dead_letters(
    config: ConfigFile = None,
    limit: Annotated[int, typer.Option(min=1, help="How many, newest first.")] = 50,
    *,
    as_json: AsJson = False,
) -> None:
    """List what was refused, and why."""
    with registry(_settings(config)) as records:
        letters = records.dead_letters(limit)
    if as_json:
        _print(json.dumps([{**asdict(one), "payload": one.payload.hex()} for one in letters]))
        return
    for one in letters:
        at = datetime.fromtimestamp(one.at_us / 1e6, UTC)
        _print(f"{at:%Y-%m-%d %H:%M:%S} UTC  {one.topic!r}  {one.rule}: {one.reason}")


@registry_app.command("load")
def registry_load(
    folder: Annotated[Path, typer.Argument(help="A territory, as in configs/territory.")],
    config: ConfigFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Load a territory's files, all or nothing; loading again updates."""
    with registry(_settings(config)) as records:
        loaded = asdict(records.load_territory(folder))
    _print(json.dumps(loaded) if as_json else ", ".join(f"{k}: {v}" for k, v in loaded.items()))


@nodes_app.command("export")
def nodes_export(
    folder: Annotated[Path, typer.Argument(help="Where to write NODE.toml files.")],
    config: ConfigFile = None,
    port: Annotated[str, typer.Option(help="Serial port of every sensor.")] = "/dev/serial0",
    every_s: Annotated[int, typer.Option(min=1, help="Seconds between readings.")] = 900,
    only: Annotated[list[str] | None, typer.Option(help="Only this node; may be repeated.")] = None,
) -> None:
    """Write the edge settings of each node with a mounted sensor."""
    with registry(_settings(config)) as records:
        files = node_files(records, port=port, every_s=every_s)
    unknown = sorted(set(only or ()) - files.keys())
    if unknown:
        raise BadSettings(f"--only {unknown[0]}: no such node with a mounted sensor")
    folder.mkdir(parents=True, exist_ok=True)
    for node in only or files:
        (folder / f"{node}.toml").write_text(files[node], encoding="utf-8")
    _print(f"{len(only or files)} nodes written to {folder}")


def _settings(config: Path | None) -> Settings:
    return load(config, os.environ)


def _date(day: datetime | None) -> date | None:
    return day.date() if day else None


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
