"""When nodes were heard last, by what they said of themselves or have measured since."""

from collections.abc import Collection, Mapping
from typing import Final

from cloud.store.port import Store
from contract.reading import Kind

# What an outage may last; who was silent for longer is lost whatever its last word was.
_LOOK_BACK_US: Final = 60 * 86_400_000_000
_KINDS: Final = (Kind.LEVEL, Kind.COUNT, Kind.HEALTH, Kind.BEACON)


def last_heard_us(
    store: Store,
    sensors: Collection[tuple[str, str]],
    told_us: Mapping[str, int],
    silent_us: int,
    now_us: int,
) -> dict[str, int]:
    """Return when each node of `sensors`, (node, sensor) pairs, was heard last; raise StoreDown.

    `told_us` are the times of the nodes' statuses. The status of one whose link is down was written
    when it connected; what it measured since then was said later. Readings are asked for only if a
    status is older than `silent_us`. Who never spoke is left out.
    """
    heard = {node: told_us[node] for node, _ in sensors if told_us.get(node)}
    # Far back only if one is silent indeed: a server opens every week of every series for that.
    for back_us in (silent_us, _LOOK_BACK_US):
        if all(now_us - heard.get(node, 0) <= silent_us for node, _ in sensors):
            break
        for node, at_us in _read_us(store, sensors, now_us - back_us, now_us):
            heard[node] = max(heard.get(node, 0), at_us)
    return heard


def _read_us(
    store: Store, sensors: Collection[tuple[str, str]], since_us: int, now_us: int
) -> list[tuple[str, int]]:
    """Return the times of the newest readings of each sensor and kind, by node."""
    return [
        (node, point.time_ns // 1000)
        for kind in _KINDS
        for newest in [store.newest(kind.value, (), since_us * 1000, (now_us + 1) * 1000)]
        for node, sensor in sensors
        for point in newest.get((("node", node), ("sensor", sensor)), ())
    ]
