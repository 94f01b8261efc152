"""What the demo shows: steps, the plan as a table, the sums at the end."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

from rich import box
from rich.console import Console, RenderableType
from rich.markup import escape
from rich.table import Table

from demo.answers import Plan, Replayed, Route, Stop
from demo.memory import Peak

HINT: Final = "  Ctrl-C ends it all · Ctrl-C arrête tout"
NO_DEVICE: Final = "  No live device in a replay · Pas de capteur en direct dans une relecture"
END: Final = "  Every program has ended · Tous les programmes sont arrêtés"


@dataclass(slots=True)
class Screen:
    """A console that remembers how long each step took."""

    console: Console
    took_s: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[list[str]]:
        """Time a step; what the body appends to the list is said when it is done."""
        began_s = monotonic()
        said: list[str] = []
        yield said
        self.took_s[name] = monotonic() - began_s
        text = f"[green]✓[/] {name}: {escape(', '.join(said))}" if said else f"[green]✓[/] {name}"
        self.console.print(f"{text} [dim]{self.took_s[name]:.1f} s[/]", highlight=False)

    def plan(self, plan: Plan) -> None:
        """Show each route, and how many containers are left where they are, and why."""
        for route in plan.routes:
            self.console.print(_route(route))
        served, km = plan.served, plan.distance_m / 1000
        self.console.print(
            f"  {plan.day}: {served} containers in {km:.0f} km, "
            f"{plan.overflows_avoided:.1f} overflows avoided, {_left(plan)}",
            highlight=False,
        )
        if not plan.exact_roads:
            self.console.print(f"  [yellow]Distances are not from roads: {escape(plan.travel)}.[/]")

    def link(self, address: str) -> None:
        """Show a link in a line of its own, whole, so that it can be clicked and copied."""
        self.console.print(address, soft_wrap=True, highlight=False, markup=False)

    def sums(self, replayed: Replayed, refused: int, plan: Plan, peak: Peak) -> None:
        """Sum up in a few lines; what is settled is stored, or is one of the dead letters."""
        table = Table.grid(padding=(0, 2))
        rows = {
            "readings": f"{replayed.produced} produced, {replayed.settled} settled, "
            f"{refused} dead letters",
            "plan": f"{plan.served} containers, {plan.distance_m / 1000:.0f} km, "
            f"{plan.overflows_avoided:.1f} overflows avoided, {_left(plan)}",
            "seconds": ", ".join(f"{name} {took:.1f}" for name, took in self.took_s.items())
            + f"; {sum(self.took_s.values()):.1f} in all",
            "peak memory": f"{peak.mb:.0f} MB in {peak.processes} processes",
        }
        for name, text in rows.items():
            table.add_row(f"  [bold]{name}[/]", text)
        self.console.print(table)


def _route(route: Route) -> RenderableType:
    name = escape(route.truck_name)
    # An idle truck has no stops, not even the depot.
    if not route.stops:
        return f"  [bold]{name}[/] stays in the depot\n"
    table = Table(title=name, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    table.add_column("stop")
    for column in ("arrival", "load", "", "distance", "overflow\navoided"):
        table.add_column(column, justify="right")
    for stop in route.stops:
        table.add_row(*_cells(stop), style="" if stop.kind == "container" else "dim")
    return table


def _cells(stop: Stop) -> tuple[str, ...]:
    minutes = round(stop.arrive_s / 60)
    avoided = "" if stop.p_overflow is None else f"{stop.p_overflow:.0%}"
    return (
        escape(stop.name),
        f"{minutes // 60:02d}:{minutes % 60:02d}",
        f"{stop.load_kg} kg",
        f"{stop.load_l} l",
        f"{stop.distance_m / 1000:.1f} km",
        f"must {avoided}" if stop.must else avoided,
    )


def _left(plan: Plan) -> str:
    reasons = Counter(left.reason for left in plan.left)
    why = ", ".join(f"{count} {reason}" for reason, count in reasons.most_common())
    return f"{len(plan.left)} left ({why})" if why else "none left"
