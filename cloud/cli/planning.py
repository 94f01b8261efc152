"""The verbs of a collection day: forecast, plan, plans, despatch."""

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from cloud.bootstrap.parts import local_zone, now_us, registry
from cloud.cli.options import AsJson, ConfigFile, Day, only_date, say, settings

if TYPE_CHECKING:
    from cloud.plan.improve import Step


def forecast(config: ConfigFile = None, day: Day = None, *, as_json: AsJson = False) -> None:
    """Forecast what each container needs on the eve of a collection day, and issue that."""
    from rich.console import Console

    from cloud.bootstrap.forecast import forecast as make
    from cloud.console import show_forecast

    made = make(settings(config), only_date(day), now_us())
    if as_json:
        say(made.issued().body.decode())
    else:
        with registry(settings(config)) as records:
            show_forecast(made, local_zone(records), Console())


def plan(
    config: ConfigFile = None,
    day: Day = None,
    *,
    heat_alert: Annotated[
        bool, typer.Option("--heat-alert", help="Start earlier, rest more: the rule set 'heat'.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Plan the rounds of a collection day from its newest forecast, issue them, tell the trucks.

    Ctrl-C ends it, and then nothing is issued. Exits 1 if the plan is issued but the broker did
    not take it; `despatch` sends it again.
    """
    from rich.console import Console

    from cloud.bootstrap.plan import despatch as send
    from cloud.bootstrap.plan import plan as make
    from cloud.console import show_plan
    from cloud.plan.route import write_plan

    wanted = settings(config)
    with Console(stderr=True).status("searching …") as shown:
        made = make(
            wanted,
            only_date(day),
            now_us(),
            heat_alert=heat_alert,
            tell=lambda step: shown.update(_step(step)),
        )
    if as_json:
        say(write_plan(made).decode())
    else:
        show_plan(made, Console())
    if wanted.planning.despatch:
        send(wanted, date.fromisoformat(made.day))


def replan(  # noqa: PLR0913 - one for each kind of news
    config: ConfigFile = None,
    day: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day whose plan it is; else today."),
    ] = None,
    at: Annotated[
        str | None, typer.Option(metavar="HH:MM", help="Local time of the news; else now.")
    ] = None,
    broken: Annotated[
        list[str], typer.Option(metavar="TRUCK", help="A truck that drives no further.")
    ] = [],  # noqa: B006 - typer copies it
    late: Annotated[
        list[str],
        typer.Option(metavar="TRUCK=MINUTES", help="A crew that is behind its plan."),
    ] = [],  # noqa: B006
    alarm: Annotated[
        list[str], typer.Option(metavar="CONTAINER", help="One that must be lifted today.")
    ] = [],  # noqa: B006
    closed: Annotated[
        list[str], typer.Option(metavar="CONTAINER", help="One whose street is closed.")
    ] = [],  # noqa: B006
    *,
    as_json: AsJson = False,
) -> None:
    """Make today's plan again from where the trucks are: what changes is kept small, and said.

    The next two stops of each truck stay, and what was decided at the desk holds. The new plan is
    issued and sent to the trucks.
    """
    from rich.console import Console

    from cloud.bootstrap.plan import despatch as send
    from cloud.bootstrap.replan import replan as make
    from cloud.console import show_changes
    from cloud.plan.news import told

    wanted = settings(config)
    news = told(at, broken, late, alarm, closed)
    with Console(stderr=True).status("searching …"):
        made = make(wanted, only_date(day), news, now_us())
    if as_json:
        say(msgspec.json.encode(made).decode())
    else:
        show_changes(made.changes, Console())
    if wanted.planning.despatch:
        send(wanted, date.fromisoformat(made.plan.day))


def _step(step: "Step") -> str:
    return f"{step.engine}, round {step.round}: {step.best.cost_ueur / 1e6:,.2f} €"


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
