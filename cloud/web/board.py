"""The view, joined: each container with what the plan does about it."""

from dataclasses import dataclass, field
from typing import Final

from cloud.plan.route import Left, Plan
from cloud.web.panel import TONES, Panel, draw_up, letter_of
from cloud.web.view import Container, View

# From here on the page speaks of an expected overflow, and below it of none at all.
LIKELY: Final = 0.5
POSSIBLE: Final = 0.1
# Upper ends of the classes of the colour scale; the last class is beyond the full line.
FILL_CLASSES: Final = (0.25, 0.5, 0.75, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Visit:
    """That a truck comes: `badge` is what the map shows, "A4" for the fourth stop of truck A."""

    letter: str
    badge: str
    tone: int
    truck: str
    arrive_s: int


@dataclass(frozen=True, slots=True)
class Row:
    """A container with what happens to it; `key` names it inside the page."""

    key: str
    container: Container
    visit: Visit | None
    left: Left | None
    p_overflow: float | None

    @property
    def fill_class(self) -> str:
        """Class of the colour scale: "f0" … "f5", "fx" while the fill is not known."""
        ratio = self.container.fill_ratio
        if ratio is None:
            return "fx"
        return f"f{sum(round(ratio, 2) >= end for end in FILL_CLASSES)}"

    @property
    def is_likely(self) -> bool:
        """Whether it overflows more likely than not."""
        return (self.p_overflow or 0.0) >= LIKELY

    @property
    def trouble(self) -> str | None:
        """Why the figures are weak; None if they are not."""
        return self.container.need.trouble if self.container.need else None

    @property
    def overflows_at_us(self) -> int | None:
        """When the expected fill reaches the full line; None if it does not or is not known."""
        return self.container.need.overflows_at_us if self.container.need else None


@dataclass(frozen=True, slots=True)
class Board:
    """What the templates draw, `rows` by fill, unknown last.

    Attributes:
        risks: containers that may overflow before the next chance, the likeliest first.
        likely: those that overflow more likely than not.
        unserved: those of `likely` to which no truck comes.
    """

    view: View
    rows: tuple[Row, ...]
    panels: tuple[Panel, ...]
    # Made once: a page asks for them at each of its rows.
    risks: tuple[Row, ...] = field(init=False)
    likely: tuple[Row, ...] = field(init=False)
    unserved: tuple[Row, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Sort out what may overflow."""
        risky = [row for row in self.rows if (row.p_overflow or 0.0) >= POSSIBLE]
        risks = tuple(sorted(risky, key=lambda row: (-(row.p_overflow or 0.0), row.key)))
        likely = tuple(row for row in risks if row.is_likely)
        unserved = tuple(row for row in likely if row.visit is None)
        for name, value in (("risks", risks), ("likely", likely), ("unserved", unserved)):
            object.__setattr__(self, name, value)

    @property
    def served(self) -> int:
        """How many containers a truck lifts."""
        return sum(len(panel.route.containers) for panel in self.panels)

    @property
    def collected_kg(self) -> int:
        """Weight lifted by all trucks."""
        return sum(panel.collected_kg for panel in self.panels)

    @property
    def unloads(self) -> int:
        """How often a truck stops at a tip."""
        return sum(step.stop.kind == "tip" for panel in self.panels for step in panel.steps)

    @property
    def on_the_road(self) -> tuple[Panel, ...]:
        """The trucks that leave their depot."""
        return tuple(panel for panel in self.panels if panel.steps)

    @property
    def out_s(self) -> int:
        """When the first truck leaves; there must be one."""
        return min(panel.route.stops[0].leave_s for panel in self.on_the_road)

    @property
    def back_s(self) -> int:
        """When the last truck is back; there must be one."""
        return max(panel.route.stops[-1].arrive_s for panel in self.on_the_road)


def join(view: View) -> Board:
    """Join `view`'s containers and trucks with its plan."""
    visits, lefts = _visits(view.plan), _lefts(view.plan)
    ordered = sorted(view.containers, key=_fullest_first)
    rows = tuple(
        Row(f"c{number}", c, visits.get(c.id), lefts.get(c.id), _risk(c, lefts.get(c.id)))
        for number, c in enumerate(ordered, 1)
    )
    keys = {row.container.id: row.key for row in rows}
    return Board(view, rows, draw_up(view, keys))


def _fullest_first(container: Container) -> tuple[float, str]:
    ratio = container.fill_ratio
    return (1.0 if ratio is None else -ratio, container.name)


def _risk(container: Container, left: Left | None) -> float | None:
    if container.need is not None:
        return container.need.p_overflow_if_left
    return left.p_overflow if left else None


def _visits(plan: Plan | None) -> dict[str, Visit]:
    visits: dict[str, Visit] = {}
    for i, route in enumerate(plan.routes if plan else ()):
        for order, stop in enumerate(route.containers, 1):
            letter = letter_of(i)
            visits.setdefault(
                stop.ref,
                Visit(letter, f"{letter}{order}", i % TONES, route.truck_name, stop.arrive_s),
            )
    return visits


def _lefts(plan: Plan | None) -> dict[str, Left]:
    return {left.container: left for left in plan.left} if plan else {}
