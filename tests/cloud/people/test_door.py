"""Who gets in, how, how long, and who does not."""

from dataclasses import replace

import pytest

from cloud.errors import TurnedAway
from cloud.people.door import NeedsCodes, Slowed, Wrong
from cloud.people.limits import HOUR_US, MINUTE_US, MOST
from cloud.people.passwords import Passwords
from cloud.people.secrets import hash_of
from cloud.registry.people_journal import PersonDeed
from cloud.registry.values import Role
from tests.cloud.people.house import ADMIN, CREW, PASSWORD, CountingHasher, House

WRONG = "une phrase toute fausse"


def refused(house: House, name: str = CREW.id, password: str = WRONG, code: str = "") -> TurnedAway:
    with pytest.raises(TurnedAway) as caught:
        house.enter(name, password, code)
    return caught.value


def test_a_password_opens_a_session_of_its_person(house: House) -> None:
    secret = house.enter()

    found = house.door.who_is(secret, house.knock().host, house.clock.at_us)
    assert found == CREW


def test_only_hashes_of_what_opens_the_door_are_kept(house: House) -> None:
    secret = house.enter()

    (session,) = house.people.sessions(CREW.id)
    kept = house.people.keys(CREW.id).password or ""
    assert session.hash == hash_of(secret) != secret
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept


# Guessing.


def test_login_brute_force_is_slowed_and_told(house: House) -> None:
    for _ in range(MOST.of_account):
        assert isinstance(refused(house), Wrong)

    # Now the right one does not help either, and says how long to wait.
    slowed = refused(house, password=PASSWORD)

    assert isinstance(slowed, Slowed)
    assert slowed.wait_s == MOST.within_us // 1_000_000
    told = [line for line in house.people.journal(20) if line.what == PersonDeed.SLOWED]
    assert [(line.person, line.detail) for line in told] == [(CREW.id, "account")]


def test_a_guesser_of_hours_gets_few_tries(house: House) -> None:
    judged = 0
    for _ in range(3 * 60):
        judged += isinstance(refused(house), Wrong)
        house.clock.pass_s(60)

    assert judged <= MOST.of_account * 3 * HOUR_US // MOST.within_us


def test_whoever_was_slowed_gets_in_after_the_wait(house: House) -> None:
    for _ in range(MOST.of_account):
        refused(house)
    slowed = refused(house, password=PASSWORD)
    assert isinstance(slowed, Slowed)

    house.clock.pass_s(slowed.wait_s)

    assert house.is_in(house.enter())


def test_a_slowed_account_still_opens_by_link(house: House) -> None:
    for _ in range(MOST.of_account + 1):
        refused(house)

    assert house.is_in(house.by_link())


def test_an_address_that_guesses_at_many_names_is_slowed(house: House) -> None:
    for number in range(MOST.from_address):
        assert isinstance(refused(house, f"nobody-{number}"), Wrong)

    assert isinstance(refused(house, "nobody-else"), Slowed)
    elsewhere = house.knock(address="192.0.2.8")
    assert house.door.sign_in(CREW.id, PASSWORD, "", elsewhere)[0] == CREW


def test_all_addresses_of_one_ipv6_subnet_are_one_place(house: House) -> None:
    for number in range(MOST.from_address):
        knock = house.knock(address=f"2001:db8::{number + 1:x}")
        with pytest.raises(Wrong):
            house.door.sign_in(f"nobody-{number}", WRONG, "", knock)

    with pytest.raises(Slowed):
        house.door.sign_in("nobody-else", WRONG, "", house.knock(address="2001:db8::ffff"))


def test_a_flood_of_refused_tries_leaves_one_line_in_the_journal(house: House) -> None:
    for _ in range(MOST.of_account + 30):
        refused(house)

    lines = [line for line in house.people.journal(99) if line.what == PersonDeed.SLOWED]
    assert len(lines) == 1


def test_an_unknown_name_costs_the_same_hashing_as_a_known_one(house: House) -> None:
    house.accounts.add(replace(CREW, id="by-link-only"), None, None)
    house.accounts.change(replace(CREW, id="by-link-only", active=False), None)
    spent = {}
    for name in (CREW.id, ADMIN.id, "by-link-only", "no-such-person", "no such name \ud800"):
        before = house.hasher.verified
        assert str(refused(house, name)) == "name, password or code is wrong"
        spent[name] = house.hasher.verified - before

    assert set(spent.values()) == {1}


def test_an_unknown_name_is_slowed_as_a_known_one(house: House) -> None:
    for _ in range(MOST.of_account):
        refused(house, "no-such-person")

    assert isinstance(refused(house, "no-such-person"), Slowed)


