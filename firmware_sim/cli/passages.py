"""`vallee-sim passages`: how many people really passed a gate."""

from typing import Annotated

import msgspec
import typer

from firmware_sim.cli.options import Folder, Json, Seed, Start, instant_us
from firmware_sim.errors import BadRequest
from firmware_sim.territory import read_territory
from firmware_sim.world import World
from firmware_sim.world.clicker import Clicked, count
from firmware_sim.world.days import DAY_US


def passages(
    territory: Folder,
    start: Start,
    node: Annotated[str, typer.Option(help="Node whose radio hangs at the gate, such as z-001.")],
    since: Annotated[str, typer.Option("--from", help="First instant, in the form of --start.")],
    until: Annotated[str, typer.Option(help="First instant not counted any more.")],
    seed: Seed = 7,
    json: Json = False,  # noqa: FBT002 - typer makes it a flag
) -> None:
    """Count the people who pass a gate, hour by hour, as somebody with a clicker would."""
    place = read_territory(territory)
    start_us, since_us, until_us = (
        instant_us(option, text, place.zone)
        for option, text in (("--start", start), ("--from", since), ("--until", until))
    )
    if not start_us <= since_us < until_us:
        raise BadRequest("--from must not be before --start, and --until must be after it")
    world = World(place, seed, start_us, -(-(until_us - start_us) // DAY_US))
    clicked = count(world, place.radio(node), since_us, until_us)
    typer.echo(msgspec.json.encode(clicked).decode() if json else _table(clicked))


def _table(clicked: Clicked) -> str:
    hours = (f"{hour.since:%Y-%m-%d %H:%M} {hour.people:6}" for hour in clicked.hours)
    return "\n".join((*hours, f"{clicked.people} people passed {clicked.gate} ({clicked.node})"))
