"""Many points as one body of line protocol, where nothing about them is out of the ordinary.

Writing numbers is what a line costs: JSON's own encoder writes those of a whole batch at a stretch,
one a line, and a template that is kept for each series puts them where they belong.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import msgspec

from cloud.store.block import Block, Blocks, of_point
from cloud.store.fit import FIRST_NS, LAST_NS, names_misfit, series_misfit
from cloud.store.lines import head
from cloud.store.point import Point, Tags, Value

_PLAIN: Final = {float, int, str}
_TEMPLATES_REMEMBERED: Final = 16_384
_JSON: Final = msgspec.json.Encoder()


def body(points: Sequence[Point]) -> bytes | None:
    """Return the lines of `points`, or None if one of them wants a closer look (see `fit.sift`)."""
    if not points:
        return b""
    templates: list[bytes] = []
    values: list[Value] = []
    for block in points.blocks if isinstance(points, Blocks) else map(of_point, points):
        template = _template_of(block)
        if template is None:
            return None
        templates += [template] * len(block)
        values += block.cells
    if not set(map(type, values)) <= _PLAIN:
        return None
    try:
        written = _JSON.encode_lines(values)
    except UnicodeEncodeError:
        return None
    texts = written[:-1].split(b"\n")
    # JSON has no word for NaN, and escapes more than line protocol does.
    if b"\\" in written or (b"null" in written and b"null" in texts):
        return None
    return b"\n".join(templates) % tuple(texts)


def _template_of(block: Block) -> bytes | None:
    times = block.times_ns
    if not FIRST_NS <= min(times) <= max(times) <= LAST_NS:
        return None
    return _template(block.measurement, block.tags, block.names, block.same)


@lru_cache(_TEMPLATES_REMEMBERED)
def _template(
    measurement: str, tags: Tags, names: tuple[str, ...], same: tuple[tuple[str, str], ...]
) -> bytes | None:
    every = (*names, *(name for name, _ in same))
    if not every or series_misfit(measurement, tags) or names_misfit(every):
        return None
    if any(not text.isalnum() or not text.isascii() for _, text in same):
        return None
    fields = ",".join(
        [f"{name}=%b" for name in names] + [f'{name}="{text}"' for name, text in same]
    )
    return f"{head(measurement, tags).replace('%', '%%')} {fields} %b".encode()
