"""A broker is believed when it was tried, and not before."""

from collections.abc import Iterable, Iterator

import pytest

from cloud.errors import BrokerDown
from cloud.provision.mosquitto.canary import Look
from cloud.provision.mosquitto.guard import Outcome, guard
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

    ended = guard(broker, broker.look, thrice)

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

    assert guard(broker, look, lambda: range(10)) is Outcome.RELOADED
    assert broker.told == ["reload"]
