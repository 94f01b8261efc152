"""Forecasts, plans, passages and ledgers as tables on a console, whole in 80 columns."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich import box
from rich.console import Console
from rich.table import Table

from cloud.footfall.compare import weeks
from cloud.footfall.factor import Factor
from cloud.footfall.figures import Period
from cloud.footfall.shown import Footfall
from cloud.forecast.need import Need
from cloud.forecast.survey import Forecast
from cloud.ledger.account import Account
from cloud.plan.changes import Change
from cloud.plan.route import Plan, Route, Stop

# Below so many people counted by hand a factor is a guess, ± 10 % at best.
_ENOUGH_BY_HAND = 100


def show_forecast(made: Forecast, zone: ZoneInfo, console: Console) -> None:
    """Print what each container needs, the likeliest overflow first; times are of `zone`."""
    table = _table(
        f"Needs on the eve of {made.day}",
        "container",
        ["fill", "at visit", "kg", "±", "overflow", "full"],
    )
    for need in sorted(made.needs, key=lambda one: -one.p_overflow_if_left):
        table.add_row(*_need_row(need, zone))
    console.print(table)


def show_plan(made: Plan, console: Console) -> None:
    """Print each truck's stops in their order, and what is left and why."""
    for route in made.routes:
        if route.stops:
            console.print(_round(route, made.day))
        else:
            console.print(f"{route.truck_name} stays in the depot.")
    left = Table("left", "overflow", "why", box=box.SIMPLE_HEAD)
    for one in sorted(made.left, key=lambda one: -one.p_overflow):
        left.add_row(one.container, f"{one.p_overflow:.0%}", one.detail)
    if made.left:
        console.print(left)
    cost = f"{made.cost_ueur / 1e6:.2f} €, found by {made.engine or 'nobody'}"
    if made.fixed_m:
        fixed = f"{made.fixed_m / 1000:.1f} of {made.distance_m / 1000:.1f} km"
        console.print(f"Fixed rounds take {fixed}: nothing is saved on those.")
    console.print(f"{made.travel}; {made.overflows_avoided:.1f} overflows avoided; {cost}.")


def show_changes(changed: Sequence[Change], console: Console) -> None:
    """Print what a new plan changes: who lifts what now, what is left, and what comes later."""
    table = _table("Changes", "container", ["was", "now", "minutes later"])
    for one in changed:
        minutes = "" if one.was is None or one.now is None else f"{-one.earlier_s / 60:+.0f}"
        if one.what != "kept":
            table.add_row(one.name, one.was or "", one.now or f"left: {one.why}", minutes)
    if table.rows:
        console.print(table)
    kept = [one for one in changed if one.what == "kept"]
    latest = max((-one.earlier_s for one in kept), default=0)
    console.print(f"{len(kept)} containers keep their truck, {latest / 60:.0f} min later at most.")


def show_footfall(made: Footfall, zone: ZoneInfo, console: Console) -> None:
    """Print the passages of each day, what an arrival stands for, and what is not known."""
    table = _table(
        f"Passages at {made.zone}", "day", ["passages", "95 %", "week before", "listened"]
    )
    for day in made.periods["day"]:
        table.add_row(*_day_row(day, zone))
    console.print(table)
    if versus := weeks(made.periods["day"]):
        console.print(
            f"Last week, over {versus.days} days that compare: {versus.passages:.0f} passages,"
            f" {versus.before:.0f} the week before."
        )
    for (node, _), factor in made.factors.items():
        console.print(_factor_line(node, factor))


def show_ledger(
    accounts: Sequence[Account], days: int, console: Console, *, with_epochs: bool
) -> None:
    """Print each node's books, and what they come to: what is open is nowhere."""
    headings = ["produced", "stored", "refused", "dropped", "pending", "unknown", "open"]
    table = _table(f"Readings of the last {days} days", "node", headings)
    for one in accounts:
        table.add_row(*_account_row(one), style="" if one.balanced else "bold red")
    console.print(table)
    for one in accounts if with_epochs else ():
        console.print(_epochs(one))
    if lost := sum(one.open for one in accounts):
        late = sum(one.overdue for one in accounts)
        console.print(f"{lost} readings are nowhere, {late} of them for longer than an hour.")
    else:
        console.print(f"Every reading of {len(accounts)} nodes has its place.")


def _round(route: Route, day: str) -> Table:
    lifted, km = len(route.containers), route.distance_m / 1000
    title = f"{route.truck_name}, {day}: {lifted} containers, {km:.1f} km"
    table = _table(title, "stop", ["arrives", "km", "load kg", "overflow"])
    for stop in route.stops:
        table.add_row(*_stop_row(stop))
    return table


def _table(title: str, first: str, others: Sequence[str]) -> Table:
    """Return a table whose first column gives way, and whose figures never do."""
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column(first, overflow="fold")
    for heading in others:
        table.add_column(heading, justify="right", no_wrap=True)
    return table


def _stop_row(stop: Stop) -> tuple[str, ...]:
    minutes = stop.arrive_s // 60
    rest = (stop.leave_s - stop.arrive_s) // 60
    return (
        f"break of {rest} min ({stop.name})" if stop.kind == "break" else stop.name,
        f"{minutes // 60:02}:{minutes % 60:02}",
        f"{stop.distance_m / 1000:.1f}",
        str(stop.load_kg),
        "" if stop.p_overflow is None else f"{stop.p_overflow:.0%}",
    )


def _need_row(need: Need, zone: ZoneInfo) -> tuple[str, ...]:
    return (
        f"{need.container} ({need.trouble})" if need.trouble else need.container,
        "?" if need.fill_ratio is None else f"{need.fill_ratio:.0%}",
        f"{need.fill_at_visit:.0%}",
        str(need.load_kg),
        str(need.load_spread_kg),
        f"{need.p_overflow_if_left:.0%}",
        "" if need.overflows_at_us is None else _instant(need.overflows_at_us, zone),
    )


def _instant(at_us: int, zone: ZoneInfo) -> str:
    return datetime.fromtimestamp(at_us / 1e6, zone).strftime("%a %d %H:%M")


def _day_row(day: Period, zone: ZoneInfo) -> tuple[str, ...]:
    figures = (day.passages, day.low, day.high, day.week_before)
    people, low, high, before = ("" if each is None else f"{each:.0f}" for each in figures)
    return (
        datetime.fromtimestamp(day.begin_us / 1e6, zone).strftime("%a %Y-%m-%d"),
        "withheld" if day.withheld else people or "?",
        f"{low} … {high}" if people else "",
        before,
        f"{day.coverage:.0%}",
    )


def _factor_line(node: str, factor: Factor) -> str:
    line = (
        f"{node}: {factor.people_per_arrival:.2f} people an arrival ± {1.96 * factor.error:.0%},"
        f" from {factor.people:.0f} people counted by hand"
    )
    return line if factor.people >= _ENOUGH_BY_HAND else f"{line}: count more"


def _account_row(one: Account) -> tuple[str, ...]:
    figures = (one.produced, one.stored, one.refused, one.dropped, one.pending, one.unknown)
    return (one.node, *map(str, figures), str(one.open))


def _epochs(account: Account) -> Table:
    """Return the epochs of a node; what is missing of one is pending, unknown or open."""
    headings = ["first", "last", "stored", "refused", "dropped", "missing"]
    table = _table(f"Epochs of {account.node}", "epoch", headings)
    for one in account.epochs:
        figures = (one.first, one.last, one.stored, one.refused, one.dropped, one.missing)
        table.add_row(one.epoch, *map(str, figures))
    return table
