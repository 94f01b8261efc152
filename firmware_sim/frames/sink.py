"""Where lines go: a file that appears whole or not at all, or the standard output."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from firmware_sim.errors import SinkFault

STDOUT: Final = "-"


@contextmanager
def sink(out: str) -> Iterator[BinaryIO]:
    """Give a stream to write to; a file gets its name only when all of it is written.

    Raises SinkFault if it cannot be had or filled.
    """
    try:
        if out == STDOUT:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        else:
            with _part(Path(out)) as stream:
                yield stream
    except BrokenPipeError:
        # The reader has seen enough; what is still buffered must not complain at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SinkFault("the reader of the standard output went away") from None
    except OSError as error:
        raise SinkFault(f"{out}: cannot be written: {error.strerror}") from None


@contextmanager
def _part(file: Path) -> Iterator[BinaryIO]:
    part = file.with_name(file.name + ".part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