def test_what_was_typed_as_a_name_is_kept_nowhere(house: House) -> None:
    refused(house, "My-Password-In-The-Wrong-Field")

    kept = [house.people.facts(CREW.id), house.people.journal(99)]
    assert "Wrong-Field" not in str(kept)


# Codes.


def test_an_administrator_without_codes_is_not_let_in_by_password(house: House) -> None:
    assert isinstance(refused(house, ADMIN.id, PASSWORD), NeedsCodes)
    # Who does not know the password is not told that there are no codes.
    assert isinstance(refused(house, ADMIN.id, WRONG), Wrong)


def test_an_administrator_comes_in_with_password_and_code(house: House) -> None:
    app = house.codes()

    assert isinstance(refused(house, ADMIN.id, PASSWORD), Wrong)
    assert house.is_in(house.enter(ADMIN.id, PASSWORD, house.code(app)))


def test_totp_replay_is_refused(house: House) -> None:
    app = house.codes()
    code = house.code(app)
    house.enter(ADMIN.id, PASSWORD, code)

    assert isinstance(refused(house, ADMIN.id, PASSWORD, code), Wrong)


def test_an_older_code_is_refused_after_a_newer_one(house: House) -> None:
    app = house.codes()
    older = house.code(app)
    house.clock.pass_s(30)
    house.enter(ADMIN.id, PASSWORD, house.code(app))

    assert isinstance(refused(house, ADMIN.id, PASSWORD, older), Wrong)


