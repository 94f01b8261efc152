"""Each truck's day as a table: its stops with what is on board, and the totals."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cloud.plan.route import Route, Stop
from cloud.web.view import Truck, View
from cloud.web.words import Words

# So many truck colours the stylesheet has; the letter tells trucks of one colour apart.
TONES: Final = 6
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Step:
    """A stop in a truck's table; shares are of the truck's capacity, None if that is not known."""

    stop: Stop
    badge: str
    key: str | None
    loaded_kg: int
    kg_share: float | None
    l_share: float | None


@dataclass(frozen=True, slots=True)
class Panel:
    """A truck's day with its totals."""

    letter: str
    tone: int
    route: Route
    truck: Truck | None
    steps: tuple[Step, ...]

    @property
    def collected_kg(self) -> int:
        """Weight lifted over the day, unloaded or not."""
        return sum(max(step.loaded_kg, 0) for step in self.steps)

    @property
    def duration_s(self) -> int:
        """From leaving the depot to being back."""
        stops = self.route.stops
        return stops[-1].arrive_s - stops[0].leave_s if stops else 0


def draw_up(view: View, keys: Mapping[str, str]) -> tuple[Panel, ...]:
    """Return a panel per route of `view`'s plan; `keys` are the page's names of containers."""
    trucks = {truck.id: truck for truck in view.trucks}
    return tuple(
        _panel(index, route, trucks.get(route.truck), keys)
        for index, route in enumerate(view.plan.routes if view.plan else ())
    )


def called(stop: Stop, words: Words) -> str:
    """Return what a stop is called where there is only a name for it."""
    if stop.kind == "break":
        return words.say("break.at", length=words.duration(stop.leave_s - stop.arrive_s))
    return stop.name


def letter_of(index: int) -> str:
    """Name a truck in one character; beyond Z in two."""
    high, low = divmod(index, len(_LETTERS))
    return (_LETTERS[high - 1] if high else "") + _LETTERS[low]


def _panel(index: int, route: Route, truck: Truck | None, keys: Mapping[str, str]) -> Panel:
    letter = letter_of(index)
    steps, order, on_board_kg = [], 0, 0
    for stop in route.stops:
        lifts = stop.kind == "container"
        order += lifts
        steps.append(
            Step(
                stop,
                badge=f"{letter}{order}" if lifts else "",
                key=keys.get(stop.ref) if lifts else None,
                loaded_kg=stop.load_kg - on_board_kg,
                kg_share=stop.load_kg / truck.capacity_kg if truck else None,
                l_share=stop.load_l / truck.capacity_l if truck else None,
            )
        )
        on_board_kg = stop.load_kg
    return Panel(letter, index % TONES, route, truck, tuple(steps))
