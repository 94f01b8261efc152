"""`vallee-cloud ledger`, as people and timers meet it."""

import json
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cloud.ingest.points import raw_point
from cloud.registry.registry import open_registry
from cloud.store.sqlite import SqliteStore
from contract.presence import Link, NodeStatus
from contract.reading import Kind, Reading
from tests.services.registries import valley
from tests.services.verbs import Verbs

EPOCH = "0123456789ab"
HOUR_US = 3_600_000_000
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(verbs: Verbs, tmp_path: Path) -> Run:
    """Run a verb in a cloud whose n-001 produced five readings, of which the third is nowhere."""
    url, file = f"sqlite:///{tmp_path}/registry.sqlite", tmp_path / "points.sqlite"
    now_us = time.time_ns() // 1000
    with open_registry(valley(url)) as registry:
        registry.note_status(NodeStatus("n-001", EPOCH, Link.UP, now_us, produced=5))
    store = SqliteStore(file)
    for seq in (1, 2, 4, 5):
        at_us = now_us - (7 - seq) * HOUR_US
        reading = Reading(seq, "fill", Kind.LEVEL, at_us, {"fill_ratio": 0.5})
        store.write([raw_point("n-001", EPOCH, reading)])
    store.close()
    environ = {
        **os.environ,
        "VALLEE_CLOUD_REGISTRY__URL": url,
        "VALLEE_CLOUD_STORE__FILE": str(file),
    }

    def call(*argv: str) -> subprocess.CompletedProcess[str]:
        return verbs.run("ledger", *argv, environ=environ)

    return call


def test_a_reading_that_has_been_nowhere_for_an_hour_is_exit_code_1(run: Run) -> None:
    done = run()

    assert done.returncode == 1
    assert "1 readings are nowhere, 1 of them for longer than an hour" in done.stdout


def test_machines_get_every_column(run: Run) -> None:
    (account,) = json.loads(run("--json").stdout)

    columns = ("node", "produced", "stored", "refused", "dropped", "pending", "unknown", "open")
    assert [account[one] for one in columns] == ["n-001", 5, 4, 0, 0, 0, 0, 1]
    assert account["epochs"][0]["missing"] == 1


def test_one_node_is_shown_with_its_epochs(run: Run) -> None:
    assert EPOCH in run("--node", "n-001").stdout


def test_books_that_balance_are_exit_code_0(run: Run) -> None:
    done = run("--node", "n-002")

    assert (done.returncode, "has its place" in done.stdout) == (0, True)


def test_a_node_that_nobody_registered_is_one_sentence(run: Run) -> None:
    done = run("--node", "n-999")

    assert done.returncode == 1
    assert "the registry knows no node 'n-999'" in done.stderr
