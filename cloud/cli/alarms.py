"""The verbs of alarms: who is called out, for what, and who takes care of it."""

import json
import signal
import threading
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from cloud.cli.options import AsJson, ConfigFile, say, settings
from cloud.cli.person import name_of

FAILED = 1

app = typer.Typer(
    help="Alarms: fire, overflow, lost nodes; told until somebody takes care of them.",
    no_args_is_help=True,
)


@app.command()
def run(config: ConfigFile = None) -> None:
    """Look for alarms, tell those on call and deliver, until SIGINT or SIGTERM."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    from cloud.bootstrap.alarms import run as go_on

    go_on(settings(config), stop)


@app.command("list")
def list_alarms(
    config: ConfigFile = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many at most.")] = 100,
    *,
    open_ones: Annotated[bool, typer.Option("--open", help="Only those that last.")] = False,
    as_json: AsJson = False,
) -> None:
    """List alarms, the open ones first, and what could not be delivered yet."""
    from cloud.bootstrap.alarms import alarms

    with alarms(settings(config)) as kept:
        found, waiting = kept.listed(limit, only_open=open_ones), kept.undelivered()
    if as_json:
        told = {
            "alarms": [asdict(one) for one in found],
            "undelivered": [asdict(one) for one in waiting],
        }
        say(json.dumps(told, ensure_ascii=False))
        return
    for one in found:
        if one.closed_us is not None:
            state = f"over since {_time(one.closed_us)}"
        elif one.acknowledged_us is not None:
            state = f"{one.acknowledged_by} takes care, {_time(one.acknowledged_us)}"
        else:
            state = f"open, {one.level} levels told"
        again = f", came back {one.reopened} times" if one.reopened else ""
        say(f"{one.id:>6} {one.kind:<9} {one.subject:<24} {_time(one.since_us)}  {state}{again}")
    for late in waiting:
        say(f"not delivered to {late.address} after {late.tries} tries: {late.trouble}")
    say(f"{len(found)} alarms")


@app.command()
def acknowledge(
    number: Annotated[int, typer.Argument(min=1, help="The alarm's number.")],
    config: ConfigFile = None,
    who: Annotated[str | None, typer.Option("--who", help="Who; else who is logged in.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Take care of an alarm: nobody else is called then. Who came first stays named."""
    from cloud.bootstrap.alarms import alarms

    with alarms(settings(config)) as kept:
        found = kept.acknowledge(number, name_of(who))
    if as_json:
        say(json.dumps(asdict(found), ensure_ascii=False))
    elif found.acknowledged_by is None:
        say(f"alarm {number} is over already")
    else:
        say(f"{found.acknowledged_by} takes care of alarm {number}")


@app.command()
def purge(config: ConfigFile = None) -> None:
    """Delete messages after two months and alarms that are over after a year.

    `alarms run` does so once a day; to call it again changes nothing.
    """
    from cloud.bootstrap.alarms import purge_alarms

    messages, old = purge_alarms(settings(config))
    say(f"messages deleted: {messages}, alarms: {old}")


@app.command("test")
def try_out(config: ConfigFile = None, *, as_json: AsJson = False) -> None:
    """Send a test to every address of the on-call list.

    Exit code: 0 all were taken; 1 some wait and are tried again by `alarms run`, or there is none.
    """
    from cloud.bootstrap.alarms import trials

    told = trials(settings(config))
    if as_json:
        say(json.dumps([{"address": one, "trouble": why} for one, why in told]))
    else:
        for address, why in told:
            say(f"{address}: {why or 'taken'}")
        say(f"{sum(not why for _, why in told)} of {len(told)} addresses took the test")
    if not told or any(why for _, why in told):
        raise typer.Exit(FAILED)


def _time(at_us: int) -> str:
    return f"{datetime.fromtimestamp(at_us / 1e6, UTC):%Y-%m-%d %H:%M} UTC"
