"""When something is an alarm, and when it is over: pure, and each with two bounds."""

from collections.abc import Mapping, Sequence
from typing import Final

from cloud.alarms.seen import Seen, State
from cloud.registry.values import AlarmKind

MINUTE_US: Final = 60_000_000
HOUR_US: Final = 60 * MINUTE_US

# A fire that is out is well below what it was called at.
COOLED_C: Final = 15.0
# A sensor that measures again, so long after its last hot word, has not burned.
QUIET_US: Final = 30 * MINUTE_US

# A node that is back has said something within this part of the time after which it was lost.
BACK: Final = 4

# So many nodes, and more than half of all, do not fall silent one by one.
MANY: Final = 4

Reading = tuple[int, float]
"""When, µs since 1970 UTC, and what."""


def fire(subject: str, heats: Sequence[Reading], alive_us: int | None, fire_c: float) -> Seen:
    """Judge the temperatures that a sensor found worth an alarm, oldest first.

    `alive_us` is when it last measured anything else, None if it did not. A sensor that burned
    says nothing more, so silence ends no fire: only a cool reading does, or that it goes on
    measuring and is quiet about heat.
    """
    if not heats:
        return Seen(AlarmKind.FIRE, subject, State.UNSURE if alive_us is None else State.OFF)
    at_us, newest_c = heats[-1]
    is_over = alive_us is not None and alive_us > at_us + QUIET_US
    if is_over or newest_c < fire_c - COOLED_C:
        return Seen(AlarmKind.FIRE, subject, State.OFF)
    if newest_c < fire_c:
        return Seen(AlarmKind.FIRE, subject, State.UNSURE)
    return Seen(AlarmKind.FIRE, subject, State.ON, _since_us(heats, fire_c), newest_c)


def overflow(container: str, fills: Sequence[Reading], full_at: float, over_at: float) -> Seen:
    """Judge the fill ratios of a container, oldest first, stale ones left out.

    Two readings that follow one another have to agree: a false echo opens nothing, and ends
    nothing.
    """
    last = [fill for _, fill in fills[-2:]]
    if len(last) == 2 and min(last) >= full_at:  # noqa: PLR2004 - the two readings
        since_us = _since_us(fills, full_at)
        return Seen(AlarmKind.OVERFLOW, container, State.ON, since_us, last[-1])
    is_over = len(last) == 2 and max(last) < over_at  # noqa: PLR2004 - the two readings
    return Seen(AlarmKind.OVERFLOW, container, State.OFF if is_over else State.UNSURE)


def lost(heard_us: Mapping[str, int], now_us: int, after_us: int) -> list[Seen]:
    """Judge when each node was heard last, and whether it is the nodes at all.

    When most of them fall silent, something is wrong with what hears them: that is one alarm,
    and what is said of single nodes waits for it.
    """
    views = [_lost(node, at_us, now_us, after_us) for node, at_us in sorted(heard_us.items())]
    silent = [one for one in views if one.state is State.ON]
    if len(silent) < MANY or 2 * len(silent) <= len(views):
        return [Seen(AlarmKind.RECEPTION, "", State.OFF), *views]
    since_us = max(one.since_us for one in silent)
    deaf = Seen(AlarmKind.RECEPTION, "", State.ON, since_us, float(len(silent)))
    return [deaf, *(one if one.state is State.OFF else _unsure(one) for one in views)]


def _lost(node: str, heard_us: int, now_us: int, after_us: int) -> Seen:
    if now_us - heard_us > after_us:
        return Seen(AlarmKind.LOST, node, State.ON, heard_us)
    is_back = now_us - heard_us <= after_us // BACK
    return Seen(AlarmKind.LOST, node, State.OFF if is_back else State.UNSURE)


def _unsure(one: Seen) -> Seen:
    return Seen(one.kind, one.subject, State.UNSURE)


def _since_us(readings: Sequence[Reading], bound: float) -> int:
    """Return when the readings that reach `bound`, up to the newest one, began."""
    since_us = readings[-1][0]
    for at_us, value in reversed(readings):
        if value < bound:
            break
        since_us = at_us
    return since_us
