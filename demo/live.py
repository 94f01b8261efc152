"""It is now: a sensor speaks on a pseudo-terminal, an agent reads it, until a signal comes."""

import math
from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic
from typing import Final

from rich.live import Live
from rich.text import Text

from demo.errors import Interrupted
from demo.stack import Stack
from demo.stage import Stage
from demo.view import HINT, NO_DEVICE, Screen
from demo.zone import hear

LINK_S: Final = 15.0
ASK_EVERY_S: Final = 2.0
# As often as a window of counting ends.
PUBLISH_EVERY_S: Final = 300.0


def live(stage: Stage, stack: Stack, screen: Screen) -> None:
    """Run one device and its agent; a signal is the end that is meant to come."""
    with screen.step("live") as said:
        _start(stage, stack)
        said.append(f"{stage.settings.live_node} every {stage.settings.live_every_s} s")
    heard = hear(stage, stack, screen)
    screen.console.print(HINT)
    # Refreshed by hand: the demo has one thread.
    with Live(console=screen.console, auto_refresh=False) as line:
        try:
            watch = _watch(stage, lambda text: line.update(text, refresh=True))
            publish = _publish(stage, stack) if heard else _nothing
            stack.wait(lambda: watch() or publish(), "a signal", math.inf)
        except Interrupted:
            return


def stay(stack: Stack, screen: Screen) -> None:
    """Leave the page as it is until a signal comes: in a replay there is no device to play."""
    screen.console.print(NO_DEVICE)
    screen.console.print(HINT)
    try:
        stack.wait(lambda: False, "a signal", math.inf)
    except Interrupted:
        return


def _start(stage: Stage, stack: Stack) -> None:
    node, commands = stage.settings.live_node, stage.commands
    every_s = stage.settings.live_every_s
    stack.run("live-export", commands.export_live(stage.live, node, stage.tty, every_s))
    stack.stand("device", commands.device(node, stage.tty))
    stack.wait(stage.tty.exists, f"{node}'s serial line", LINK_S)
    stack.stand("agent", commands.agent(stage.live / f"{node}.toml"))


def _nothing() -> bool:
    return False


def _publish(stage: Stage, stack: Stack) -> Callable[[], bool]:
    """Return a question that is never answered yes, and that keeps the zone's figures new."""
    done_s = monotonic()

    def publish() -> bool:
        nonlocal done_s
        if monotonic() - done_s >= PUBLISH_EVERY_S:
            stack.run("footfall-live", stage.commands.footfall())
            done_s = monotonic()
        return False

    return publish


def _watch(stage: Stage, show: Callable[[Text], None]) -> Callable[[], bool]:
    """Return a question that is never answered yes, and that shows the newest reading meanwhile."""
    asked_s = -math.inf

    def look() -> bool:
        nonlocal asked_s
        if monotonic() - asked_s >= ASK_EVERY_S:
            asked_s = monotonic()
            health = stage.web.health()
            if health is not None and health.newest_reading_us is not None:
                at = datetime.fromtimestamp(health.newest_reading_us / 1e6, UTC).astimezone()
                show(Text(f"  newest reading on the page: {at:%H:%M:%S}"))
        return False

    return look
