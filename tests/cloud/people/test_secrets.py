"""Secrets: how they are made, sealed and compared."""

import pyotp
import pytest
from argon2 import extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY
from hypothesis import given
from hypothesis import strategies as st

from cloud.errors import RegistryFault
from cloud.people.codes import new_codes, seal, step_of, unseal
from cloud.people.passwords import LONGEST, SHORTEST, Passwords
from cloud.people.secrets import derived, hash_of, new_secret, same
from tests.cloud.people.house import KEY, CountingHasher

QUICK = Passwords(CountingHasher())
CODES = new_codes()
TRUE_CODES = {pyotp.TOTP(CODES).at(1_764_000_000 + off) for off in (-30, 0, 30)}


def test_passwords_are_hashed_as_rfc_9106_says() -> None:
    assert extract_parameters(Passwords().hash("x" * SHORTEST)) == RFC_9106_LOW_MEMORY


@pytest.mark.parametrize("length", [0, SHORTEST - 1, LONGEST + 1, 10**6])
def test_a_password_too_short_or_too_long_is_refused(length: int) -> None:
    with pytest.raises(RegistryFault, match="characters"):
        QUICK.hash("x" * length)


def test_an_accent_is_the_same_however_a_keyboard_sends_it() -> None:
    assert QUICK.matches(QUICK.hash("l\u00e9gendes du lac"), "le\u0301gendes du lac")


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_are_compared_without_a_fault(one: str, other: str) -> None:
    assert same(one, other) == (one == other)
    assert len(hash_of(one)) == 64


def test_secrets_are_new_each_time_and_long() -> None:
    made = {new_secret() for _ in range(1000)}

    assert len(made) == 1000
    assert {len(one) for one in made} == {43}


def test_a_derived_secret_tells_nothing_of_the_first() -> None:
    secret = new_secret()

    assert secret not in derived(secret, "form")
    assert derived(secret, "form") != derived(secret, "other")


def test_sealed_codes_open_with_their_key_for_their_person_only() -> None:
    secret = new_codes()
    sealed = seal(KEY, secret, "mairie")

    assert secret.encode() not in sealed
    assert unseal(KEY, sealed, "mairie") == secret
    for key, person in ((bytes(32), "mairie"), (KEY, "camille")):
        with pytest.raises(RegistryFault, match="people totp"):
            unseal(key, sealed, person)


@given(st.text(max_size=20))
def test_any_text_is_a_code_or_none(told: str) -> None:
    step = step_of(CODES, told, 1_764_000_000_000_000)

    assert step is None or "".join(told.split()) in TRUE_CODES
