"""An authority on loopback, and a card with a claim for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from edge.bootstrap_claim import claim_or_renew
from edge.links.clock import ManualClock, SystemClock
from edge.ports import Clock
from edge.provision.identity import Home
from edge.provision.outcome import Outcome
from tests.services.enroller import CLAIM, Enroller, serving


@dataclass
class Card:
    """A node's folders: the boot partition with its claim file, and its identities."""

    boot: Path
    folder: Path

    def write(self, enroller: Enroller, more: str = "", claim: str = CLAIM) -> None:
        root = f'"""\n{enroller.ca.root_pem}"""'
        self.boot.write_text(
            f'claim = "{claim}"\nenrol_url = "{enroller.url}"\nroot = {root}\n{more}'
        )

    def claim(self, clock: Clock | None = None, patience_s: float = 20.0) -> Outcome:
        return claim_or_renew(self.boot, self.folder, clock or SystemClock(), patience_s)

    @property
    def home(self) -> Home:
        return Home(self.folder)


@pytest.fixture
def enroller(tmp_path: Path) -> Iterator[Enroller]:
    with serving(Enroller(), tmp_path / "authority") as made:
        yield made


@pytest.fixture
def card(tmp_path: Path, enroller: Enroller) -> Card:
    boot = tmp_path / "boot"
    boot.mkdir()
    made = Card(boot / "vallee-claim.toml", tmp_path / "identity")
    made.write(enroller)
    return made


@pytest.fixture
def later() -> ManualClock:
    """Give the machine's time, to be moved."""
    return ManualClock(SystemClock().now_us())
