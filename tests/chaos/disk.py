"""A file system of its own that is small enough to be filled; only root may make one."""

import errno
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from tests.chaos.outcome import NotHere

_BLOCKS: Final = (1 << 20, 4096, 1)


class Disk:
    """What fills a file system, and leaves it again."""

    def __init__(self, place: Path) -> None:
        self._ballast = place / "ballast"

    def fill(self) -> None:
        """Take all the room that there is."""
        with self._ballast.open("ab", buffering=0) as ballast:
            for size in _BLOCKS:
                try:
                    while ballast.write(bytes(size)):
                        pass
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise

    def leave(self) -> None:
        """Make room."""
        self._ballast.unlink()


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[Disk]:
    """Give a file system of its own at `place`, or raise NotHere."""
    mount = shutil.which("mount")
    if mount is None:
        raise NotHere("there is no mount here")
    argv = [mount, "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotHere(f"a small file system wants root: {done.stderr.strip()}")
    try:
        yield Disk(place)
    finally:
        with suppress(FileNotFoundError):
            subprocess.run(["umount", "--lazy", str(place)], check=True)
