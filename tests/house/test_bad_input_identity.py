"""Each bad input to identities that must have its clear error has a test, by name.

The list is that of the reliability plan; whoever renames a test renames it here.
"""

import ast
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import pytest

TESTS: Final = Path(__file__).parents[1]

BROKER: Final = "live/test_broker_identity.py"
STRANGERS: Final = "live/test_broker_strangers.py"
AUTHORITY: Final = "cloud/provision/test_authority.py"
ENROLMENT: Final = "cloud/provision/test_enrolment.py"
REQUESTS: Final = "cloud/provision/test_requests.py"
DOOR: Final = "cloud/web/test_enrol.py"


class Shown(NamedTuple):
    """A test, and what stands among its cases if it has some."""

    file: str
    test: str
    case: str = ""


COVERED: Final = {
    "revoked, new": Shown(
        BROKER, "test_a_revoked_node_is_out_within_a_minute_with_its_live_session"
    ),
    "revoked, live": Shown(
        BROKER, "test_a_revoked_node_is_out_within_a_minute_with_its_live_session"
    ),
    "expired": Shown(STRANGERS, "test_an_expired_certificate_does_not_get_in"),
    "not yet valid": Shown(STRANGERS, "test_a_certificate_that_is_not_yet_valid_does_not_get_in"),
    "foreign CA with the same CN": Shown(
        STRANGERS, "test_another_authoritys_certificate_of_the_same_name_does_not_get_in"
    ),
    "server certificate used as client": Shown(
        STRANGERS, "test_a_servers_certificate_does_not_get_in_as_a_clients"
    ),
    "client-id theft": Shown(
        STRANGERS, "test_who_gives_anothers_client_id_does_not_end_the_others_session"
    ),
    "CN #": Shown(BROKER, "test_a_name_with_a_meaning_to_brokers_gains_nothing", "#"),
    "CN +": Shown(BROKER, "test_a_name_with_a_meaning_to_brokers_gains_nothing", "+"),
    "CN ../": Shown(BROKER, "test_a_name_with_a_meaning_to_brokers_gains_nothing", "../"),
    "1,000 half-open TLS handshakes, broker": Shown(
        "live/test_broker_half_open.py", "test_half_open_handshakes_do_not_stop_service"
    ),
    "1,000 half-open TLS handshakes, enrolment": Shown(
        DOOR, "test_a_thousand_half_open_handshakes_do_not_stop_service"
    ),
    "CSR with RSA-1024": Shown(REQUESTS, "test_only_p256_is_taken", "1024"),
    "CSR with CA:TRUE": Shown(REQUESTS, "test_who_asks_to_be_an_authority_is_turned_away"),
    "CSR of 1 MB": Shown(REQUESTS, "test_a_megabyte_is_not_read"),
    "CSR with another node's CN": Shown(
        ENROLMENT, "test_the_name_is_the_registrys_whatever_the_request_says"
    ),
    "claim token replayed": Shown(
        ENROLMENT, "test_a_used_claim_is_refused_to_another_key_and_raises_an_alarm"
    ),
    "claim token guessed": Shown(
        ENROLMENT, "test_a_guess_and_a_number_that_there_is_not_sound_alike"
    ),
    "claim token expired": Shown(ENROLMENT, "test_an_expired_claim_is_refused"),
    "claim token raced": Shown(
        "cloud/registry/test_identities.py", "test_of_eight_keys_with_one_claim_exactly_one_wins"
    ),
    "node\\n": Shown(AUTHORITY, "test_what_is_no_name_is_never_certified", "node\n"),
    "homoglyphs": Shown(AUTHORITY, "test_what_is_no_name_is_never_certified", "n\u043ede"),
    "a cloned card": Shown(
        "edge/provision/test_real_authority.py", "test_a_cloned_card_is_turned_away"
    ),
    "renewal with a revoked certificate": Shown(DOOR, "test_a_revoked_certificate_is_told_so"),
}


@pytest.mark.parametrize("name", COVERED)
def test_every_bad_input_to_identities_has_its_test(name: str) -> None:
    shown = COVERED[name]

    found = _tests(TESTS / shown.file)

    assert shown.test in found, f"{name}: {shown.file} has no {shown.test}"
    assert any(shown.case in text for text in found[shown.test] or [""]), f"{name}: no such case"


@cache
def _tests(file: Path) -> dict[str, list[str]]:
    """Return the tests of a file, each with all that stands in its decorators and in its file's.

    Only what pytest collects counts: functions of the module that are called so.
    """
    module = ast.parse(file.read_text(encoding="utf-8"))
    texts = {
        target.id: _constants(one.value)
        for one in module.body
        if isinstance(one, ast.Assign)
        for target in one.targets
        if isinstance(target, ast.Name)
    }
    return {
        one.name: [
            text
            for decorator in one.decorator_list
            for text in (
                *_constants(decorator),
                *(word for name in _names(decorator) for word in texts.get(name, ())),
            )
        ]
        for one in module.body
        if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")
    }


def _constants(node: ast.AST) -> list[str]:
    return [str(one.value) for one in ast.walk(node) if isinstance(one, ast.Constant)]


def _names(node: ast.AST) -> list[str]:
    return [one.id for one in ast.walk(node) if isinstance(one, ast.Name)]
