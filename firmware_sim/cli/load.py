"""`vallee-sim load`: many nodes on a broker, out of one process."""

import asyncio
import random
import secrets
import signal
import time
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from contract.broker import Broker
from contract.errors import BadSettings
from firmware_sim.cli.options import Json
from firmware_sim.errors import BadRequest
from firmware_sim.load.fleet import Fleet
from firmware_sim.load.run import Load, Summary
from firmware_sim.load.storm import Storm, StormSummary
from firmware_sim.load.territory import write_territory


def load(  # noqa: PLR0913, PLR0917 - each is an option
    nodes: Annotated[int, typer.Option(min=1, max=9999, help="How many nodes send.")] = 10,
    each: Annotated[int, typer.Option(min=1, max=1000, help="Readings in an envelope.")] = 10,
    rate: Annotated[
        float | None,
        typer.Option(
            min=0.1, help="Readings a second, of all nodes.", show_default="as many as are settled"
        ),
    ] = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="How long to send.")] = 10.0,
    drain_s: Annotated[
        float, typer.Option(min=0, help="How long to wait for the last receipts.")
    ] = 60.0,
    host: Annotated[str, typer.Option(help="The broker's name or address.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Its port.")] = 1883,
    username: Annotated[str | None, typer.Option(help="Name to log in with.")] = None,
    password_file: Annotated[
        Path | None, typer.Option(help="File that holds the password and nothing else.")
    ] = None,
    connections: Annotated[
        int | None,
        typer.Option(
            min=1, max=9999, help="Send nothing: hold so many sessions, which all come back."
        ),
    ] = None,
    territory_out: Annotated[
        Path | None,
        typer.Option(help="Send nothing: write a territory that has these nodes, to be loaded."),
    ] = None,
    json: Json = False,  # noqa: FBT002 - typer makes it a flag
) -> None:
    """Send envelopes of many nodes to a broker and wait for the ingester's receipts.

    The nodes are called load-0001 and so on; an ingester refuses them unless its registry knows
    them: write a territory with --territory-out and load that first. What stays without a receipt
    is sent again, as a node would.
    """
    if territory_out is not None:
        write_territory(territory_out, nodes)
        typer.echo(f"{nodes} nodes in {territory_out}")
        return
    broker = Broker(host, port, username=username, password_file=password_file)
    try:
        if connections is not None:
            storm = asyncio.run(Storm(broker, connections, seconds, random.Random()).run())  # noqa: S311 - lots against a crowd
            typer.echo(_text(storm, json=json, said=_of_storm(storm)))
        else:
            fleet = Fleet(nodes, each, secrets.token_hex(6), time.time_ns() // 1000)
            done = asyncio.run(_send(Load(broker, fleet, rate, seconds, drain_s)))
            typer.echo(_text(done, json=json, said=_of_load(done)))
    except BadSettings as error:
        raise BadRequest(f"--password-file: {error}") from None


async def _send(fleet: Load) -> Summary:
    """Send until the time is up or somebody has had enough."""
    loop = asyncio.get_running_loop()
    for enough in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(enough, fleet.stop)
    return await fleet.run()


def _text(summary: msgspec.Struct, *, json: bool, said: str) -> str:
    return msgspec.json.encode(summary).decode() if json else said


def _of_load(done: Summary) -> str:
    return (
        f"{done.sent} readings of {done.nodes} nodes sent, {done.settled} settled in "
        f"{done.seconds:.1f} s ({done.settled_a_second:.0f} a second); half of them within "
        f"{done.p50_ms} ms, 99 % within {done.p99_ms} ms; {done.repeated} sent again"
    )


def _of_storm(storm: StormSummary) -> str:
    back = ", ".join(f"{one:.1f}" for one in storm.back_s) or "none"
    return (
        f"{storm.connected} of {storm.connections} sessions there; all were after "
        f"{storm.first_s} s; seconds until all were back after a loss: {back}"
    )
