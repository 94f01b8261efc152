"""The verbs of a collection day: forecast, plan, plans, despatch."""

import json
from datetime import date, datetime
from typing import Annotated

import typer
from rich.console import Console

from cloud.bootstrap.parts import local_zone, now_us, registry
from cloud.cli.options import AsJson, ConfigFile, Day, only_date, say, settings


def forecast(config: ConfigFile = None, day: Day = None, *, as_json: AsJson = False) -> None:
    """Forecast what each container needs on the eve of a collection day, and issue that."""
    from cloud.bootstrap.forecast import forecast as make
    from cloud.console import show_forecast

    made = make(settings(config), only_date(day), now_us())
    if as_json:
        say(made.issued().body.decode())
    else:
        with registry(settings(config)) as records:
            show_forecast(made, local_zone(records), Console())


def plan(config: ConfigFile = None, day: Day = None, *, as_json: AsJson = False) -> None:
    """Plan the rounds of a collection day from its newest forecast, issue them, tell the trucks.

    Exits 1 if the plan is issued but the broker did not take it; `despatch` sends it again.
    """
    from cloud.bootstrap.plan import despatch as send
    from cloud.bootstrap.plan import plan as make
    from cloud.console import show_plan
    from cloud.plan.route import write_plan

    wanted = settings(config)
    made = make(wanted, only_date(day), now_us())
    if as_json:
        say(write_plan(made).decode())
    else:
        show_plan(made, Console())
    if wanted.planning.despatch:
        send(wanted, date.fromisoformat(made.day))


def plans(
    config: ConfigFile = None,
    limit: Annotated[int, typer.Option(min=1, help="How many, newest first.")] = 20,
    *,
    as_json: AsJson = False,
) -> None:
    """List the plans that were issued, and why some would be other ones today."""
    with registry(settings(config)) as records:
        zone = local_zone(records)
        issued, marks = records.plans(limit=limit), records.plan_marks(limit=2**31)
    for one in issued:
        key = (one.day, one.issued_at_us)
        found = [mark for mark in reversed(marks) if (mark.day, mark.issued_at_us) == key]
        at = datetime.fromtimestamp(one.issued_at_us // 1_000_000, zone)
        if as_json:
            reasons = [{"at_us": mark.at_us, "reason": mark.reason} for mark in found]
            row = {"day": str(one.day), "issued_at_us": one.issued_at_us, "marks": reasons}
            say(json.dumps(row))
            continue
        say(f"{one.day}  issued {at:%Y-%m-%d %H:%M}")
        for mark in found:
            say(f"    {mark.reason}")


def despatch(config: ConfigFile = None, day: Day = None) -> None:
    """Leave each truck's round of the newest plan on the broker, for the crews to find."""
    from cloud.bootstrap.plan import despatch as send

    say(f"trucks told: {send(settings(config), only_date(day))}")
