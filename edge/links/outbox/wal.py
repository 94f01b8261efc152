"""What a write-ahead log holds that SQLite will not read: commits behind a damaged page.

SQLite reads the log up to the first frame that fails its checksum, without a word. After a power
cut that is right, for what lies behind is the one commit that was under way; two or more commits
there were promised. Layout: https://sqlite.org/fileformat2.html#walformat
"""

import re
import struct
from typing import Final

_HEADER: Final = struct.Struct(">8I")
_FRAME: Final = struct.Struct(">6I")
_MAGIC: Final = frozenset({0x377F0682, 0x377F0683})
# Page sizes that there are; of another one, nothing in the log can be told apart.
_PAGE_SIZES: Final = frozenset(1 << power for power in range(9, 17))
# A row's body begins with its number and a name.
_NUMBER: Final = re.compile(rb'\[(\d{1,15}),"')
# Numbers go on above those seen; one that a flipped bit made huge shall not use them up.
SANE: Final = 2**48


def is_broken(log: bytes, read_frames: int) -> bool:
    """Say whether commits were lost of a log of which SQLite could read the first frames."""
    if not log:
        return False
    if len(log) < _HEADER.size:
        return True
    magic, _, page_size, _, *salts, _, _ = _HEADER.unpack_from(log)
    if magic not in _MAGIC or page_size not in _PAGE_SIZES:
        return True
    behind = 0
    step = _FRAME.size + page_size
    for start in range(_HEADER.size + read_frames * step, len(log) - step + 1, step):
        _, pages_after_commit, *own_salts, _, _ = _FRAME.unpack_from(log, start)
        behind += own_salts == salts and pages_after_commit > 0
    return behind > 1


def highest_number(raw: bytes) -> int:
    """Return the highest number of a row that is written anywhere in `raw`."""
    numbers = (int(digits) for digits in _NUMBER.findall(raw))
    return max((number for number in numbers if number < SANE), default=0)
