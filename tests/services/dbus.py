"""A real dbus-daemon of the test's own."""

from pathlib import Path

from firmware_sim.radio.bus import PrivateBus
from tests.services.programs import program


def private_bus(folder: Path) -> PrivateBus:
    """Return a bus that is not started yet; without a dbus-daemon here skip or fail the test."""
    return PrivateBus(folder, str(program("dbus-daemon")))
