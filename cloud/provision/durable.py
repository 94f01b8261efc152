"""A file written so that who reads it finds the old one or the new one, never a part."""

import errno
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

PUBLIC: Final = 0o644
SECRET: Final = 0o600


def write_durably(
    file: Path,
    body: bytes,
    mode: int = PUBLIC,
    is_good: Callable[[bytes], bool] = lambda _: True,
) -> None:
    """Write `file` beside itself, to the disk, read it back, and put it in its place.

    Raises OSError; the old file stays then, as it does if what is read back is not good.
    """
    # Made with 0600, so a secret is at no moment anybody else's to read.
    descriptor, made = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as new:
            new.write(body)
            new.flush()
            os.fchmod(new.fileno(), mode)
            os.fsync(new.fileno())
        read = Path(made).read_bytes()
        if read != body or not is_good(read):
            raise OSError(errno.EIO, "what was written does not read back", str(file))
        Path(made).replace(file)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise
    _to_disk(file.parent)


def _to_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
