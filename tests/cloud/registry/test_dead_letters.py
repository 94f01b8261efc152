from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cloud.registry.registry import Registry, open_registry
from cloud.registry.values import DeadLetter

LETTER = DeadLetter(
    at_us=1_764_000_000_000_000,
    topic="vallee/v1/node/n-001/envelope",
    node="n-001",
    epoch="0123456789ab",
    seq=7,
    rule="unknown-sensor",
    reason="node n-001 has no sensor 'x'",
    payload=b"\x00\xff{",
)


def test_dead_letters_survive_a_restart_with_their_bytes(url: str) -> None:
    with open_registry(url) as registry:
        registry.bury([LETTER])

    with open_registry(url) as registry:
        (found,) = registry.dead_letters()

    assert found == replace(LETTER, id=found.id)


def test_the_newest_come_first_and_no_more_than_asked(registry: Registry) -> None:
    registry.bury([replace(LETTER, seq=seq) for seq in range(5)])

    assert [letter.seq for letter in registry.dead_letters(limit=2)] == [4, 3]
    assert registry.dead_letter_count() == 5


def test_burying_nothing_is_allowed(registry: Registry) -> None:
    registry.bury([])

    assert registry.dead_letter_count() == 0


def test_what_a_text_column_refuses_is_spelled_out(registry: Registry) -> None:
    registry.bury([replace(LETTER, node="n\0", epoch="\ud800", seq=2**63, rule="r" * 99)])

    (found,) = registry.dead_letters()
    assert (found.node, found.epoch, found.seq) == ("n\\x00", "\\ud800", None)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50
)
@given(
    text=st.text(st.characters(), max_size=50), seq=st.none() | st.integers(), payload=st.binary()
)
def test_no_letter_is_too_odd_to_bury(
    registry: Registry, text: str, seq: int | None, payload: bytes
) -> None:
    odd = DeadLetter(0, text, text, text, seq, text, text, payload)

    registry.bury([odd])

    assert registry.dead_letters(limit=1)[0].payload == payload
