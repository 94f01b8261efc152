"""What the machine says of a letter, as a reader of each language gets it."""

from zoneinfo import ZoneInfo

import pytest

from cloud.ingest.rules import RULES
from cloud.mending.told import told_renaming, told_replay
from cloud.registry.values import DeadLetter, DeskAction, DeskEntry, Renamed, Renaming
from cloud.web.letters import spoken
from cloud.web.words import Words
from tests.cloud.web.conftest import NOW_US

FR = Words("fr", ZoneInfo("Europe/Paris"))
BLANKS = {"claimed": "n-2", "node": "n-1", "sensor": "fil", "seq": 7, "epoch": "0123456789ab"}


def letter(rule: str, reason: str) -> DeadLetter:
    return DeadLetter(NOW_US, "t", "n-1", "0123456789ab", 7, rule, reason, b"")


@pytest.mark.parametrize("rule", [name for name, rule in RULES.items() if rule.sentence != "{why}"])
def test_every_sentence_of_a_rule_is_said_in_french(rule: str) -> None:
    sentence = RULES[rule].sentence.format(**BLANKS, ahead_s=258_167.4, allowed_s=300.0)

    told = spoken.reason(letter(rule, sentence), FR)

    assert told is not None
    assert told != sentence


def test_what_stood_in_the_sentence_stands_in_the_french_one() -> None:
    ahead = "taken 258167 s after it came; allowed: 300 s"

    assert spoken.reason(
        letter("unknown-sensor", "n-1 is not registered with a sensor fil"), FR
    ) == ("n-1 n’a pas de capteur fil au registre")
    assert spoken.reason(letter("future", ahead), FR) == (
        "datée de 71\u00a0h\u00a043 après son arrivée\u00a0; permis\u00a0: 5\u00a0min"
    )


@pytest.mark.parametrize("rule", ["unknown-node", "malformed", "of-the-year-2030"])
def test_what_nobody_translates_is_left_to_the_machine(rule: str) -> None:
    assert spoken.reason(letter(rule, "some other sentence"), FR) is None


def test_the_journal_is_told_in_french() -> None:
    renaming = Renaming(Renamed.SENSOR, "n-1", "fil", "fill", None, NOW_US)
    said = {
        told_replay(1, 0): "1 mesure enregistrée",
        told_replay(1200, 2): "1\u202f200 mesures enregistrées, 2 messages de nouveau refusés",
        told_renaming(renaming): "n-1/fil → fill, jusqu’au 24 nov. 2026, 18\u00a0h\u00a005",
        "something else": None,
    }

    for detail, french in said.items():
        entry = DeskEntry(NOW_US, "page", DeskAction.REPLAY, detail=detail)
        assert spoken.detail(entry, FR) == french
