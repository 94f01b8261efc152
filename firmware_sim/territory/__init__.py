"""What the simulator knows of a territory's folder: containers, gates, and the sensors there."""

from firmware_sim.territory.identity import Eddystone, Fixed, IBeacon, Identity
from firmware_sim.territory.read import read_territory
from firmware_sim.territory.values import Beacon, Container, Model, Mount, Radio, Territory

__all__ = [
    "Beacon",
    "Container",
    "Eddystone",
    "Fixed",
    "IBeacon",
    "Identity",
    "Model",
    "Mount",
    "Radio",
    "Territory",
    "read_territory",
]
