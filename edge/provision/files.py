"""Files that a power cut finds either as they were or as they were to be."""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

Step = Callable[[str], None]

PRIVATE: Final = 0o600
_PRIVATE_FOLDER: Final = 0o700
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_OLD: Final = os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC


def unwatched(step: str) -> None:
    """Let a step pass."""


@dataclass(frozen=True, slots=True)
class Files:
    """Changes files in steps; `watch` hears of each before it is done, and may cut the power."""

    watch: Step = unwatched

    def write(self, file: Path, data: bytes, mode: int = 0o644) -> None:
        """Put `data` in the place of `file`, all or nothing."""
        part = file.with_name(file.name + ".part")
        part.unlink(missing_ok=True)
        self.watch(f"create {part.name}")
        # Made with its mode, not changed to it: there is no moment in which others could read it.
        handle = os.open(part, _NEW, mode)
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            self.watch(f"fsync {part.name}")
            os.fsync(out.fileno())
        self.move(part, file)

    def link(self, link: Path, target: str) -> None:
        """Let `link` name `target`, a file beside it, in the place of what it named."""
        part = link.with_name(link.name + ".part")
        part.unlink(missing_ok=True)
        self.watch(f"create {part.name}")
        part.symlink_to(target)
        self.move(part, link)

    def move(self, old: Path, new: Path) -> None:
        """Rename `old` to `new`, which it replaces."""
        self.watch(f"rename {old.name} to {new.name}")
        old.replace(new)
        self._sync_folder(new.parent)

    def make_folder(self, folder: Path) -> None:
        """Make a folder that only its owner may enter, if there is none."""
        if folder.is_dir():
            return
        self.watch(f"make {folder.name}")
        folder.mkdir(mode=_PRIVATE_FOLDER, parents=True)
        self._sync_folder(folder.parent)

    def remove(self, path: Path) -> None:
        """Remove a file, a link or a whole folder, if it is there."""
        self.watch(f"remove {path.name}")
        if path.is_symlink() or not path.is_dir():
            path.unlink(missing_ok=True)
        else:
            shutil.rmtree(path)
        self._sync_folder(path.parent)

    def scrub(self, file: Path) -> None:
        """Overwrite a file with zeroes, empty it and remove it; raise OSError if that fails.

        A memory card may keep the old block somewhere all the same: what was scrubbed must be
        worthless, too.
        """
        self.watch(f"overwrite {file.name}")
        with os.fdopen(os.open(file, _OLD), "r+b") as out:
            out.write(bytes(os.fstat(out.fileno()).st_size))
            out.flush()
            os.fsync(out.fileno())
            self.watch(f"truncate {file.name}")
            out.truncate(0)
            os.fsync(out.fileno())
        self.remove(file)

    def _sync_folder(self, folder: Path) -> None:
        self.watch(f"fsync {folder.name}/")
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            # FAT, the boot partition's, may know no fsync of a folder.
            with suppress(OSError):
                os.fsync(handle)
        finally:
            os.close(handle)
