"""Everybody and everything that begins to speak around one radio on one day."""

from collections.abc import Iterator

from firmware_sim.device.air.beacons import beacon_voices
from firmware_sim.device.air.bystanders import bystanders
from firmware_sim.device.air.fill import fill_voices
from firmware_sim.device.air.phones import phones
from firmware_sim.device.air.voice import Voice
from firmware_sim.territory import Radio
from firmware_sim.world import World
from firmware_sim.world.days import Day
from firmware_sim.world.path import EXPONENT
from firmware_sim.world.people import passers
from firmware_sim.world.seeds import generator


def voices(world: World, radio: Radio, day: Day, every_s: int) -> Iterator[Voice]:
    """Yield the voices that begin on `day`, in no order; some of them last into the next.

    `every_s` is how often a fill sensor wakes. The same (territory, seed, day) gives the same.
    """
    exponent = generator(world.seed, "air", radio.node).uniform(*EXPONENT)
    draw = generator(world.seed, "air", radio.node, day.date.isoformat())
    yield from phones(passers(world, radio, day), exponent, draw)
    yield from bystanders(world, radio, day, exponent, draw)
    for beacon in world.territory.beacons:
        if beacon.node == radio.node:
            yield from beacon_voices(world, beacon, day, exponent)
    for mount, container in world.territory.watched():
        if mount.node == radio.node:
            yield from fill_voices(world, container, day, every_s, exponent)
