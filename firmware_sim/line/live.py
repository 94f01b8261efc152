"""`vallee-sim live`: a module says, frame after frame, what the world is like now."""

from collections.abc import Callable

from firmware_sim.device import A02yyuw
from firmware_sim.errors import BadRequest
from firmware_sim.line.clock import Clock
from firmware_sim.world import World
from firmware_sim.world.seeds import generator


def module(world: World, node: str, on_at_us: int) -> A02yyuw:
    """Return the module of `node`, powered at `on_at_us`; raise BadRequest if it has none now."""
    if not world.start_us <= on_at_us < world.end_us:
        raise BadRequest(
            "now is not within the world; choose --start in the past, or more --horizon-days"
        )
    behind = world.territory.behind(node)
    if behind.mount is not None and behind.mount.address is not None:
        raise BadRequest(f"the sensor of {node} has no cable: its radio hears it")
    container = behind.id
    draw = generator(world.seed, "live", container)
    return A02yyuw(lambda times_us: world.scene(container, times_us), draw, on_at_us)


def play(device: A02yyuw, clock: Clock, end_us: int, send: Callable[[bytes], object]) -> None:
    """Send what the device says, when it says it, until the clock stops or the world ends."""
    while device.next_us < end_us and clock.wait_until(device.next_us):
        if sent := device.advance(clock.now_us()):
            send(sent)
