"""`vallee-edge claim` as systemd meets it."""

import json
import os
import subprocess
import sys

import pytest

from tests.edge.provision.conftest import Card
from tests.services.enroller import CLAIM, Enroller

PROGRAM = (
    "import typer; from edge.cli_claim import claim; app = typer.Typer();"
    " app.command()(claim); app()"
)


def run(card: Card, *more: str) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, "-c", PROGRAM, "--boot", str(card.boot)]
    return subprocess.run(
        [*argv, "--identity", str(card.folder), *more],
        capture_output=True,
        text=True,
        check=False,
        env=dict(os.environ),
    )


def test_a_claim_exits_with_0_and_says_whose_it_is(card: Card) -> None:
    first, second = run(card), run(card, "--json")

    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stdout.startswith("n-001: named until ")
    assert json.loads(second.stdout)["end"] == "kept"
    assert "AAAA" not in first.stdout + first.stderr


def test_without_coverage_it_exits_with_a_code_of_its_own(card: Card, enroller: Enroller) -> None:
    enroller.url = "https://127.0.0.1:9"
    card.write(enroller)

    done = run(card)

    assert done.returncode == 75
    assert "tried again later, readings wait" in done.stdout
    assert card.boot.exists()


@pytest.mark.parametrize("as_json", [True, False])
def test_a_claim_that_is_turned_away_exits_with_1(
    card: Card, enroller: Enroller, *, as_json: bool
) -> None:
    card.write(enroller, claim="vc1.00000000." + "B" * 32)

    done = run(card, *(["--json"] if as_json else []))

    assert done.returncode == 1
    assert "this claim is not known" in done.stdout
    assert CLAIM not in done.stdout + done.stderr
