"""The power goes at every step of a claim and of a renewal, and what is left is never half."""

from itertools import count
from pathlib import Path

import pytest

from edge.links.clock import ManualClock
from edge.provision.boot import read_claim
from edge.provision.claim import claim_identity
from edge.provision.enrol import HttpsAuthority
from edge.provision.files import Files
from edge.provision.identity import Home
from edge.provision.outcome import End, Outcome
from edge.provision.renew import Renewal
from tests.edge.provision.conftest import Card
from tests.services.enroller import Enroller


class PowerCut(BaseException):
    """The machine is off."""


class Power:
    """Goes at step `last`; what was not fsynced by then is half on disk."""

    def __init__(self, folder: Path, last: int) -> None:
        self._folder = folder
        self._last = last
        self.steps: list[str] = []

    def __call__(self, step: str) -> None:
        if len(self.steps) == self._last:
            for part in self._folder.rglob("*.part"):
                if not part.is_symlink():
                    part.write_bytes(part.read_bytes()[: part.stat().st_size // 2])
            raise PowerCut
        self.steps.append(step)


@pytest.fixture
def now_us(later: ManualClock) -> int:
    return later.at_us


def test_a_cut_at_any_step_of_a_claim_leaves_none_or_a_whole_identity(
    card: Card, enroller: Enroller, now_us: int
) -> None:
    text = card.boot.read_bytes()
    cuts = 0
    for last in count():
        card.home.files.remove(card.folder)
        card.boot.write_bytes(text)
        enroller.used_by = None
        try:
            claim(card, Home(card.folder, Files(Power(card.folder, last))), now_us)
            break
        except PowerCut:
            cuts += 1

        named = (card.folder / "current").is_symlink()
        assert (card.home.current() is not None) == named
        assert named or card.boot.read_bytes() == text
        assert card.claim().end in {End.NAMED, End.KEPT}
        assert card.home.current() is not None
        assert not card.boot.exists()

    assert cuts >= 30


def test_a_cut_at_any_step_of_a_renewal_leaves_an_identity_that_works(
    card: Card, enroller: Enroller, now_us: int
) -> None:
    card.claim()
    at_us, cuts = now_us, 0
    for last in count():
        first = card.home.current()
        assert first is not None
        at_us = first.about.renew_at_us + 1
        try:
            renew(Home(card.folder, Files(Power(card.folder, last))), at_us)
            break
        except PowerCut:
            cuts += 1

        here = card.home.current()
        assert here is not None
        if here.folder == first.folder:
            assert renew(card.home, at_us).end is End.NAMED
        enroller.days = (0, 90)

    final = card.home.current()
    assert final is not None
    assert cuts >= 20
    assert sorted(path.name for path in card.folder.iterdir()) == ["current", final.folder.name]


def test_nothing_is_named_before_it_is_on_disk(card: Card, now_us: int) -> None:
    power = Power(card.folder, 1_000_000)

    claim(card, Home(card.folder, Files(power)), now_us)

    steps = power.steps
    for at, step in enumerate(steps):
        if step.startswith("rename "):
            part = step.split()[1]
            assert steps[at - 1] in {f"fsync {part}", f"create {part}"}
            assert steps[at + 1].startswith("fsync ")
    order = [
        steps.index(f"rename {name}.part to {name}")
        for name in ("key.pem", "certificate.pem", "root.pem", "about.json", "current")
    ]
    assert order == sorted(order)
    assert steps.index("overwrite vallee-claim.toml") > order[-1]


def claim(card: Card, home: Home, now_us: int) -> Outcome:
    boot = read_claim(card.boot)
    assert boot is not None
    authority = HttpsAuthority(boot.enrol_url, boot.root_pem)
    return claim_identity(boot, card.boot, home, authority, now_us)


def renew(home: Home, now_us: int) -> Outcome:
    current = home.current()
    assert current is not None
    authority = HttpsAuthority(current.about.enrol_url, current.root_file.read_bytes())
    return Renewal(home, authority, lambda _: True, now_us, clock_is_right=True).run(current)
