"""The command line of the dashboards."""

import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from contract.config import read_secret
from contract.errors import BadSettings
from dashboards.build.alerts import posted
from dashboards.build.written import written
from dashboards.check.board import read
from dashboards.check.influx import Influx, Login
from dashboards.check.lint import lint
from dashboards.check.run import Answer, run
from dashboards.check.unknown import unknown_keys
from dashboards.errors import DashboardsError
from dashboards.files import JSON, dashboards, differing, write
from dashboards.upload.grafana import Grafana
from dashboards.upload.push import Done, Load
from dashboards.upload.push import push as put
from dashboards.upload.source import source

USAGE = 2
FAILED = 1

# Where a token may stand instead of a file: never among arguments, which everybody can list.
GRAFANA_TOKEN = "VALLEE_GRAFANA_TOKEN"  # noqa: S105 - a variable's name
INFLUX_SECRET = "VALLEE_INFLUX_SECRET"  # noqa: S105 - a variable's name

app = typer.Typer(
    help="Grafana dashboards: built, checked on a running store, pushed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for machines.")]
Database = Annotated[str, typer.Option(help="Database of 1.x, mapped bucket of 2.x and 3.x.")]
User = Annotated[str, typer.Option(help="User of InfluxDB 1.x, where it asks for one.")]
SecretFile = Annotated[
    Path | None,
    typer.Option(
        help="File with the password of that user, or with a token and no user; "
        f"without it, {INFLUX_SECRET} of the environment."
    ),
]


def main() -> None:
    """Run the command line; a person's mistake is one sentence and exit code 2."""
    try:
        app()
    except BadSettings as error:
        sys.stderr.write(f"vallee-dashboards: {error}\n")
        sys.exit(USAGE)
    except DashboardsError as error:
        sys.stderr.write(f"vallee-dashboards: {error}\n")
        sys.exit(FAILED)


@app.command()
def build(
    out: Annotated[Path, typer.Option(help="Folder for the dashboards' JSON.")] = JSON,
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail if a file differs.")
    ] = False,
) -> None:
    """Build the dashboards and alert rules from their Python."""
    files = written() if out == JSON else written(out, out / "alerting.yaml")
    boards = {file.name: text.encode() for file, text in files.items() if file.suffix == ".json"}
    faults = [fault for name, text in boards.items() for fault in lint(read(name, text))]
    faults += [
        f"{name}: Grafana knows no {key}"
        for name, text in boards.items()
        for key in unknown_keys(text)
    ]
    if check:
        faults += [f"{file} differs: run vallee-dashboards build" for file in differing(files)]
    else:
        write(files)
        _print(f"{len(files)} files written to {out}")
    _end_with(faults)


@app.command()
def check(
    influx: Annotated[str, typer.Option(help="InfluxDB, e.g. http://127.0.0.1:8086.")],
    database: Database = "vallee",
    user: User = "",
    secret_file: SecretFile = None,
    board: Annotated[
        list[str] | None, typer.Option(help="Only this dashboard, by file name; may be repeated.")
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Ask every panel's and variable's query of a running store; fail on errors and on no data."""
    login = Login(user, _secret(secret_file, INFLUX_SECRET))
    store, now_ms = Influx(influx, database, login), round(time.time() * 1000)
    answers = {
        name: list(run(read(name, text), store.ask, now_ms))
        for name, text in _chosen(board).items()
    }
    if as_json:
        _print(json.dumps({name: [_plain(one) for one in all_] for name, all_ in answers.items()}))
    else:
        for name, all_ in answers.items():
            for one in all_:
                _print(f"{'FAIL' if one.error else 'ok':4} {name} {one.where}: {_gist(one)}")
    failed = [one for all_ in answers.values() for one in all_ if one.error]
    if failed:
        raise typer.Exit(FAILED)


@app.command()
def push(  # noqa: PLR0913 - each is an option of its own
    url: Annotated[str, typer.Option(help="Grafana, e.g. https://grafana.example.org/prefix.")],
    token_file: Annotated[
        Path | None,
        typer.Option(
            help="File with a service account's token; without it, "
            f"{GRAFANA_TOKEN} of the environment."
        ),
    ] = None,
    influx_url: Annotated[
        str | None,
        typer.Option(help="Also set up the data source: InfluxDB as Grafana's server sees it."),
    ] = None,
    database: Database = "vallee",
    user: User = "",
    secret_file: SecretFile = None,
    *,
    alerts: Annotated[bool, typer.Option("--alerts", help="Also set up the alert rules.")] = False,
    as_json: AsJson = False,
) -> None:
    """Put folder and dashboards into a running Grafana; doing it again changes nothing."""
    token = _secret(token_file, GRAFANA_TOKEN)
    if not token:
        raise BadSettings(f"a token is wanted: --token-file or {GRAFANA_TOKEN}")
    secret = _secret(secret_file, INFLUX_SECRET)
    made = None if influx_url is None else source(influx_url, database, user=user, secret=secret)
    load = Load(dashboards(), made, posted() if alerts else None)
    done = list(put(Grafana(url, token), load))
    if as_json:
        _print(json.dumps([asdict(one) for one in done]))
    else:
        for one in done:
            _print(_said(one))


def _chosen(names: list[str] | None) -> dict[str, bytes]:
    all_ = {name.removesuffix(".json"): text for name, text in dashboards().items()}
    for name in names or ():
        if name not in all_:
            raise BadSettings(f"--board {name}: there are {', '.join(all_)}")
    return {name: text for name, text in all_.items() if not names or name in names}


def _secret(file: Path | None, variable: str) -> str:
    return read_secret(file) if file is not None else os.environ.get(variable, "")


def _gist(answer: Answer) -> str:
    if answer.error:
        return answer.error
    first = answer.series[0].values[0][1:]
    return f"{answer.rows} rows in {len(answer.series)} series, first {first}"


def _plain(answer: Answer) -> dict[str, object]:
    return {
        "where": answer.where,
        "panel": answer.panel,
        "query": answer.query,
        "series": len(answer.series),
        "rows": answer.rows,
        "first": answer.series[0].values[0] if answer.series else None,
        "error": answer.error,
    }


def _said(done: Done) -> str:
    version = "" if done.version is None else f", version {done.version}"
    return f"{done.kind} {done.uid}{version}"


def _end_with(faults: list[str]) -> None:
    for fault in faults:
        sys.stderr.write(f"vallee-dashboards: {fault}\n")
    if faults:
        raise typer.Exit(FAILED)


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
