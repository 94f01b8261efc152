"""What becomes of dead letters, and the journal that nobody rewrites."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from cloud.errors import RegistryFault
from cloud.registry.database import Database
from cloud.registry.registry import Registry
from cloud.registry.values import (
    DeadLetter,
    DeskAction,
    DeskEntry,
    Fate,
    LetterCount,
    LetterState,
    Renamed,
    Renaming,
)

LETTER = DeadLetter(5, "vallee/v1/node/n-001/envelope", "n-001", None, None, "future", "why", b"{}")
ENTRY = DeskEntry(9, "anne", DeskAction.REPLAY, (1,), None, "told")


def test_a_letter_that_is_replayed_says_when_and_leaves_the_rest_behind(
    registry: Registry,
) -> None:
    registry.bury([LETTER])
    rest = replace(LETTER, rule="ancient")

    registry.close_letters([Fate(1, LetterState.REPLAYED, "future", "why", (rest,))], ENTRY)

    assert registry.dead_letter(1) == replace(
        LETTER, id=1, replayed_at_us=9, state=LetterState.REPLAYED
    )
    assert registry.dead_letter(2) == replace(rest, id=2)
    assert registry.desk_journal() == [replace(ENTRY, id=1)]


def test_a_letter_that_somebody_closed_meanwhile_stays_and_leaves_nothing(
    registry: Registry,
) -> None:
    registry.bury([LETTER])
    registry.discard_letters(replace(ENTRY, action=DeskAction.DISCARD))

    registry.close_letters([Fate(1, LetterState.REPLAYED, "future", "why", (LETTER,))], ENTRY)

    found = registry.dead_letter(1)
    assert found is not None
    assert found.state is LetterState.DISCARDED
    assert registry.dead_letter_count() == 1


def test_letters_are_counted_and_listed_by_rule_and_state(registry: Registry) -> None:
    registry.bury([LETTER, LETTER, replace(LETTER, rule="ancient")])
    registry.discard_letters(replace(ENTRY, letters=(2,)))

    assert registry.letter_counts() == [
        LetterCount("ancient", LetterState.NEW, 1),
        LetterCount("future", LetterState.DISCARDED, 1),
        LetterCount("future", LetterState.NEW, 1),
    ]
    assert [one.id for one in registry.dead_letters(rule="future", state=LetterState.NEW)] == [1]
    assert [one.id for one in registry.waiting_letters(0, 9, None, 9)] == [1, 3]
    assert [one.id for one in registry.waiting_letters(1, 9, "ancient", 9)] == [3]
    assert [one.id for one in registry.waiting_letters(0, 2, None, 9)] == [1]
    assert registry.last_letter() == 3


def test_a_renaming_is_kept_with_who_said_so(registry: Registry) -> None:
    renaming = Renaming(Renamed.SENSOR, "n-001", "a", "b", 1, 2)

    registry.rename(renaming, replace(ENTRY, action=DeskAction.RENAME, who="an\0ne"))

    assert registry.renamings() == [replace(renaming, id=1)]
    assert registry.desk_journal()[0].who == "an\\x00ne"


@pytest.mark.parametrize(
    "verb", ["UPDATE dead_letter_journal SET who = 'x'", "DELETE FROM dead_letter_journal"]
)
def test_nobody_rewrites_the_journal(registry: Registry, url: str, verb: str) -> None:
    registry.discard_letters(ENTRY)
    database = Database(url)

    with pytest.raises(RegistryFault, match="append-only"), database.writing() as connection:
        connection.execute(text(verb))

    database.close()
    assert registry.desk_journal() == [replace(ENTRY, id=1)]
