"""Files that are written whole or not at all, since another process may be reading."""

import os
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from cloud.errors import BadExtract


@contextmanager
def whole(file: Path) -> Iterator[IO[bytes]]:
    """Write a file beside the one that is meant, and put it there when it is on the disk.

    Raises BadExtract if it cannot be written.
    """
    half = file.with_name(f"{file.name}.{os.getpid()}.half")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with half.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        half.replace(file)
    except OSError as fault:
        raise BadExtract(f"{file} cannot be written: {fault.strerror}") from fault
    finally:
        with suppress(OSError):
            half.unlink()


def keep_arrays(file: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays by name."""
    with whole(file) as out:
        np.savez(out, allow_pickle=False, **arrays)


def read_arrays(file: Path) -> dict[str, NDArray[Any]] | None:
    """Return the arrays of a file, None if it is absent, cut short or written by another hand."""
    try:
        # Opened here: numpy does not close what it finds to be broken.
        with file.open("rb") as content, np.load(content, allow_pickle=False) as arrays:
            return dict(arrays)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
