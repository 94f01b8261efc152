"""What one gate's radio hears, advert by advert, from an instant on."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from firmware_sim.device.air import voices
from firmware_sim.device.receiver import listen
from firmware_sim.errors import BadRequest
from firmware_sim.territory import Radio
from firmware_sim.world import World
from firmware_sim.world.days import Day
from firmware_sim.world.seeds import generator

# A controller reports an address once, and the kernel makes it forget about so often.
REPEAT_S: Final = 12
# How often a fill sensor wakes, as `frames` has it.
EVERY_S: Final = 900


class Advert(NamedTuple):
    """One advert at the radio; `address` is as people write it, `kind` 1 public or 2 random."""

    at_us: int
    address: bytes
    kind: int
    data: bytes
    rssi_dbm: int


def air(world: World, radio: Radio, since_us: int) -> Iterator[Advert]:
    """Yield in order of time up to the world's end; raise BadRequest for a time out of it."""
    if not world.start_us <= since_us < world.end_us:
        raise BadRequest(
            "now is not within the world; choose --start in the past, or more --horizon-days"
        )
    return _from(world, radio, since_us)


def _from(world: World, radio: Radio, since_us: int) -> Iterator[Advert]:
    days = world.days()
    # Nobody stays for a whole day: who speaks now began today or yesterday.
    first = next(number for number, day in enumerate(days) if since_us < day.until_us)
    waiting: list[Advert] = []
    for day in days[max(0, first - 1) :]:
        waiting = sorted((*waiting, *_begun_on(world, radio, day)))
        until_us = min(day.until_us, world.end_us)
        yield from (advert for advert in waiting if since_us <= advert.at_us < until_us)
        waiting = [advert for advert in waiting if advert.at_us >= until_us]


def _begun_on(world: World, radio: Radio, day: Day) -> Iterator[Advert]:
    around = list(voices(world, radio, day, EVERY_S))
    heard = listen(around, REPEAT_S, generator(world.seed, "live", radio.node, str(day.date)))
    for at_us, number, rssi_dbm in zip(
        heard.at_us.tolist(), heard.voice.tolist(), heard.rssi_dbm.tolist(), strict=True
    ):
        voice = around[number]
        yield Advert(at_us, voice.address, voice.kind, voice.data, rssi_dbm)
