"""The dead-letter desk on the command line."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cloud.registry.registry import open_registry
from cloud.registry.values import DeadLetter
from cloud.store.sqlite import SqliteStore
from tests.services.registries import valley
from tests.services.verbs import Verbs

TOPIC = "vallee/v1/node/n-001/envelope"
NOW_US = 1_764_000_000_000_000
Run = Callable[..., str]


def letter(seq: int, payload: bytes, rule: str = "unknown-sensor") -> DeadLetter:
    return DeadLetter(NOW_US, TOPIC, "n-001", "0123456789ab", seq, rule, "a reason", payload)


@pytest.fixture
def run(verbs: Verbs, tmp_path: Path) -> Run:
    environ = {
        **os.environ,
        "VALLEE_CLOUD_REGISTRY__URL": f"sqlite:///{tmp_path}/registry.sqlite",
        "VALLEE_CLOUD_STORE__FILE": str(tmp_path / "points.sqlite"),
    }
    with open_registry(valley(environ["VALLEE_CLOUD_REGISTRY__URL"])) as registry:
        registry.bury(
            [
                letter(1, b'[1,"fil","level",%d,{"fill_ratio":0.5}]' % NOW_US),
                letter(2, b"\x00\xff<script>", "malformed"),
            ]
        )

    def call(*argv: str, code: int = 0) -> str:
        done = verbs.run("dead-letters", *argv, environ=environ)
        assert done.returncode == code, done.stderr
        return done.stderr if code else done.stdout

    return call


def test_letters_are_listed_with_or_without_the_verb(run: Run) -> None:
    assert run() == run("list")
    assert "malformed: a reason" in run()
    assert [one["id"] for one in json.loads(run("list", "--json"))] == [2, 1]
    assert [one["id"] for one in json.loads(run("list", "--rule", "malformed", "--json"))] == [2]


def test_a_letter_is_shown_with_its_bytes(run: Run) -> None:
    shown = run("show", "2")

    assert "malformed" in shown
    assert "000000  00 ff 3c 73 63 72 69 70 74 3e                    ..<script>" in shown
    assert "no dead letter 99" in run("show", "99", code=1)


def test_a_sensor_that_was_renamed_is_mended_and_replayed(run: Run, tmp_path: Path) -> None:
    run("mend", "--rename-sensor", "n-001/fil=fill", "--who", "anne")

    assert run("replay", "--rule", "unknown-sensor", "--who", "anne") == (
        "letters: 1, refused again: 0, rows stored: 1\n"
    )
    store = SqliteStore(tmp_path / "points.sqlite")
    tags = (("node", "n-001"), ("sensor", "fill"))
    assert len(store.read("level", tags, 0, 2**63 - 1)) == 1
    store.close()
    assert [one["state"] for one in json.loads(run("list", "--json"))] == ["new", "replayed"]
    actions = [(one["who"], one["action"]) for one in json.loads(run("journal", "--json"))]
    assert actions == [("anne", "replay"), ("anne", "rename")]


def test_what_is_discarded_is_said(run: Run) -> None:
    assert "--id" in run("discard", code=2)
    assert run("discard", "--id", "2") == "letters discarded: 1\n"
    assert "discard: 1 letters" in run("journal")


def test_every_verb_that_does_something_tells_a_machine_what(run: Run) -> None:
    (renaming,) = json.loads(
        run("mend", "--rename-sensor", "n-001/fil=fill", "--until", "2026-11-24T18:05", "--json")
    )
    assert (renaming["new"], renaming["until_us"]) == ("fill", 1_795_543_500_000_000)
    assert json.loads(run("discard", "--id", "2", "--json")) == {"letters": 1}
    assert json.loads(run("replay", "--json")) == {"letters": 1, "refused": 0, "stored": 1}


@pytest.mark.parametrize("verb", ["list", "replay", "discard"])
def test_a_rule_that_is_none_is_one_sentence(run: Run, verb: str) -> None:
    assert "there is no rule 'malformd'; there are: malformed" in run(
        verb, "--rule", "malformd", code=2
    )


@pytest.mark.parametrize("verb", ["list", "show", "mend", "replay", "discard", "journal"])
def test_the_help_of_a_verb_has_an_example(run: Run, verb: str) -> None:
    assert f"Example: vallee-cloud dead-letters {verb}" in run(verb, "--help")


def test_a_time_that_no_reading_has_is_one_sentence(run: Run) -> None:
    assert "between 1970 and 2255" in run(
        "mend", "--rename-node", "n-1=n-2", "--until", "9999-12-31", code=2
    )


def test_a_mend_of_nothing_is_one_sentence(run: Run) -> None:
    assert "nothing to mend" in run("mend", code=2)
    assert "NODE/OLD=NEW" in run("mend", "--rename-sensor", "fill", code=2)
