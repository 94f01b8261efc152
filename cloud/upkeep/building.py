"""A folder that appears whole or not at all."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from cloud.upkeep.errors import BadCopy, NotEmpty
from cloud.upkeep.sums import sync, write_sums

_PARTIAL: Final = ".partial-"


@contextmanager
def building(target: Path) -> Iterator[Path]:
    """Give a folder to fill; it takes the name of `target` when all in it is durable.

    What a run that was killed had left is removed. Raises NotEmpty if `target` is there, BadCopy if
    somebody else builds beside it at this moment.
    """
    if target.exists():
        raise NotEmpty(f"{target} is there already; name another folder")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(target.parent):
            for left in target.parent.glob(f"{_PARTIAL}*"):
                shutil.rmtree(left)
            partial = target.with_name(_PARTIAL + target.name)
            partial.mkdir(mode=0o700)
            try:
                yield partial
                write_sums(partial)
            except BaseException:
                shutil.rmtree(partial, ignore_errors=True)
                raise
            partial.rename(target)
            sync(target.parent)
    except OSError as error:
        raise BadCopy(
            f"{error.filename or target}: {error.strerror}; nothing was written"
        ) from error


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise BadCopy(f"another copy is being made in {folder} at this moment") from None
    finally:
        os.close(handle)
