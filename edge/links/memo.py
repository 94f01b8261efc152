"""A small file beside the outbox: the month's bytes, and the newest time that was trusted."""

import logging
import os
from dataclasses import dataclass
from pathlib import Path

import msgspec

from edge.clocks import EARLIEST_US, is_plausible
from edge.meter import Month

log = logging.getLogger(__name__)


class Memo(msgspec.Struct, frozen=True):
    """What a node remembers over a start, beside its rows."""

    month: str = ""
    sent_bytes: int = 0
    newest_us: int = EARLIEST_US


@dataclass(frozen=True, slots=True)
class MemoFile:
    """Where it stands. It is written seldom, and replaced whole: a power cut costs minutes."""

    file: Path

    def read(self) -> Memo:
        """Return what was written last; what cannot be read was never known."""
        try:
            memo = msgspec.json.decode(self.file.read_bytes(), type=Memo)
        except FileNotFoundError:
            return Memo()
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
            log.warning("%s cannot be read (%s): the month's bytes begin at 0", self.file, error)
            return Memo()
        return memo if is_plausible(memo.newest_us) and memo.sent_bytes >= 0 else Memo()

    def save(self, month: Month, newest_us: int) -> None:
        """Replace it; a disk that refuses is no reason to stop."""
        memo = Memo(month.name, month.sent_bytes, newest_us)
        part = self.file.with_name(self.file.name + ".part")
        try:
            with part.open("wb") as out:
                out.write(msgspec.json.encode(memo))
                out.flush()
                os.fsync(out.fileno())
            part.replace(self.file)
        except OSError as error:
            log.warning("%s cannot be written: %s", self.file, error.strerror)
