"""The desk on the eve: a real territory, a plan of tomorrow, two dispatchers, the real app."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import msgspec
from playwright.sync_api import Browser, Page

from cloud.dispatch.board import Board
from cloud.driven.intake import Intake
from cloud.driven.rounds import Rounds
from cloud.forecast.need import Need
from cloud.forecast.survey import Forecast
from cloud.people.accounts import Accounts
from cloud.people.door import Door
from cloud.people.limits import Limits
from cloud.people.passwords import Passwords
from cloud.plan.effort import Effort
from cloud.plan.pairs import FEW
from cloud.plan.planner import plan_day
from cloud.plan.route import Plan, Route, read_plan
from cloud.registry.driven import Driven, open_driven
from cloud.registry.facade import machine_us
from cloud.registry.local import begins_us, local_day
from cloud.registry.people import open_people
from cloud.registry.registry import Registry, open_registry
from cloud.registry.values import Person, Role
from cloud.rounds.calendar import WEEKDAYS
from cloud.settings import Settings
from cloud.store.memory import MemoryStore
from cloud.web.app import create_app
from cloud.web.desk import RegistryDesk
from cloud.web.dispatch.api import Dispatch
from cloud.web.people.guard import Guard
from cloud.web.people.view import Entrance, PeopleDesk
from tests.browser.served import serving
from tests.cloud.dispatch.ground import Ground
from tests.cloud.web.cosmo import FakeZones

TERRITORY: Final = Path(__file__).parents[2] / "configs" / "territory" / "vallee-herault"
STREETS: Final = Path(__file__).parents[1] / "cloud" / "registry" / "door_to_door"
KEY: Final = bytes(range(32))
ZONE: Final = ZoneInfo("Europe/Paris")
PATIENCE_MS: Final = 10_000
QUICK: Final = Effort(seed=1, rounds=1, seconds=20.0, walks=1)
NADIA: Final = Person("nadia", "Nadia Benali", frozenset({Role.DISPATCHER}))
SACHA: Final = Person("sacha", "Sacha Morel", frozenset({Role.DISPATCHER}))
CAMILLE: Final = Person("camille", "Camille Roux", frozenset({Role.CREW}), "fr", "grue-1")
S_US: Final = 1_000_000
SCRIPT: Final = "<script>window.hurt = 1</script>"


@dataclass
class Clock:
    """The machine's clock, which a test may set ahead."""

    ahead_us: int = 0

    def __call__(self) -> int:
        return machine_us() + self.ahead_us


@dataclass
class Bureau:
    """The app where it is served, and what stands behind it."""

    day: date
    records: Registry
    driven: Driven
    accounts: Accounts
    ground: Ground
    board: Board
    intake: Intake
    clock: Clock
    guard: Guard
    rounds: Rounds
    url: str = ""
    epochs: int = 0

    @property
    def plan(self) -> Plan:
        """The plan that was issued last."""
        issued = self.records.newest_plan(self.day)
        assert issued is not None
        return read_plan(issued.body)

    def enter(
        self, browser: Browser, person: Person, lang: str = "fr-FR", wide: int = 1280
    ) -> Page:
        """Sign somebody in by link."""
        context = browser.new_context(viewport={"width": wide, "height": 900}, locale=lang)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.goto(self.accounts.link(person.id, None, machine_us()).address(self.url))
        page.locator("#link button").click()
        page.wait_for_url(re.compile("/moi"))
        return page

    @property
    def crane(self) -> Route:
        """The first round of that plan that lifts containers."""
        return next(route for route in self.plan.routes if len(route.containers) > 2)

    def at(self, path: str = "", **query: str) -> str:
        """Return an address of the desk, of the planned day if no other is said."""
        told = {"jour": self.day.isoformat(), **query}
        return f"{self.url}/bureau{path}?" + "&".join(f"{key}={it}" for key, it in told.items())

    def begin_again(self) -> None:
        """Issue the first plan of the day anew, so that no test builds on another's."""
        first = self.records.plans(self.day)[-1]
        plan = read_plan(first.body)
        self.ground.down = False
        self.ground.issue(replace(plan, issued_at_us=self.clock()))

    def tells(self, *rows: dict[str, object], truck: str = "grue-1", device: str = "tel-1") -> None:
        """Have a crew's phone tell what it did."""
        self.epochs += 1
        told = [{"seq": at, "offset_us": 0, **row} for at, row in enumerate(rows, 1)]
        body = {"v": 1, "device": device, "epoch": f"{self.epochs:012x}", "truck": truck}
        self.driven.give(CAMILLE.id, truck, self.day)
        receipt = self.intake.take(
            msgspec.json.encode({**body, "day": self.day.isoformat(), "deeds": told}), CAMILLE
        )
        assert not receipt.refused


