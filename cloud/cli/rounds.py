"""The verbs of fixed rounds: list them with their next days, and reorder one when asked."""

import json
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from cloud.bootstrap.parts import local_zone, now_us, registry
from cloud.cli.options import AsJson, ConfigFile, say, settings

app = typer.Typer(
    help="Fixed rounds: what is driven on its day, full or not.", no_args_is_help=True
)

AHEAD = timedelta(days=35)


@app.command("list")
def list_rounds(config: ConfigFile = None, *, as_json: AsJson = False) -> None:
    """List the fixed rounds, and on which of the next 35 days each is driven."""
    from cloud.forecast.eve import today
    from cloud.rounds.calendar import days

    with registry(settings(config)) as records:
        since = today(now_us(), local_zone(records))
        rows = [
            (one, [str(day) for day in days(one.calendar, since, since + AHEAD)])
            for one in records.fixed_rounds()
        ]
    for one, coming in rows:
        if as_json:
            say(
                json.dumps(
                    {"id": one.id, "name": one.name, "sides": len(one.sides), "days": coming}
                )
            )
        else:
            say(f"{one.id}  {one.name}, {len(one.sides)} sides: {', '.join(coming) or 'no day'}")


@app.command()
def reorder(
    round_id: Annotated[str, typer.Argument(metavar="ROUND", help="Its id in the registry.")],
    config: ConfigFile = None,
    out: Annotated[
        Path | None, typer.Option(help="Where to write the sides, as a territory's CSV file.")
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Look for a better order of a round's sides; nothing changes until its file is loaded."""
    from cloud.bootstrap.rounds import reorder as look

    found = look(settings(config), round_id)
    if out is not None:
        out.write_text(found.sheet, encoding="utf-8")
    if as_json:
        say(json.dumps(asdict(found)))
        return
    for when, metres, seconds in (
        ("today", found.metres_before, found.seconds_before),
        ("in the order found", found.metres, found.seconds),
    ):
        say(f"between its sides {when}: {metres / 1000:.1f} km, {seconds // 60} min")
    say(f"by {found.method}")
    if out is None:
        say(found.sheet.rstrip())
