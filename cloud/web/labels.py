"""Which names fit on the map, and where: the important first, none over another thing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

# Mean width of a letter in ems, on the safe side for the usual sans-serif faces.
_LETTER_EM: Final = 0.56
_GAP_PX: Final = 2.0


@dataclass(frozen=True, slots=True)
class Name:
    """A text that wants to stand near (x, y), at the first of its offsets that is free, in pixels.

    Offsets are those of the text's middle, and are given for a text of no width: one to the side
    is moved on by half of the width.
    """

    text: str
    x: float
    y: float
    size: float
    offsets: tuple[tuple[float, float], ...]

    @property
    def width(self) -> float:
        """How wide the text is, about."""
        return len(self.text) * self.size * _LETTER_EM


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the screen."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Tell whether the two share a point."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def place(
    names: Iterable[Name], taken: Sequence[Box], width: float, height: float
) -> list[tuple[float, float] | None]:
    """Return each name's offset, None where it fits nowhere; earlier names win."""
    taken = list(taken)
    found: list[tuple[float, float] | None] = []
    for name in names:
        for offset in name.offsets:
            dx, dy = _aside(name, offset)
            box = _box(name, dx, dy)
            inside = box.left > 0 and box.top > 0 and box.right < width and box.bottom < height
            if inside and not any(box.meets(other) for other in taken):
                taken.append(box)
                found.append((dx, dy))
                break
        else:
            found.append(None)
    return found


def _aside(name: Name, offset: tuple[float, float]) -> tuple[float, float]:
    """Return where the text's middle stands: beside the point, not over it."""
    dx, dy = offset
    return dx + (dx > 0) * name.width / 2 - (dx < 0) * name.width / 2, dy


def _box(name: Name, dx: float, dy: float) -> Box:
    x, y = name.x + dx, name.y + dy
    half_w, half_h = name.width / 2 + _GAP_PX, name.size * 0.6 + _GAP_PX
    return Box(x - half_w, y - half_h, x + half_w, y + half_h)