def needs(records: Registry, now_us: int) -> tuple[Need, ...]:
    """Return what some containers need, few enough to be planned in one process."""
    found = []
    for at, one in enumerate(records.containers()[:: len(records.containers()) // FEW + 1]):
        fill = (0.97, 0.88, 0.74, 0.91, 0.35, 0.62)[at % 6]
        risk = (0.97, 0.8, 0.4, 0.9, 0.01, 0.2)[at % 6]
        read_us = now_us - 900 * S_US
        found.append(Need(one.id, read_us, fill, fill, round(700 * fill), 20, risk, None, None))
    return tuple(found)


def write_names(folder: Path, scripted: str, day: date) -> Path:
    """Copy the territory, with the bins of two villages beside, those of Gignac due on `day`.

    A container called `scripted` gets the name of a script.
    """
    shutil.copytree(STREETS / "rounds", folder / "rounds")
    for file in TERRITORY.glob("*.*"):
        text = file.read_text(encoding="utf-8")
        if scripted and file.name == "containers.csv":
            assert scripted in text
            text = text.replace(scripted, SCRIPT)
        if file.name == "territory.toml":
            every = (STREETS / "rounds.toml").read_text(encoding="utf-8")
            rounds = every.partition("[[ages]]")[0]
            # Those of Aniane on Saturdays, on which nothing is planned here.
            due = {'["mon"]': f'["{WEEKDAYS[day.weekday()]}"]', '["tue"]': '["sat"]'}
            for was, now in due.items():
                rounds = rounds.replace(f"weekdays = {was}", f"weekdays = {now}")
            text += rounds
        (folder / file.name).write_text(text, encoding="utf-8")
    return folder


@contextmanager
def bureau(folder: Path, scripted: str = "") -> Iterator[Bureau]:
    """Open everything and serve it, for a module of tests."""
    url, clock, settings = f"sqlite:///{folder}/registry.sqlite", Clock(), Settings()
    with (
        open_registry(url) as records,
        open_people(url) as people,
        open_driven(url, clock) as driven,
    ):
        # Planned for a working day, so that tips are open.
        day = local_day(machine_us(), ZONE) + timedelta(1)
        day += timedelta(max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
        records.load_territory(write_names(folder / "territory", scripted, day))
        now_us = machine_us()
        records.issue_forecast(Forecast(day, now_us, needs(records, now_us)).issued())
        ground = Ground(records, settings)
        ground.issue(plan_day(ground.problem(day), issued_at_us=now_us, effort=QUICK))
        limits, passwords = Limits(), Passwords()
        accounts = Accounts(people, passwords, limits, KEY)
        for person in (NADIA, SACHA, CAMILLE):
            accounts.add(person, None, None)
        guard = Guard(Door(people, passwords, limits, KEY), machine_us)
        board = Board(records, driven, ground, clock)
        rounds, intake = Rounds(records, driven), Intake(driven, clock)
        made = Bureau(day, records, driven, accounts, ground, board, intake, clock, guard, rounds)
        app = create_app(
            RegistryDesk(records, MemoryStore(), clock),
            FakeZones(),
            people=Entrance(PeopleDesk(accounts, machine_us, lambda: ZONE), guard),
            dispatch=Dispatch(board, rounds, guard),
        )
        with serving(app) as address:
            made.url = address
            yield made


def morning_us(place: Bureau, seconds: int) -> int:
    """Return an instant of the planned day, by seconds from midnight."""
    return begins_us(place.day, ZONE) + seconds * S_US
