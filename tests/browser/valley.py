"""The valley on the evening before: a list, a stock, two installers, the real app."""

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Geolocation, Page

from cloud.bootstrap.installing import AuthoritySeal
from cloud.installation.service import Installing
from cloud.people.accounts import Accounts
from cloud.people.door import Door, Knock
from cloud.people.limits import Limits
from cloud.people.passwords import Passwords
from cloud.provision.authority_files import create_authority
from cloud.registry.facade import machine_us
from cloud.registry.identities import open_identities
from cloud.registry.installations import open_installations
from cloud.registry.people import open_people
from cloud.registry.registry import open_registry
from cloud.registry.values import Device, Person, PlaceToVisit, Role, Stock
from cloud.store.memory import MemoryStore
from cloud.store.point import Point
from cloud.web.app import create_app
from cloud.web.people.guard import COOKIE, Guard
from cloud.web.people.view import Entrance, PeopleDesk
from tests.browser.served import serving
from tests.cloud.web.conftest import FakeDesk
from tests.cloud.web.cosmo import FakeZones

TERRITORY: Final = Path(__file__).parents[2] / "configs" / "territory" / "vallee-herault"
KEY: Final = bytes(range(32))
PATIENCE_MS: Final = 10_000
HOUR_US: Final = 3_600_000_000
PACE_US: Final = 900_000_000
MARC: Final = Person("marc", "Marc Vidal", frozenset({Role.INSTALLER}))
LEA: Final = Person("lea", "Léa Roux", frozenset({Role.INSTALLER}))
CREW: Final = Person("camille", "Camille R.", frozenset({Role.CREW}))
# As the territory has it: Gignac – Esplanade, a container 2400 mm deep below 350 mm.
PLACE: Final = "gignac-01"
SPOT: Final = Geolocation(latitude=43.65126, longitude=3.55026, accuracy=6.0)
LIST: Final = (
    PlaceToVisit(PLACE, keys="clé 14, mairie", permit="AV-2026-118", street="Esplanade"),
    PlaceToVisit("gignac-02", street="Place de Verdun"),
    PlaceToVisit("gignac-03", keys="clé 14, mairie"),
    PlaceToVisit("mat-7", "lamp-post", "Mât 7", "Esplanade", "Gignac", 43.652, 3.55),
)
STOCK: Final = ("n-001", "n-002", "n-003", "n-050", "n-051")
USED: Final = "z-001"


class Clock:
    """The clock of who proves nodes, which a test may set ahead; people keep the machine's."""

    def __init__(self) -> None:
        self.ahead_us = 0

    def __call__(self) -> int:
        return machine_us() + self.ahead_us


@dataclass
class Valley:
    """The app where it is served, and what stands behind it."""

    url: str
    accounts: Accounts
    door: Door
    installing: Installing
    points: MemoryStore
    clock: Clock

    def link(self, person: Person) -> str:
        """Return the address that lets somebody in once."""
        return self.accounts.link(person.id, None, machine_us()).address(self.url)

    def phone(self, browser: Browser, lang: str = "fr-FR") -> BrowserContext:
        """Return a phone that has never been here."""
        return phone_of(browser, lang)

    def enter_by_link(self, page: Page, person: Person) -> None:
        """Sign somebody in as he does: he opens his link and taps."""
        page.goto(self.link(person))
        page.locator("#link button").click()
        page.wait_for_url(re.compile("/moi"))

    def enter(self, phone: BrowserContext, person: Person) -> None:
        """Sign somebody in without those pages, which are tried elsewhere."""
        link = self.accounts.link(person.id, None, machine_us())
        knock = Knock(machine_us(), "127.0.0.1", self.url.removeprefix("http://"))
        secret = self.door.sign_in_by_link(link.secret, knock)[1]
        phone.add_cookies([{"name": COOKIE, "value": secret, "url": self.url}])

    def load(self, page: Page) -> None:
        """Open the installer's page until it works without a network."""
        page.goto(f"{self.url}/pose")
        page.wait_for_selector("html[data-ready=true]")

    def loaded(self, phone: BrowserContext, person: Person = MARC) -> Page:
        """Return the page of somebody who is signed in and ready to leave."""
        self.enter(phone, person)
        page = phone.new_page()
        self.load(page)
        return page

    def prove(self) -> list[str]:
        """Prove and sign what can be; in a thread of its own, since Playwright's loop runs here."""
        with ThreadPoolExecutor(1) as thread:
            proven = thread.submit(self.installing.prove, self.clock()).result()
        return [one.node for one in proven]

    def kept_photo(self, number: str) -> bytes:
        """Return the photo that is kept of a visit."""
        visit = self.installing.records.one(number)
        assert visit is not None
        assert visit.photo is not None
        photo = self.installing.records.photo(visit.photo)
        assert photo is not None
        return photo

    def measures(self, node: str, since_us: int, hours: int) -> None:
        """Store what a node says that is on line and reads the floor of an empty container."""
        self.points.write([Point("node", (("node", node),), since_us * 1000, {"up": 1.0})])
        self.points.write(
            [
                Point(
                    "level",
                    (("node", node), ("sensor", "fill")),
                    (since_us + at * PACE_US) * 1000,
                    {"distance_mm": 2700.0},
                )
                for at in range(1, hours * HOUR_US // PACE_US)
            ]
        )


def phone_of(browser: Browser, lang: str = "fr-FR") -> BrowserContext:
    """Return a phone that stands where the first container of the list does."""
    phone = browser.new_context(
        viewport={"width": 390, "height": 844},
        locale=lang,
        has_touch=True,
        is_mobile=True,
        geolocation=SPOT,
        permissions=["geolocation"],
    )
    phone.set_default_timeout(PATIENCE_MS)
    return phone


@contextmanager
def valley_parts(folder: Path) -> Iterator[Valley]:
    """Open everything that stands behind the page."""
    url, clock, points = f"sqlite:///{folder}/registry.sqlite", Clock(), MemoryStore()
    create_authority(folder / "ca", folder / "root", "Smart Vallée", datetime.now(UTC))
    with open_registry(url) as records:
        records.load_territory(TERRITORY)
    with open_identities(url) as identities:
        identities.add_all([Device(node, Stock.IN_STOCK, 1) for node in STOCK])
        identities.add(Device(USED, Stock.MOUNTED, 1))
    with open_installations(url) as places, open_people(url) as people:
        places.list_places(LIST, "test")
        limits, passwords = Limits(), Passwords()
        accounts = Accounts(people, passwords, limits, KEY)
        for person in (MARC, LEA, CREW):
            accounts.add(person, None, None)
        door = Door(people, passwords, limits, KEY)
        installing = Installing(places, points, AuthoritySeal(folder / "ca"), clock)
        yield Valley("", accounts, door, installing, points, clock)


def app_of(parts: Valley, hosts: Sequence[str] = ()) -> FastAPI:
    """Return the app before it."""
    desk = PeopleDesk(parts.accounts, machine_us, lambda: ZoneInfo("Europe/Paris"))
    return create_app(
        FakeDesk(),
        FakeZones(),
        people=Entrance(desk, Guard(parts.door, machine_us)),
        installing=parts.installing,
        allowed_hosts=hosts,
    )


@contextmanager
def valley(folder: Path) -> Iterator[Valley]:
    """Open everything and serve it, for a module of tests."""
    with valley_parts(folder) as parts, serving(app_of(parts)) as url:
        yield replace(parts, url=url)
