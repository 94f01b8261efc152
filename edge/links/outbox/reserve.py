"""Room on the disk that is held for the day on which there is no other."""

import os
from pathlib import Path
from typing import Final

SIZE: Final = 512 << 10
# Taken again only when the disk has this much: else it would come and go at every write.
ROOM: Final = 4 * SIZE


class Reserve:
    """A file of zeroes beside the outbox: at a full disk SQLite cannot even delete without room."""

    def __init__(self, outbox: Path) -> None:
        self._file = outbox.with_name(outbox.name + ".reserve")

    @property
    def held(self) -> bool:
        """Whether the room is there."""
        try:
            return self._file.stat().st_size == SIZE
        except OSError:
            return False

    @property
    def disk_has_room(self) -> bool:
        """Whether the disk has some to spare."""
        try:
            free = os.statvfs(self._file.parent)
        except OSError:
            return False
        return free.f_bavail * free.f_frsize >= ROOM

    def take(self) -> None:
        """Hold the room if the disk has it."""
        if self.held or not self.disk_has_room:
            return
        try:
            with self._file.open("wb") as file:
                # Written, not only promised: some file systems promise more than they have.
                file.write(bytes(SIZE))
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            self.release()

    def release(self) -> None:
        """Give the room back to the disk."""
        try:
            self._file.unlink(missing_ok=True)
        except OSError:
            return
