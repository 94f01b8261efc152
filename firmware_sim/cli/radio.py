"""`vallee-sim radio`: what a gate's radio hears, live, as org.bluez on a bus of its own."""

import asyncio
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from firmware_sim.cli.options import Folder, Seed, Start, open_world
from firmware_sim.radio.air import air
from firmware_sim.radio.bus import PrivateBus
from firmware_sim.radio.live import serve


def radio(
    territory: Folder,
    node: Annotated[str, typer.Option(help="Node whose radio hangs at the gate, such as z-001.")],
    start: Start,
    bus_folder: Annotated[Path, typer.Option(help="Where the bus has its socket; may be new.")],
    seed: Seed = 7,
    horizon_days: Annotated[int, typer.Option(help="Days from the start to the world's end.")] = 60,
) -> None:
    """Play what a gate's radio hears as Bluetooth adapter hci0, until SIGINT or SIGTERM.

    Says the bus's address on the standard output as soon as one can scan; a reader has it in
    DBUS_SYSTEM_BUS_ADDRESS.
    """
    world = open_world(territory, start, seed, horizon_days)
    adverts = air(world, world.territory.radio(node), time.time_ns() // 1000)

    with PrivateBus(bus_folder) as bus:

        def say() -> None:
            typer.echo(f"{node} hears on {bus.address}")
            sys.stdout.flush()

        asyncio.run(serve(bus.address, adverts, say))
