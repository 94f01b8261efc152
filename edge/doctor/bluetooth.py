"""Whether the radio can listen, and keeps what it hears of people off the disk."""

from pathlib import Path
from typing import Final

from edge.doctor.finding import Finding, Verdict
from edge.links.host import Adapter

# bluetoothd writes a file here for each address that it meets.
STATE: Final = Path("/var/lib/bluetooth")
_IN_MEMORY: Final = frozenset({"tmpfs", "ramfs"})


def judge_adapter(name: str, adapter: Adapter | None) -> Finding:
    """Judge the adapter `name`."""
    figures = {"adapter": name}
    if adapter is None:
        return Finding("bluetooth", Verdict.UNKNOWN, "bluetooth.unknown", figures)
    if not adapter.there:
        return Finding(
            "bluetooth", Verdict.NO_GO, "bluetooth.missing", figures, "bluetooth.missing_mend"
        )
    if adapter.blocked:
        return Finding(
            "bluetooth", Verdict.NO_GO, "bluetooth.blocked", figures, "bluetooth.blocked_mend"
        )
    return Finding("bluetooth", Verdict.GO, "bluetooth.good", figures)


def judge_privacy(file_system: str | None) -> Finding:
    """Judge where bluetoothd's memory lies: addresses of people's devices are for RAM only."""
    if file_system is None:
        return Finding("privacy", Verdict.UNKNOWN, "privacy.unknown", {}, "privacy.mend")
    figures = {"file_system": file_system}
    if file_system in _IN_MEMORY:
        return Finding("privacy", Verdict.GO, "privacy.good", figures)
    return Finding("privacy", Verdict.NO_GO, "privacy.on_disk", figures, "privacy.mend")
