"""A renewal against a real mosquitto that asks for certificates."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from edge.links.clock import ManualClock
from edge.provision.outcome import End
from tests.edge.provision.conftest import Card
from tests.services.enroller import Enroller
from tests.services.programs import program
from tests.services.strict_mosquitto import StrictMosquitto, strict

pytestmark = pytest.mark.live

DAY_S = 86_400.0


@pytest.fixture
def broker(tmp_path: Path, enroller: Enroller) -> Iterator[StrictMosquitto]:
    made = strict(program("mosquitto"), tmp_path / "mosquitto", enroller.ca)
    made.start_afresh()
    yield made
    made.kill()


@pytest.fixture(autouse=True)
def enrolled(card: Card, enroller: Enroller, broker: StrictMosquitto) -> None:
    card.write(enroller, f'[mqtt]\nhost = "127.0.0.1"\nport = {broker.port}\n')
    assert card.claim().end is End.NAMED


def test_a_renewed_certificate_is_taken_once_the_broker_let_it_in(
    card: Card, enroller: Enroller, broker: StrictMosquitto, later: ManualClock
) -> None:
    later.advance(61 * DAY_S)
    later.word = None

    outcome = card.claim(later)

    assert outcome.end is End.NAMED
    assert broker.said("as n-001")
    assert len(enroller.given) == 2


def test_without_the_broker_it_waits_and_is_taken_later(
    card: Card, broker: StrictMosquitto, later: ManualClock
) -> None:
    later.advance(61 * DAY_S)
    broker.stop()
    first = card.claim(later)
    broker.start()

    second = card.claim(later)

    assert (first.end, second.end) == (End.LATER, End.NAMED)


def test_a_new_one_that_the_broker_refuses_leaves_the_old_one(
    card: Card, enroller: Enroller, broker: StrictMosquitto, later: ManualClock
) -> None:
    later.advance(61 * DAY_S)
    broker.stop()
    card.claim(later)
    broker.crl = enroller.ca.crl(enroller.given[1])
    broker.start()

    outcome = card.claim(later)

    assert outcome.end is End.LATER
    assert "the old one stays, and works" in outcome.sentence
    current = card.home.current()
    assert current is not None
    assert current.folder.name.startswith("claim")
