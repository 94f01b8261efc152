"""A machine that is as it was told to be."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from edge.links.host import Adapter, Latency, PortSeen, Space

# A sound card of 16 GB.
_DISK: Final = Space(8 << 30, 16 << 30, read_only=False)
_WRITES: Final = Latency(8.0, 20.0)


@dataclass(slots=True)
class FakeHost:
    """A machine that is as it was told to be; None is what cannot be known."""

    bits: int | None = 0
    temperature: float | None = 42.0
    disk: Space | None = _DISK
    writes: Latency | None = _WRITES
    mounts: dict[Path, str] = field(default_factory=dict)
    adapters: dict[str, Adapter] = field(default_factory=dict)
    ports: dict[str, PortSeen] = field(default_factory=dict)
    modes: dict[Path, int] = field(default_factory=dict)

    def throttled(self) -> int | None:
        """Return the bits it was told."""
        return self.bits

    def celsius(self) -> float | None:
        """Return the temperature it was told."""
        return self.temperature

    def space(self, folder: Path) -> Space | None:  # noqa: ARG002 - one disk
        """Return the disk it was told."""
        return self.disk

    def latency(self, folder: Path, times: int = 8) -> Latency | None:  # noqa: ARG002 - one disk
        """Return the times it was told."""
        return self.writes

    def file_system(self, path: Path) -> str | None:
        """Return the kind it was told for that very path."""
        return self.mounts.get(path)

    def adapter(self, name: str) -> Adapter:
        """Return the adapter it was told, else none."""
        return self.adapters.get(name, Adapter(there=False))

    def port(self, name: str) -> PortSeen:
        """Return the port it was told, else none."""
        return self.ports.get(name, PortSeen(there=False))

    def mode(self, file: Path) -> int | None:
        """Return the mode it was told."""
        return self.modes.get(file)
