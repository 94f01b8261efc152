"""A certificate follows another, and the old one stays until the new one has worked."""

import pytest

from edge.links.clock import ManualClock
from edge.provision.enrol import HttpsAuthority
from edge.provision.identity import Identity
from edge.provision.outcome import End, Outcome
from edge.provision.renew import Renewal
from tests.edge.provision.conftest import Card
from tests.services.enroller import Enroller, Trouble

DAY_S = 86_400.0


class Door:
    """A broker: whom it lets in; None: it is not there."""

    def __init__(self, *, old: bool | None = True, new: bool | None = True) -> None:
        self.old, self.new = old, new
        self.tried: list[Identity] = []

    def let(self, identity: Identity) -> bool | None:
        self.tried.append(identity)
        return self.new if identity.folder.name.startswith("renewal") else self.old


def renew(
    card: Card, clock: ManualClock, door: Door, *, clock_is_right: bool | None = True
) -> Outcome:
    current = card.home.current()
    assert current is not None
    authority = HttpsAuthority(current.about.enrol_url, current.root_file.read_bytes())
    return Renewal(card.home, authority, door.let, clock.at_us, clock_is_right).run(current)


def serial(card: Card) -> str:
    current = card.home.current()
    assert current is not None
    return current.folder.name


@pytest.fixture(autouse=True)
def enrolled(card: Card) -> None:
    assert card.claim().end is End.NAMED


def test_nothing_is_asked_before_two_thirds_of_a_life(
    card: Card, enroller: Enroller, later: ManualClock
) -> None:
    later.advance(59 * DAY_S)

    outcome = renew(card, later, Door())

    assert outcome.end is End.KEPT
    assert len(enroller.given) == 1


def test_after_two_thirds_a_new_key_gets_the_next_certificate(
    card: Card, enroller: Enroller, later: ManualClock
) -> None:
    later.advance(61 * DAY_S)
    door = Door()

    outcome = renew(card, later, door)

    assert outcome.end is End.NAMED
    assert [one.folder.name for one in door.tried] == ["renewal-1"]
    assert enroller.given[0].public_key() != enroller.given[1].public_key()
    assert serial(card) == "renewal-1"
    # The old key is gone, now that nobody needs it.
    assert sorted(path.name for path in card.folder.iterdir()) == ["current", "renewal-1"]


def test_the_old_one_stays_while_the_broker_is_not_there(
    card: Card, enroller: Enroller, later: ManualClock
) -> None:
    later.advance(61 * DAY_S)

    first = renew(card, later, Door(new=None))
    between = serial(card)
    second = renew(card, later, Door())

    assert (first.end, between[:5]) == (End.LATER, "claim")
    assert (second.end, serial(card)) == (End.NAMED, "renewal-1")
    assert len(enroller.given) == 2


def test_a_new_one_that_is_refused_goes_and_the_old_one_works(
    card: Card, later: ManualClock
) -> None:
    later.advance(61 * DAY_S)

    outcome = renew(card, later, Door(new=False))

    assert outcome.end is End.LATER
    assert "the old one stays, and works" in outcome.sentence
    assert card.home.next() is None
    assert serial(card).startswith("claim")


def test_a_broker_that_refuses_both_is_no_reason_to_throw_one_away(
    card: Card, later: ManualClock
) -> None:
    later.advance(61 * DAY_S)

    outcome = renew(card, later, Door(old=False, new=False))

    assert outcome.end is End.LATER
    assert card.home.next() is not None
    assert serial(card).startswith("claim")


@pytest.mark.parametrize("trouble", ["lost", "busy", "portal", "another-key", "another-name"])
def test_an_answer_that_fails_leaves_the_old_one_and_is_tried_again(
    card: Card, enroller: Enroller, later: ManualClock, trouble: Trouble
) -> None:
    later.advance(61 * DAY_S)
    enroller.trouble = trouble
    first = renew(card, later, Door())
    enroller.trouble = ""

    second = renew(card, later, Door())

    assert (first.end, second.end) == (End.LATER, End.NAMED)


def test_a_lost_renewal_is_asked_for_again_with_the_same_key(
    card: Card, enroller: Enroller, later: ManualClock
) -> None:
    later.advance(61 * DAY_S)
    enroller.trouble = "lost"
    renew(card, later, Door())
    enroller.trouble = ""

    renew(card, later, Door())

    assert enroller.given[1].public_key() == enroller.given[2].public_key()


def test_a_revoked_node_is_told_and_keeps_what_it_has(
    card: Card, enroller: Enroller, later: ManualClock
) -> None:
    enroller.revoked = {one.serial_number for one in enroller.given}
    later.advance(61 * DAY_S)

    outcome = renew(card, later, Door())

    assert outcome.end is End.TURNED_AWAY
    assert "revoked" in outcome.sentence
    assert serial(card).startswith("claim")


def test_an_expired_one_says_that_only_a_new_claim_helps(
    card: Card, enroller: Enroller, later: ManualClock
) -> None:
    later.advance(91 * DAY_S)

    outcome = renew(card, later, Door())

    assert outcome.end is End.TURNED_AWAY
    assert "only a new claim helps (vallee-cloud nodes card n-001)" in outcome.sentence
    assert len(enroller.given) == 1


def test_a_clock_that_is_not_set_makes_nothing_due(card: Card, later: ManualClock) -> None:
    later.advance(10_000 * DAY_S)

    outcome = renew(card, later, Door(), clock_is_right=False)

    assert outcome.end is End.KEPT
    assert "the clock is not set yet" in outcome.sentence


def test_renewals_follow_each_other(card: Card, later: ManualClock) -> None:
    later.advance(61 * DAY_S)
    for number in (1, 2, 3):
        # The stand-in dates its certificates from today: each is due at once.
        assert renew(card, later, Door()).end is End.NAMED
        assert serial(card) == f"renewal-{number}"
