"""Sensors, and which container each of them was mounted in when."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mount:
    """A sensor in a container, since <= time < until; `until_us` None: still there."""

    node: str
    sensor: str
    container: str
    from_us: int
    until_us: int | None = None


@dataclass(frozen=True, slots=True)
class Sensor:
    """A sensor of a node, what part it is, and where it was mounted when, oldest first.

    `port` is where its node finds it, if that is its own: a Bluetooth address.
    """

    node: str
    name: str
    model: str
    mounts: tuple[Mount, ...]
    port: str | None = None

    def mount_at(self, at_us: int) -> Mount | None:
        """Return the mount that held at `at_us`, or None: then it measured no container."""
        for mount in self.mounts:
            if mount.from_us <= at_us and (mount.until_us is None or at_us < mount.until_us):
                return mount
        return None
