"""The firmware of a sensor module: time in, bytes out."""

from firmware_sim.device.a02yyuw import A02yyuw
from firmware_sim.device.echo import Quirks, hear
from firmware_sim.device.frame import encode, spoil

__all__ = ["A02yyuw", "Quirks", "encode", "hear", "spoil"]
