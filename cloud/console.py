"""Forecasts and plans as tables on a console."""

from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from cloud.forecast.need import Need
from cloud.forecast.survey import Forecast


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
