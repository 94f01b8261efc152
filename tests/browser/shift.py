"""A day of crews: a round for each truck, phones in cabs, and the real app before them."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import msgspec
from playwright.sync_api import Browser, BrowserContext, Page

from cloud.driven.actual import RoundActual
from cloud.driven.intake import Intake
from cloud.driven.rounds import Rounds
from cloud.people.accounts import Accounts
from cloud.people.door import Door, Knock
from cloud.people.limits import Limits
from cloud.people.passwords import Passwords
from cloud.registry.driven import Driven, open_driven
from cloud.registry.facade import machine_us
from cloud.registry.local import local_day
from cloud.registry.people import open_people
from cloud.registry.registry import Registry, open_registry
from cloud.registry.values import Issued, KeptDeed, Person, Role
from cloud.web.app import create_app
from cloud.web.cab.api import Cab
from cloud.web.cab.values import CabLeg
from cloud.web.people.guard import COOKIE, Guard
from cloud.web.people.view import Entrance, PeopleDesk
from contract.truck_plan import TruckStop
from tests.browser.served import serving
from tests.cloud.registry.conftest import COMMUNES, OUTLINES, TERRITORY
from tests.cloud.registry.test_rounds import ROUND, SIDES
from tests.cloud.web.conftest import FakeDesk
from tests.cloud.web.cosmo import FakeZones

KEY: Final = bytes(range(32))
PATIENCE_MS: Final = 10_000
ZONE: Final = ZoneInfo("Europe/Paris")
CONTAINERS: Final = 102
TIP: Final = """
[[sites]]
id = "quay"
name = "Quai de transfert"
kind = "tip"
operator = "a"
streams = ["residual", "biowaste"]
lat = 43.605
lon = 3.507
opens = "05:00"
closes = "20:00"
unload_s = 600
invented = true
"""
COLUMNS: Final = (
    "id,name,insee,operator,stream,model,lat,lon,kg_per_m3,litres_per_day,service_s,"
    "node,sensor,sensor_model,mounted_on,invented,windows,access"
)
ACCESS: Final = "Portail à gauche, clé chez M. Prat"
WINDOW: Final = "05:00-12:30"
STREETS: Final = (
    "Place du Marché",
    "Rue de l’Ancienne Gare",
    "Chemin des Oliviers",
    "Avenue Jean-Jaurès",
    "Impasse du Pressoir",
)
# The way from a place to the next bends once, so that it is not taken for a straight line.
BEND: Final = 0.0004
# Containers with a note on access.
NOTED: Final = (11, 31, 33, 101)


def ref_of(number: int) -> str:
    """Name a container."""
    return f"c-{number:03d}"


def spot_of(number: int) -> tuple[float, float]:
    """Say where it stands: along a road that winds up a valley."""
    return 43.6 + number * 0.0011, 3.5 + 0.004 * ((number * 7) % 11) / 11 + number * 0.0004


class Bends:
    """Roads that are known, and bend."""

    def legs(self, truck: str, stops: Sequence[TruckStop]) -> tuple[CabLeg, ...]:
        """Return a way to each stop."""
        del truck
        return tuple(
            CabLeg(
                (
                    (one.lat, one.lon),
                    ((one.lat + other.lat) / 2 + BEND, (one.lon + other.lon) / 2 - BEND),
                    (other.lat, other.lon),
                ),
                (STREETS[at % len(STREETS)],),
                other.distance_m,
            )
            for at, (one, other) in enumerate(pairwise(stops))
        )

    def method(self) -> str:
        """Return whose map that is."""
        return "© OpenStreetMap"


@dataclass
class Yard:
    """The app where it is served, and what stands behind it."""

    records: Registry
    driven: Driven
    accounts: Accounts
    door: Door
    cab: Cab
    url: str = ""
    names: dict[str, str] = field(default_factory=dict)
    crews: int = 0

    @property
    def day(self) -> date:
        return local_day(machine_us(), ZONE)

    def crew(self, truck: str, *numbers: int) -> Person:
        """Add somebody with a truck, and give it a round of these containers."""
        self.crews += 1
        person = Person(f"crew-{self.crews}", "Camille Roux", frozenset({Role.CREW}), "fr", truck)
        self.accounts.add(person, None, None)
        if numbers:
            self.issue(truck, [ref_of(number) for number in numbers])
        return person

    def issue(self, truck: str, refs: Sequence[str]) -> int:
        """Publish a round; return when."""
        stops = [self._stop("depot", "depot", 0)]
        stops += [self._stop(_kind(ref), ref, at) for at, ref in enumerate(refs, 1)]
        stops.append(self._stop("depot", "depot", len(refs) + 1))
        now_us = machine_us()
        body = {
            "day": self.day.isoformat(),
            "issued_at_us": now_us,
            "routes": [{"truck": truck, "stops": stops}],
        }
        self.records.issue_plan(Issued(self.day, now_us, msgspec.json.encode(body), {}))
        return now_us

    def told(self, truck: str) -> list[KeptDeed]:
        """Return what the server knows that a truck's crews did."""
        return self.driven.deeds(self.day, [truck])

    def actual(self, truck: str) -> RoundActual:
        """Return a truck's round as the desk is told of it."""
        return next(one for one in self.cab.rounds.today(self.day).actual() if one.truck == truck)

    def link(self, person: Person) -> str:
        """Return the address that lets somebody in once."""
        return self.accounts.link(person.id, None, machine_us()).address(self.url)

    def phone(self, browser: Browser, lang: str = "fr-FR", number: int = 0) -> BrowserContext:
        """Return a phone that has never been here, at a container."""
        lat, lon = spot_of(number)
        phone = browser.new_context(
            viewport={"width": 390, "height": 844},
            locale=lang,
            has_touch=True,
            is_mobile=True,
            geolocation={"latitude": lat, "longitude": lon, "accuracy": 5},
            permissions=["geolocation"],
            accept_downloads=True,
        )
        phone.set_default_timeout(PATIENCE_MS)
        return phone

    def enter(self, phone: BrowserContext, person: Person) -> Page:
        """Put the cookie of a new stay onto a phone, as the link's page would."""
        knock = Knock(machine_us(), "127.0.0.1", self.url.removeprefix("http://"))
        link = self.accounts.link(person.id, None, machine_us())
        secret = self.door.sign_in_by_link(link.secret, knock)[1]
        phone.add_cookies([{"name": COOKIE, "value": secret, "url": self.url, "httpOnly": True}])
        return phone.new_page()

    def enter_by_link(self, phone: BrowserContext, person: Person) -> Page:
        """Sign somebody in by link, as he does."""
        page = phone.new_page()
        page.goto(self.link(person))
        page.locator("#link button").click()
        page.wait_for_url(re.compile("/moi"))
        return page

    def loaded(self, phone: BrowserContext, person: Person, *, link: bool = False) -> Page:
        """Sign somebody in and open the app until it works without a network."""
        page = self.enter_by_link(phone, person) if link else self.enter(phone, person)
        page.goto(f"{self.url}/tournee")
        page.wait_for_selector("html[data-ready=true]")
        return page

    def started(self, phone: BrowserContext, person: Person, *, ready: bool = False) -> Page:
        """Sign somebody in and start the round; `ready` once it works without a network."""
        page = self.enter(phone, person)
        page.goto(f"{self.url}/tournee")
        if ready:
            page.wait_for_selector("html[data-ready=true]")
        page.locator("[data-key=start]").click()
        page.wait_for_selector("[data-key=collect], [data-key='#skip/1 wide']")
        return page

    def _stop(self, kind: str, ref: str, at: int) -> dict[str, object]:
        number = int(ref[2:]) if kind == "container" else at
        lat, lon = spot_of(number) if kind != "depot" else (43.6, 3.5)
        name = f"{STREETS[number % len(STREETS)]}, {number}"
        begun = 6 * 3600 + 420 * at
        return {
            "kind": kind,
            "ref": ref,
            "name": self.names.get(
                ref, {"depot": "Dépôt", "tip": "Quai de transfert"}.get(kind, name)
            ),
            "lat": lat,
            "lon": lon,
            "arrive_s": begun,
            "leave_s": begun + 240,
            "distance_m": 870 * bool(at),
            "load_kg": 60 * at,
            "must": at == 2,
        }


