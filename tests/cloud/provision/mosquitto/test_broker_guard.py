"""A broker is believed when it was tried, and not before."""

from collections.abc import Iterable, Iterator

import pytest

from cloud.errors import BrokerDown
from cloud.provision.mosquitto.canary import Look
from cloud.provision.mosquitto.guard import Eyes, Outcome, guard
from cloud.provision.mosquitto.session import Refusal

GOOD = Look(Refusal("certificate revoked"), None)
OPEN = Look(None, None)
ASTRAY = Look(Refusal("certificate revoked"), None, strays=True)
LOCKED = Look(Refusal("certificate expired"), Refusal("certificate expired"))


class Broker:
    """Shows what it is told to, and changes when it is told so."""

    def __init__(self, now: Look | None, reloaded: Look | None, restarted: Look | None) -> None:
        self.told: list[str] = []
        self._now, self._reloaded, self._restarted = now, reloaded, restarted

    def reload(self) -> None:
        self.told.append("reload")
        if self._now is None:
            raise BrokerDown("no process")
        self._now = self._reloaded

    def restart(self) -> None:
        self.told.append("restart")
        self._now = self._restarted

    def look(self) -> Look:
        if self._now is None:
            raise BrokerDown("nobody listens")
        return self._now


def thrice() -> Iterable[object]:
    return range(3)


def sound() -> bool:
    return False


@pytest.mark.parametrize(
    ("now", "reloaded", "restarted", "outcome", "told"),
    [
        (OPEN, GOOD, OPEN, Outcome.RELOADED, ["reload"]),
        (GOOD, OPEN, GOOD, Outcome.RESTARTED, ["reload", "restart"]),
        (GOOD, ASTRAY, GOOD, Outcome.RESTARTED, ["reload", "restart"]),
        (GOOD, LOCKED, GOOD, Outcome.RESTARTED, ["reload", "restart"]),
        (None, GOOD, GOOD, Outcome.RESTARTED, ["reload", "restart"]),
        (GOOD, OPEN, None, Outcome.CLOSED, ["reload", "restart"]),
        (GOOD, LOCKED, LOCKED, Outcome.CLOSED, ["reload", "restart"]),
        (GOOD, OPEN, OPEN, Outcome.OPEN, ["reload", "restart"]),
        (GOOD, OPEN, ASTRAY, Outcome.OPEN, ["reload", "restart"]),
        (None, None, None, Outcome.CLOSED, ["reload", "restart"]),
    ],
)
def test_what_is_seen_decides(
    now: Look | None,
    reloaded: Look | None,
    restarted: Look | None,
    outcome: Outcome,
    told: list[str],
) -> None:
    broker = Broker(now, reloaded, restarted)

    ended = guard(broker, Eyes(broker.look, thrice, sound))

    assert ended is outcome
    assert broker.told == told


def test_only_out_and_in_and_no_further_is_good() -> None:
    assert [one.good for one in (GOOD, OPEN, ASTRAY, LOCKED)] == [True, False, False, False]
    assert [one.good for one in Outcome] == [True, True, False, False]


def test_it_is_looked_again_while_a_broker_is_slow() -> None:
    looks: Iterator[Look | None] = iter([OPEN, LOCKED, None, GOOD])
    broker = Broker(GOOD, GOOD, GOOD)

    def look() -> Look:
        seen = next(looks)
        if seen is None:
            raise BrokerDown("nobody listens")
        return seen

    assert guard(broker, Eyes(look, lambda: range(10), sound)) is Outcome.RELOADED
    assert broker.told == ["reload"]


@pytest.mark.parametrize(
    ("spoilt", "outcome", "told"),
    [
        # Before it is told, and mended: it is told as ever.
        ([True], Outcome.RELOADED, ["reload"]),
        # Before it is told, and it cannot be mended.
        ([True, True], Outcome.RESTARTED, ["restart"]),
        # Between its being written and read.
        ([False, True], Outcome.RESTARTED, ["reload", "restart"]),
        ([False, True, True], Outcome.RESTARTED, ["reload", "restart", "restart"]),
        # By a disk that never keeps it.
        ([True] * 99, Outcome.OPEN, ["restart", "restart", "restart"]),
    ],
)
def test_a_broker_that_may_have_read_a_spoilt_list_is_restarted_before_it_is_looked_at(
    spoilt: list[bool], outcome: Outcome, told: list[str]
) -> None:
    seen = GOOD if outcome.good else OPEN
    broker = Broker(GOOD, seen, seen)
    mends = iter([*spoilt, *[False] * 9])
    events: list[str] = []

    def look() -> Look:
        events.append("look")
        return broker.look()

    ended = guard(broker, Eyes(look, thrice, lambda: next(mends)))

    assert ended is outcome
    assert broker.told == told
    assert events == ["look"]
