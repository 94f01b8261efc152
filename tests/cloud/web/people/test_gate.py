"""Pages that were open to whoever reached the machine ask for a role once somebody has one."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from fastapi import FastAPI

from cloud.mending.desk import MendingDesk
from cloud.people.accounts import Accounts
from cloud.people.door import Door
from cloud.people.limits import Limits
from cloud.people.passwords import Passwords
from cloud.registry.people import open_people
from cloud.registry.registry import Registry, open_registry
from cloud.registry.values import DeadLetter, LetterState, Person, Role
from cloud.series.directory import Directory
from cloud.store.memory import MemoryStore
from cloud.web.app import create_app
from cloud.web.letters.desk import RegistryLettersDesk
from cloud.web.letters.view import Letters
from cloud.web.people.guard import Guard
from cloud.web.people.view import Entrance, PeopleDesk
from tests.cloud.people.house import (
    ADMIN,
    CREW,
    KEY,
    NOON_US,
    PASSWORD,
    Clock,
    CountingHasher,
    House,
    copied,
    house_of,
)
from tests.cloud.web.conftest import FakeDesk
from tests.cloud.web.cosmo import FakeZones
from tests.cloud.web.ledger.test_ledger_page import FakeLedger
from tests.cloud.web.people.conftest import Tokens, Visitor

NADIA = Person("nadia", "Nadia B.", frozenset({Role.DISPATCHER}))
ZOE = Person("zoe", "Zoé", frozenset({Role.ZONE_MANAGER}))
LETTER = DeadLetter(NOON_US, "t", "n-1", "0123456789ab", 1, "malformed", "no JSON", b"x")
BOARD = ("/", "/plan.geojson", "/plan.gpx", "/plan/one.gpx")
ZONES = ("/zones", "/zone/cosmo", "/zone/cosmo.csv", "/zone/cosmo.json")
DESK = ("/desk/ledger", "/desk/ledger.json", "/desk/letters", "/desk/letters/1")


@dataclass
class Place:
    """The whole application on a registry in which one letter waits."""

    app: FastAPI
    house: House
    registry: Registry

    def enter(self, person: Person) -> Visitor:
        visitor = Visitor(self.app)
        secret = self.house.accounts.link(person.id, None, self.house.clock.at_us).secret
        assert visitor.ask("/entrer/lien", {"secret": secret}).status_code == 303
        return visitor

    def state(self) -> LetterState:
        return self.registry.dead_letters()[0].state


@pytest.fixture
def place(blank: Path, tmp_path: Path) -> Iterator[Place]:
    url = copied(blank, tmp_path)
    with open_registry(url, lambda: NOON_US) as registry, house_of(url) as house:
        registry.bury([LETTER])
        mending = MendingDesk(
            registry, MemoryStore(), Directory(registry, lambda: 0.0), lambda: NOON_US
        )
        desk = PeopleDesk(house.accounts, house.clock, lambda: ZoneInfo("Europe/Paris"), "")
        app = create_app(
            FakeDesk(),
            FakeZones(),
            ledger=FakeLedger(),
            letters=Letters(RegistryLettersDesk(registry, mending), "the program's own token"),
            people=Entrance(desk, Guard(house.door, house.clock)),
            allowed_hosts=("vallee.example",),
        )
        for person in (NADIA, ZOE):
            house.accounts.add(person, PASSWORD, None)
        yield Place(app, house, registry)


def is_open(visitor: Visitor, path: str) -> bool:
    status = visitor.ask(path, accept="text/html").status_code
    # A page that is not there is answered to who may ask for it only.
    assert status in {200, 303, 403, 404}
    return status in {200, 404}


def test_whoever_has_not_signed_in_sees_none_of_them(place: Place) -> None:
    stranger = Visitor(place.app)

    for path in (*BOARD, *ZONES, *DESK):
        answer = stranger.ask(path, accept="text/html")
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/entrer?retour=/")
    assert stranger.ask("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("person", "opens"),
    [
        (NADIA, {*BOARD, *ZONES, *DESK}),
        (ZOE, {*ZONES}),
        (CREW, set[str]()),
        (ADMIN, {*BOARD, *ZONES, *DESK}),
    ],
    ids=lambda one: one.id if isinstance(one, Person) else "",
)
def test_each_role_opens_its_own(place: Place, person: Person, opens: set[str]) -> None:
    visitor = place.enter(person)

    assert {path for path in (*BOARD, *ZONES, *DESK) if is_open(visitor, path)} == opens


def test_a_person_is_shown_the_way_to_what_is_open_to_him_only(place: Place) -> None:
    page = place.enter(ZOE).ask("/moi").text

    assert 'href="/zones"' in page
    assert 'class="button main" href="/"' not in page


def test_before_anybody_has_an_account_they_are_open_and_the_first_one_closes_them(
    blank: Path, tmp_path: Path
) -> None:
    clock, passwords = Clock(), Passwords(CountingHasher())
    with open_people(copied(blank, tmp_path), clock) as people:
        accounts = Accounts(people, passwords, Limits(), KEY)
        guard = Guard(Door(people, passwords, Limits(), KEY), clock)
        desk = PeopleDesk(accounts, clock, lambda: ZoneInfo("Europe/Paris"), "")
        app = create_app(FakeDesk(), FakeZones(), people=Entrance(desk, guard))
        stranger = Visitor(app, site="http://127.0.0.1:8080", address="127.0.0.1")

        assert all(is_open(stranger, path) for path in (*BOARD, *ZONES))
        accounts.add(ADMIN, None, None)
        assert not any(is_open(stranger, path) for path in (*BOARD, *ZONES))


def test_a_letter_is_given_up_by_a_dispatcher_and_only_his_journal_says_so(place: Place) -> None:
    nadia = place.enter(NADIA)
    token = Tokens(nadia.ask("/desk/letters").text).token

    assert nadia.ask("/desk/letters/discard", {"id": "1"}).status_code == 403
    for wrong in ("", "the program's own token"):
        assert nadia.ask("/desk/letters/discard", {"id": "1", "token": wrong}).status_code == 403
    assert place.state() is LetterState.NEW
    done = nadia.ask("/desk/letters/discard", {"id": "1", "token": token})

    assert done.headers["location"].startswith("/desk/letters?")
    assert place.state() is LetterState.DISCARDED
    (line,) = place.house.accounts.journal(1, NADIA.id)
    assert (line.who, line.what, line.detail) == (NADIA.id, "dead letters", "discard, 1")
    assert [one.who for one in place.registry.desk_journal(9)] == ["page"]


def test_the_token_of_the_program_opens_nothing_where_people_sign_in(place: Place) -> None:
    form = {"id": "1", "token": "the program's own token"}

    for visitor in (Visitor(place.app), place.enter(ZOE)):
        answer = visitor.ask("/desk/letters/discard", form, accept="application/json")
        assert answer.status_code in {401, 403}
    assert place.state() is LetterState.NEW
