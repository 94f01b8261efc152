"""What is true out there: people come, containers fill, a crew empties them; pure and seeded."""

from firmware_sim.world.scene import Scene
from firmware_sim.world.world import World

__all__ = ["Scene", "World"]
