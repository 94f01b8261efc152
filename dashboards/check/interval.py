"""How long a stretch of time one point of a panel stands for, as Grafana reckons it."""

import re
from typing import Final

from dashboards.errors import BadBoard

UNITS_MS: Final = {
    "ms": 1,
    "s": 1000,
    "m": 60_000,
    "h": 3_600_000,
    "d": 86_400_000,
    "w": 604_800_000,
    "M": 2_592_000_000,
    "y": 31_536_000_000,
}

# Up to a limit a stretch is rounded to what follows it: `roundInterval` in @grafana/data, which
# is Apache-2.0; held against it in a browser, all steps.
_ROUND: Final = (
    (10, 1),
    (15, 10),
    (35, 20),
    (75, 50),
    (150, 100),
    (350, 200),
    (750, 500),
    (1_500, 1_000),
    (3_500, 2_000),
    (7_500, 5_000),
    (12_500, 10_000),
    (17_500, 15_000),
    (25_000, 20_000),
    (45_000, 30_000),
    (90_000, 60_000),
    (210_000, 120_000),
    (450_000, 300_000),
    (750_000, 600_000),
    (1_050_000, 900_000),
    (1_500_000, 1_200_000),
    (2_700_000, 1_800_000),
    (5_400_000, 3_600_000),
    (9_000_000, 7_200_000),
    (16_200_000, 10_800_000),
    (32_400_000, 21_600_000),
    (86_400_000, 43_200_000),
    (604_800_000, 86_400_000),
    (1_814_400_000, 604_800_000),
    (3_628_800_000, 2_592_000_000),
)

_LENGTH: Final = re.compile(r"(\d+)(ms|[smhdwMy])")


def interval_ms(span_ms: int, points: int, least: str | None) -> int:
    """Return the stretch for `points` points in `span_ms`, `least` ("1h") at the least."""
    rounded = next((to for limit, to in _ROUND if span_ms / points < limit), UNITS_MS["y"])
    return max(rounded, 1 if least is None else length_ms(least))


def length_ms(text: str) -> int:
    """Return what "15m" or "7d" is in milliseconds; raise BadBoard if it is no length."""
    if (match := _LENGTH.fullmatch(text)) is None:
        raise BadBoard(f"{text!r} is no length of time such as 15m")
    return int(match[1]) * UNITS_MS[match[2]]


def words(ms: int) -> str:
    """Return a stretch as InfluxQL writes it, in the largest unit that it is whole in."""
    for unit in ("d", "h", "m", "s"):
        if ms >= UNITS_MS[unit] and ms % UNITS_MS[unit] == 0:
            return f"{ms // UNITS_MS[unit]}{unit}"
    return f"{ms}ms"
