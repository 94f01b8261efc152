"""Forecasts and plans as tables on a console."""

from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table

from cloud.forecast.need import Need
from cloud.forecast.survey import Forecast


def show_forecast(made: Forecast) -> None:
    """Print what each container needs, the likeliest overflow first."""
    table = Table(title=f"Needs on the eve of {made.day}")
    for heading in ("container", "fill", "at visit", "load", "overflow if left", "full", "trouble"):
        table.add_column(
            heading, justify="left" if heading in {"container", "trouble"} else "right"
        )
    for need in sorted(made.needs, key=lambda one: -one.p_overflow_if_left):
        table.add_row(*_need_row(need))
    Console().print(table)


def _need_row(need: Need) -> tuple[str, ...]:
    return (
        need.container,
        "?" if need.fill_ratio is None else f"{need.fill_ratio:.0%}",
        f"{need.fill_at_visit:.0%}",
        f"{need.load_kg} ± {need.load_spread_kg} kg",
        f"{need.p_overflow_if_left:.0%}",
        "" if need.overflows_at_us is None else _instant(need.overflows_at_us),
        need.trouble or "",
    )


def _instant(at_us: int) -> str:
    return datetime.fromtimestamp(at_us / 1e6, UTC).strftime("%d %b %H:%M UTC")
