"""Phones and watches on their way past a radio, under one private address after another."""

from collections.abc import Iterator

import numpy as np

from firmware_sim.device.adverts.address import Kind, Life, random_address
from firmware_sim.device.adverts.apple import NEARBY_INFO_BYTES, nearby_info
from firmware_sim.device.adverts.google import FAST_SHARE_BYTES, NEARBY_BYTES, fast_share, nearby
from firmware_sim.device.air.voice import Voice
from firmware_sim.world.carried import Maker, carried, turns
from firmware_sim.world.people import Passers


def phones(passers: Passers, exponent: float, draw: np.random.Generator) -> Iterator[Voice]:
    """Yield a voice for every address that the passers' devices take while they are in reach."""
    devices = carried(passers, exponent, draw)
    taken = turns(devices, draw)
    device = taken.device
    columns = (devices.maker[device], devices.every_s[device], devices.rssi_dbm[device])
    times = (taken.from_us, taken.until_us)
    for maker, every_s, rssi_dbm, from_us, until_us in zip(
        *(each.tolist() for each in (*columns, *times)), strict=True
    ):
        life, data = _apple(draw) if maker == Maker.APPLE else _google(draw)
        address = random_address(life, draw)
        yield Voice(address, Kind.RANDOM, data, every_s, rssi_dbm, from_us, until_us)


def _apple(draw: np.random.Generator) -> tuple[Life, bytes]:
    return Life.RESOLVABLE, nearby_info(draw.bytes(NEARBY_INFO_BYTES))


def _google(draw: np.random.Generator) -> tuple[Life, bytes]:
    if draw.random() < 0.5:  # noqa: PLR2004 - a coin
        return Life.RESOLVABLE, nearby(draw.bytes(NEARBY_BYTES))
    return Life.NON_RESOLVABLE, fast_share(draw.bytes(FAST_SHARE_BYTES))
