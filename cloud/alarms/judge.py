"""What a look changes about alarms: opened once, closed at the end, reopened if it comes back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from cloud.alarms.seen import Seen, State
from cloud.registry.values import Alarm, AlarmKind, AlarmTurn


def judge(
    alarms: Sequence[Alarm], seen: Iterable[Seen], now_us: int, silent_us: Mapping[AlarmKind, int]
) -> AlarmTurn:
    """Return the alarms that are new and those that changed.

    `silent_us` is for how long nobody is told of a cause again: what comes back within it is the
    same alarm, and its call waits until then. An open alarm of which nothing is said at all is
    closed: its place is not watched any more.
    """
    known = _newest(alarms)
    opened: list[Alarm] = []
    changed: list[Alarm] = []
    told: set[tuple[AlarmKind, str]] = set()
    for one in seen:
        key = (one.kind, one.subject)
        told.add(key)
        alarm = known.get(key)
        if alarm is None or _is_gone(alarm, now_us, silent_us[one.kind]):
            if one.state is State.ON:
                opened.append(_opened(one, now_us))
            continue
        changed += _next(alarm, one, now_us, silent_us[one.kind])
    forgotten = (one for one in alarms if one.closed_us is None and one.key not in told)
    changed += [_closed(one, now_us) for one in forgotten]
    return AlarmTurn(tuple(opened), tuple(changed))


def _newest(alarms: Iterable[Alarm]) -> dict[tuple[AlarmKind, str], Alarm]:
    """Return of each cause the open alarm, else the one that was closed last."""
    order = sorted(alarms, key=lambda one: (one.closed_us is None, one.closed_us or 0, one.id))
    return {one.key: one for one in order}


def _is_gone(alarm: Alarm, now_us: int, silent_us: int) -> bool:
    return alarm.closed_us is not None and now_us - alarm.closed_us >= silent_us


def _next(alarm: Alarm, one: Seen, now_us: int, silent_us: int) -> Iterator[Alarm]:
    is_open = alarm.closed_us is None
    if one.state is State.ON and is_open:
        yield replace(alarm, seen_us=now_us, figure=one.figure)
    elif one.state is State.ON:
        yield _reopened(alarm, one, now_us, silent_us)
    elif one.state is State.OFF and is_open:
        yield _closed(alarm, now_us)


def _opened(one: Seen, now_us: int) -> Alarm:
    return Alarm(
        one.kind, one.subject, now_us, one.since_us, now_us, call_us=now_us, figure=one.figure
    )


def _reopened(alarm: Alarm, one: Seen, now_us: int, silent_us: int) -> Alarm:
    quiet_until_us = 0 if alarm.told_us is None else alarm.told_us + silent_us
    return replace(
        alarm,
        since_us=one.since_us,
        seen_us=now_us,
        closed_us=None,
        reopened=alarm.reopened + 1,
        level=0,
        call_us=max(now_us, quiet_until_us),
        acknowledged_us=None,
        acknowledged_by=None,
        figure=one.figure,
    )


def _closed(alarm: Alarm, now_us: int) -> Alarm:
    return replace(alarm, closed_us=now_us, call_us=None)
