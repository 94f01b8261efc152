"""The zone's part of the story: counts by hand, passages, and one gate's radio that is live."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from demo import answers
from demo.answers import Day, Footfall
from demo.stack import Stack
from demo.stage import Stage
from demo.view import Screen

SATURDAY: Final = 5
# Two mornings at each gate: some hundred people, which leaves the factor an error near 10 %.
MORNINGS: Final = 2
HOURS: Final = ("09:00", "12:00")


# From the start of the bus to an adapter on it.
BUS_S: Final = 15.0
NO_BUS: Final = "  The zone's radio stays silent: no dbus-daemon here, or too long a path."


def footfall(stage: Stage, stack: Stack, screen: Screen) -> None:
    """Count by hand, estimate and publish, if the territory has zones."""
    zones = answers.zones(stack.run("zones", stage.commands.zones()))
    if not zones:
        return
    with screen.step("footfall") as said:
        counted = sum(
            _count(stage, stack, gate.node, day)
            for zone in zones
            for gate in zone.gates
            for day in _mornings(stage.commands.start)
        )
        made = answers.footfall(stack.run("footfall", stage.commands.footfall()))
        said.append(f"{counted} people counted by hand")
        said += [_sentence(one) for one in made]


def hear(stage: Stage, stack: Stack, screen: Screen) -> bool:
    """Play the first gate's radio live and run its node; tell whether there is one."""
    zones = answers.zones(stack.run("zones-live", stage.commands.zones()))
    nodes = [gate.node for zone in zones for gate in zone.gates]
    if not nodes:
        return False
    if not stage.can_hear:
        screen.console.print(NO_BUS)
        return False
    with screen.step("radio") as said:
        stack.stand("radio", stage.commands.radio(nodes[0], stage.bus.parent))
        stack.wait(stage.bus.exists, "the radio's bus", BUS_S)
        stack.stand("gate", stage.commands.agent(stage.nodes / f"{nodes[0]}.toml"))
        said.append(f"{nodes[0]} scans, unmodified bleak on a bus of its own")
    return True


def _count(stage: Stage, stack: Stack, node: str, day: date) -> int:
    since, until = (f"{day}T{hour}" for hour in HOURS)
    # A log of its own for each: what a program answered stands in it.
    clicked = stack.run(f"passages-{node}-{day}", stage.commands.passages(node, since, until))
    people = answers.people(clicked)
    stack.run(f"count-{node}-{day}", stage.commands.count(node, since, until, people))
    return people


def _mornings(start: str) -> Iterator[date]:
    """Yield the first whole working days of a history."""
    day = datetime.fromisoformat(start).date()
    found = 0
    while found < MORNINGS:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY:
            found += 1
            yield day


def _sentence(made: Footfall) -> str:
    *whole, _today = made.days
    return f"{made.zone} yesterday {_passages(whole[-1])}" if whole else f"{made.zone} nothing yet"


def _passages(day: Day) -> str:
    if day.passages is None or day.low is None or day.high is None:
        return "withheld or unknown"
    return f"{day.passages:.0f} passages ({day.low:.0f} to {day.high:.0f})"