@pytest.mark.parametrize(
    ("late_s", "is_good"), [(-30, True), (30, True), (-90, False), (90, False)]
)
def test_a_phone_may_be_half_a_minute_off(house: House, late_s: int, is_good: bool) -> None:  # noqa: FBT001 - a table's cell
    app = house.codes()
    code = app.at(house.clock.at_us // 1_000_000 + late_s)

    if is_good:
        assert house.is_in(house.enter(ADMIN.id, PASSWORD, code))
    else:
        assert isinstance(refused(house, ADMIN.id, PASSWORD, code), Wrong)


# Hashes.


def test_a_hash_of_old_parameters_is_made_anew_at_sign_in(house: House) -> None:
    old = house.people.keys(CREW.id).password
    stronger = Passwords(CountingHasher(time_cost=2))
    door = replace(house.door, passwords=stronger)

    door.sign_in(CREW.id, PASSWORD, "", house.knock())

    new = house.people.keys(CREW.id).password
    assert new is not None
    assert new != old
    assert not stronger.is_old(new)
    assert stronger.matches(new, PASSWORD)


# Sessions.


def test_session_fixation_a_secret_from_before_signing_in_opens_nothing(house: House) -> None:
    planted = "a" * 43

    _, secret = house.door.sign_in(CREW.id, PASSWORD, "", house.knock(planted))

    assert secret != planted
    assert not house.is_in(planted)


def test_the_session_before_is_ended_by_signing_in_again(house: House) -> None:
    first = house.enter()

    _, second = house.door.sign_in(CREW.id, PASSWORD, "", house.knock(first))

    assert (house.is_in(first), house.is_in(second)) == (False, True)


def test_sign_out_really_ends(house: House) -> None:
    secret = house.enter()

    house.door.sign_out(secret)

    assert not house.is_in(secret)
    assert house.people.sessions(CREW.id) == []


def test_role_change_ends_every_session(house: House) -> None:
    secrets = [house.enter(), house.by_link()]

    ended = house.accounts.change(
        replace(CREW, roles=frozenset({Role.CREW, Role.INSTALLER})), ADMIN.id
    )

    assert ended == 2
    assert not any(house.is_in(secret) for secret in secrets)


def test_a_closed_account_is_out_at_once_and_stays_out(house: House) -> None:
    secret = house.enter()
    link = house.accounts.link(CREW.id, ADMIN.id, house.clock.at_us)

    house.accounts.change(replace(CREW, active=False), ADMIN.id)

    assert not house.is_in(secret)
    assert isinstance(refused(house, password=PASSWORD), Wrong)
    with pytest.raises(Wrong):
        house.door.sign_in_by_link(link.secret, house.knock())


def test_another_name_alone_ends_nothing(house: House) -> None:
    secret = house.enter()

    assert house.accounts.change(replace(CREW, name="Camille Roux"), ADMIN.id) == 0
    assert house.is_in(secret)


def test_a_stolen_cookie_of_another_host_opens_nothing(house: House) -> None:
    secret = house.enter()

    assert not house.is_in(secret, "other.example")
    assert not house.is_in(secret, "127.0.0.1:8080")


@pytest.mark.parametrize("secret", ["", "x", "a" * 43, "a" * 10_000, "\ud800", "é"])
def test_a_guessed_cookie_opens_nothing(house: House, secret: str) -> None:
    house.enter()

    assert not house.is_in(secret)


def test_a_secret_with_something_behind_it_is_another_secret(house: House) -> None:
    secret = house.enter()

    assert not house.is_in(secret + "x")


def test_a_session_ends_when_nobody_has_used_it_for_long(house: House) -> None:
    secret = house.enter()
    idle_s = house.door.limits.idle_us / 1e6

    house.clock.pass_s(idle_s - 1)
    assert house.is_in(secret)
    house.clock.pass_s(idle_s - 1)
    assert house.is_in(secret)
    house.clock.pass_s(idle_s)
    assert not house.is_in(secret)


def test_a_session_ends_however_much_it_is_used(house: House) -> None:
    secret = house.enter()
    hours = house.door.limits.session_us // HOUR_US

    for _ in range(hours - 1):
        house.clock.pass_s(3600)
        assert house.is_in(secret)
    house.clock.pass_s(3600)

    assert not house.is_in(secret)


def test_an_administrators_session_is_shorter(house: House) -> None:
    secret = house.by_link(ADMIN.id)

    house.clock.pass_s(house.door.limits.admin_idle_us / 1e6)

    assert not house.is_in(secret)


def test_use_is_written_down_once_a_minute_and_not_at_every_request(house: House) -> None:
    secret = house.enter()
    seen = []
    for _ in range(4):
        house.clock.pass_s(20)
        assert house.is_in(secret)
        seen.append(house.people.sessions(CREW.id)[0].seen_us)

    begun = house.people.sessions(CREW.id)[0].made_us
    assert [at - begun for at in seen] == [0, 0, MINUTE_US, MINUTE_US]


# Links.


def test_a_used_link_is_refused(house: House) -> None:
    link = house.accounts.link(CREW.id, ADMIN.id, house.clock.at_us)
    assert house.door.sign_in_by_link(link.secret, house.knock())[0] == CREW

    with pytest.raises(Wrong):
        house.door.sign_in_by_link(link.secret, house.knock())


def test_an_expired_link_is_refused(house: House) -> None:
    link = house.accounts.link(CREW.id, ADMIN.id, house.clock.at_us)

    house.clock.at_us = link.until_us

    with pytest.raises(Wrong):
        house.door.sign_in_by_link(link.secret, house.knock())


def test_a_guessed_link_is_refused_and_guessing_is_slowed(house: House) -> None:
    for number in range(MOST.of_account):
        with pytest.raises(Wrong):
            house.door.sign_in_by_link(f"{number:043}", house.knock())

    with pytest.raises(Slowed):
        house.door.sign_in_by_link("another", house.knock())


def test_a_lost_phone_is_out_and_so_are_unused_links(house: House) -> None:
    secret = house.enter()
    link = house.accounts.link(CREW.id, ADMIN.id, house.clock.at_us)

    assert house.accounts.end(CREW.id, ADMIN.id) == 1

    assert not house.is_in(secret)
    with pytest.raises(Wrong):
        house.door.sign_in_by_link(link.secret, house.knock())


# Passwords.


def test_a_password_is_changed_by_who_knows_the_old_one(house: House) -> None:
    secret = house.enter()

    with pytest.raises(Wrong):
        house.door.change_password(CREW, WRONG, "une autre phrase", house.knock(secret))
    house.door.change_password(CREW, PASSWORD, "une autre phrase", house.knock(secret))

    assert not house.is_in(secret)
    assert house.is_in(house.enter(password="une autre phrase"))  # noqa: S106 - of a test


def test_the_old_password_cannot_be_guessed_from_inside(house: House) -> None:
    secret = house.enter()
    for _ in range(MOST.of_account):
        with pytest.raises(Wrong):
            house.door.change_password(CREW, WRONG, "une autre phrase", house.knock(secret))

    with pytest.raises(Slowed):
        house.door.change_password(CREW, PASSWORD, "une autre phrase", house.knock(secret))


def test_who_has_just_come_by_link_has_lost_it_and_sets_a_new_one(house: House) -> None:
    secret = house.by_link()
    assert not house.door.needs_old(secret, house.clock.at_us)

    house.clock.pass_s(16 * 60)

    assert house.door.needs_old(secret, house.clock.at_us)
