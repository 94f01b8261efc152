"""What is on the air around a gate's radio: who speaks, how often, how loud, from when to when."""

from firmware_sim.device.air.around import voices
from firmware_sim.device.air.voice import Voice

__all__ = ["Voice", "voices"]
