"""What the doctor asks of the machine; whatever it cannot know is None."""

from pathlib import Path
from typing import Protocol

from edge.links.host import Adapter, Latency, PortSeen, Space


class Host(Protocol):
    """The machine below a node."""

    def throttled(self) -> int | None:
        """Return the bits of a Raspberry Pi's firmware on its supply."""

    def celsius(self) -> float | None:
        """Return the processor's temperature."""

    def space(self, folder: Path) -> Space | None:
        """Return the room that is left below a folder."""

    def latency(self, folder: Path) -> Latency | None:
        """Return how long 4 KiB take to the disk."""

    def file_system(self, path: Path) -> str | None:
        """Return the kind of file system that a path is on."""

    def adapter(self, name: str) -> Adapter:
        """Return a Bluetooth adapter."""

    def port(self, name: str) -> PortSeen:
        """Return a serial port."""

    def mode(self, file: Path) -> int | None:
        """Return who may do what with a file."""
