"""Reads QR codes of versions 1 to 10 at levels Q and H, by ISO/IEC 18004 and not by segno.

What is printed has no damage, so nothing is corrected: a wrong module is a wrong text.
"""

from collections.abc import Callable, Iterator
from typing import Final

Matrix = list[list[bool]]

# Blocks as (how many, data bytes each), by level and version.
_BLOCKS: Final = {
    "Q": {
        1: [(1, 13)],
        2: [(1, 22)],
        3: [(2, 17)],
        4: [(2, 24)],
        5: [(2, 15), (2, 16)],
        6: [(4, 19)],
        7: [(2, 14), (4, 15)],
        8: [(4, 18), (2, 19)],
        9: [(4, 16), (4, 17)],
        10: [(6, 19), (2, 20)],
    },
    "H": {
        1: [(1, 9)],
        2: [(1, 16)],
        3: [(2, 13)],
        4: [(4, 9)],
        5: [(2, 11), (2, 12)],
        6: [(4, 15)],
        7: [(4, 13), (1, 14)],
        8: [(4, 14), (2, 15)],
        9: [(4, 12), (4, 13)],
        10: [(6, 15), (2, 16)],
    },
}
_ALIGNED: Final = {1: [], 2: [18], 3: [22], 4: [26], 5: [30], 6: [34]} | {
    7: [22, 38],
    8: [24, 42],
    9: [26, 46],
    10: [28, 50],
}
_MASKS: Final[tuple[Callable[[int, int], int], ...]] = (
    lambda r, c: (r + c) % 2,
    lambda r, _: r % 2,
    lambda _, c: c % 3,
    lambda r, c: (r + c) % 3,
    lambda r, c: (r // 2 + c // 3) % 2,
    lambda r, c: r * c % 2 + r * c % 3,
    lambda r, c: (r * c % 2 + r * c % 3) % 2,
    lambda r, c: ((r + c) % 2 + r * c % 3) % 2,
)
_LEVELS: Final = {0b01: "L", 0b00: "M", 0b11: "Q", 0b10: "H"}
_FORMAT_MASK: Final = 0b101010000010010
_BYTES: Final = 0b0100


def read_qr(matrix: Matrix) -> tuple[str, str]:
    """Return the level of a code, and its text."""
    size = len(matrix)
    version = (size - 17) // 4
    row_8 = [matrix[8][column] for column in (0, 1, 2, 3, 4, 5, 7, 8)]
    said = [*row_8, *(matrix[row][8] for row in (7, 5, 4, 3, 2, 1, 0))]
    formed = _number(said) ^ _FORMAT_MASK
    level, mask = _LEVELS[formed >> 13], _MASKS[formed >> 10 & 0b111]
    bits = [matrix[r][c] != (mask(r, c) == 0) for r, c in _path(size, version)]
    words = [_number(bits[at : at + 8]) for at in range(0, len(bits) - 7, 8)]
    data = "".join(f"{word:08b}" for word in _joined(words, _BLOCKS[level][version]))
    assert int(data[:4], 2) == _BYTES
    wide = 8 if version < 10 else 16
    length = int(data[4 : 4 + wide], 2)
    start = 4 + wide
    text = bytes(int(data[at : at + 8], 2) for at in range(start, start + 8 * length, 8))
    return level, text.decode()


def _path(size: int, version: int) -> Iterator[tuple[int, int]]:
    """Yield where the data lie, in their order: up and down two columns at a time."""
    taken = _functions(size, version)
    upwards = True
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        for step in range(size):
            row = size - 1 - step if upwards else step
            for column in (right, right - 1):
                if (row, column) not in taken:
                    yield row, column
        upwards = not upwards


def _functions(size: int, version: int) -> set[tuple[int, int]]:
    last = size - 8
    taken = {(r, c) for r in range(9) for c in range(9)}
    taken |= {(r, c) for r in range(9) for c in range(last, size)}
    taken |= {(r, c) for r in range(last, size) for c in range(9)}
    taken |= {(6, at) for at in range(size)} | {(at, 6) for at in range(size)}
    centres = [6, *_ALIGNED[version]] if _ALIGNED[version] else []
    for row in centres:
        for column in centres:
            if (row, column) not in {(6, 6), (6, centres[-1]), (centres[-1], 6)}:
                taken |= {(row + r, column + c) for r in range(-2, 3) for c in range(-2, 3)}
    if version >= 7:
        taken |= {(r, c) for r in range(6) for c in range(size - 11, last)}
        taken |= {(r, c) for r in range(size - 11, last) for c in range(6)}
    return taken


def _joined(words: list[int], blocks: list[tuple[int, int]]) -> list[int]:
    sizes = [length for count, length in blocks for _ in range(count)]
    kept: list[list[int]] = [[] for _ in sizes]
    source = iter(words)
    for at in range(max(sizes)):
        for block, length in zip(kept, sizes, strict=True):
            if at < length:
                block.append(next(source))
    return [word for block in kept for word in block]


def _number(bits: list[bool]) -> int:
    return int("".join("1" if bit else "0" for bit in bits), 2)