def _kind(ref: str) -> str:
    return "tip" if ref == "quay" else "side" if "/" in ref else "container"


def write_territory(folder: Path) -> Path:
    """Write a territory with containers, a tip and a round of two street sides."""
    (folder / "rounds").mkdir(parents=True)
    rows = [COLUMNS]
    for number in range(1, CONTAINERS + 1):
        lat, lon = spot_of(number)
        rows.append(
            f"{ref_of(number)},C{number},34001,a,residual,cube,{lat:.5f},{lon:.5f},120,200,300,"
            f"n-{number:03d},fill,a02yyuw,2026-01-05,yes,{WINDOW},"
            + (f'"{ACCESS}"' if number in NOTED else "")
        )
    for name, text in (
        ("territory.toml", TERRITORY + TIP + ROUND),
        ("communes.csv", COMMUNES),
        ("containers.csv", "\n".join(rows) + "\n"),
        ("outlines.geojson", OUTLINES),
        ("rounds/alpha.csv", SIDES),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@contextmanager
def yard(folder: Path) -> Iterator[Yard]:
    """Open everything and serve it, for a module of tests."""
    url = f"sqlite:///{folder}/registry.sqlite"
    with (
        open_registry(url) as records,
        open_people(url) as people,
        open_driven(url, machine_us) as driven,
    ):
        records.load_territory(write_territory(folder / "territory"))
        limits, passwords = Limits(), Passwords()
        accounts = Accounts(people, passwords, limits, KEY)
        door = Door(people, passwords, limits, KEY)
        guard = Guard(door, machine_us)
        rounds = Rounds(records, driven)
        cab = Cab(Intake(driven, machine_us), rounds, Bends(), guard, machine_us)
        made = Yard(records, driven, accounts, door, cab)
        desk = PeopleDesk(accounts, machine_us, lambda: ZONE)
        app = create_app(FakeDesk(), FakeZones(), people=Entrance(desk, guard), cab=cab)
        with serving(app) as address:
            made.url = address
            yield made
