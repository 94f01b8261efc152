"""Forecasts and plans as tables on a console."""

from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from cloud.forecast.need import Need
from cloud.forecast.survey import Forecast
from cloud.plan.route import Plan, Stop


def show_forecast(made: Forecast, zone: ZoneInfo) -> None:
    """Print what each container needs, the likeliest overflow first; times are of `zone`."""
    table = Table(title=f"Needs on the eve of {made.day}")
    table.add_column("container", no_wrap=True)
    for heading in ("fill", "visit", "load kg", "overflow", "full"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("trouble")
    for need in sorted(made.needs, key=lambda one: -one.p_overflow_if_left):
        table.add_row(*_need_row(need, zone))
    Console().print(table)


def show_plan(made: Plan) -> None:
    """Print each truck's stops in their order, and what is left and why."""
    console = Console()
    for route in made.routes:
        km, lifted = route.distance_m / 1000, len(route.containers)
        table = Table(title=f"{route.truck_name}, {made.day}: {lifted} containers, {km:.1f} km")
        table.add_column("stop", no_wrap=True)
        for heading in ("arrives", "km", "load kg", "overflow"):
            table.add_column(heading, justify="right", no_wrap=True)
        for stop in route.stops:
            table.add_row(*_stop_row(stop))
        console.print(table)
    for left in sorted(made.left, key=lambda one: -one.p_overflow):
        console.print(
            f"left: {left.container} ({left.p_overflow:.0%}): {left.reason}, {left.detail}"
        )
    console.print(f"{made.travel}; {made.overflows_avoided:.2f} overflows avoided")


def _stop_row(stop: Stop) -> tuple[str, ...]:
    minutes = stop.arrive_s // 60
    return (
        stop.name,
        f"{minutes // 60:02}:{minutes % 60:02}",
        f"{stop.distance_m / 1000:.1f}",
        str(stop.load_kg),
        "" if stop.p_overflow is None else f"{stop.p_overflow:.0%}",
    )


def _need_row(need: Need, zone: ZoneInfo) -> tuple[str, ...]:
    return (
        need.container,
        "?" if need.fill_ratio is None else f"{need.fill_ratio:.0%}",
        f"{need.fill_at_visit:.0%}",
        f"{need.load_kg} ± {need.load_spread_kg}",
        f"{need.p_overflow_if_left:.0%}",
        "" if need.overflows_at_us is None else _instant(need.overflows_at_us, zone),
        need.trouble or "",
    )


def _instant(at_us: int, zone: ZoneInfo) -> str:
    return datetime.fromtimestamp(at_us / 1e6, zone).strftime("%a %d %H:%M")
