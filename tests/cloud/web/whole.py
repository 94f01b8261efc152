"""The whole application on real records: a day planned and driven, and whoever calls it."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from fastapi import FastAPI

from cloud.bootstrap.weighbridge import weighed
from cloud.dispatch.board import Board
from cloud.driven.intake import Intake
from cloud.driven.rounds import Rounds
from cloud.forecast.need import Need
from cloud.forecast.survey import Forecast
from cloud.installation.service import Installing
from cloud.plan.effort import Effort
from cloud.plan.planner import plan_day
from cloud.registry.alarms import open_alarms
from cloud.registry.driven import Driven, open_driven
from cloud.registry.identities import open_identities
from cloud.registry.installations import open_installations
from cloud.registry.registry import Registry, open_registry
from cloud.registry.values import Device, Person, PlaceToVisit, Role, Stock
from cloud.registry.weighbridge import open_weighbridge
from cloud.settings import Settings
from cloud.store.memory import MemoryStore
from cloud.web.alarms.desk import RegistryAlarmsDesk
from cloud.web.app import create_app
from cloud.web.cab.api import Cab
from cloud.web.desk import RegistryDesk
from cloud.web.dispatch.api import Dispatch
from cloud.web.people.guard import Guard
from cloud.web.people.view import Entrance, PeopleDesk
from cloud.web.weighbridge.desk import RegistryWeighingsDesk
from tests.browser.shift import TIP
from tests.cloud.dispatch.ground import Ground
from tests.cloud.driven.day import DAY, MIN_US, SEVEN_US, Phone
from tests.cloud.driven.test_privacy import jpeg
from tests.cloud.people.house import ADMIN, CREW, PASSWORD, House, house_of
from tests.cloud.registry.conftest import COMMUNES, CONTAINERS, OUTLINES, TERRITORY, ZONES
from tests.cloud.web.cab.caller import DESK, OTHER, SITE, Caller, NoWays
from tests.cloud.web.cosmo import FakeZones
from tests.cloud.web.ledger.test_ledger_page import FakeLedger
from tests.services.registries import newest

MARC: Final = Person("marc", "Marc Vidal", frozenset({Role.INSTALLER}))
ZONE: Final = ZoneInfo("Europe/Paris")
QUICK: Final = Effort(seed=1, rounds=1, seconds=20.0, walks=1)
# 05:25: the crews are in their cabs, and no stop is behind them.
NOW_US: Final = SEVEN_US - 95 * MIN_US
NEXT_DAY: Final = date(2026, 1, 6)
SECOND: Final = TERRITORY[TERRITORY.index("[[trucks]]") : TERRITORY.index("[[rounds]]")].replace(
    '"one"', '"two"'
)
PHOTO: Final = jpeg()
PHOTO_NAME: Final = hashlib.sha256(PHOTO).hexdigest()
"""Of a problem that the crew told of; the photo itself has not come yet."""
KEPT: Final = jpeg(32)
KEPT_NAME: Final = hashlib.sha256(KEPT).hexdigest()


class NoSeal:
    """Nothing is proven here, so nothing is signed."""

    def sign(self, pdf: bytes, reason: str, now_us: int) -> bytes:
        raise AssertionError((len(pdf), reason, now_us))


@dataclass
class Town:
    """The application, the names of its parts, and what stands behind it."""

    app: FastAPI
    parts: frozenset[str]
    records: Registry
    driven: Driven
    house: House
    guard: Guard
    callers: dict[str, Caller] = field(default_factory=dict)

    def caller(self, name: str) -> Caller:
        """Return a program with somebody's session; of nobody if there is no name."""
        if name not in self.callers:
            made = Caller(self.app, self._enter(name) if name else "")
            if name:
                made.token = _token(made.call("GET", "/moi").text)
            self.callers[name] = made
        return self.callers[name]

    def _enter(self, name: str) -> str:
        if name != ADMIN.id:
            return self.house.enter(name)
        codes = self.house.codes(name)
        return self.house.enter(name, code=self.house.code(codes))


def write_town(folder: Path) -> Path:
    """Write a territory of two containers, two trucks, a tip, a round, and a zone."""
    folder.mkdir()
    for name, text in (
        ("territory.toml", TERRITORY + SECOND + TIP + ZONES),
        ("communes.csv", COMMUNES),
        ("containers.csv", CONTAINERS),
        ("outlines.geojson", OUTLINES),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@contextmanager
def town_of(folder: Path) -> Iterator[Town]:
    """Open everything, with a day that is planned and begun."""
    url = newest(f"sqlite:///{folder / 'registry.sqlite'}")
    with (
        house_of(url) as house,
        open_registry(url) as records,
        open_driven(url, house.clock) as driven,
        open_identities(url) as identities,
        open_installations(url) as places,
        open_alarms(url) as alarms,
        open_weighbridge(url) as weighings,
    ):
        clock, points = house.clock, MemoryStore()
        clock.at_us = NOW_US
        records.load_territory(write_town(folder / "territory"))
        identities.add(Device("n-003", Stock.IN_STOCK, 1))
        places.list_places((PlaceToVisit("alpha-01"),), "test")
        house.accounts.change(replace(CREW, truck="one"), None)
        for person in (OTHER, DESK, MARC):
            house.accounts.add(person, PASSWORD, None)
        guard, ground = Guard(house.door, clock), Ground(records)
        rounds = Rounds(records, driven)
        board = Board(records, driven, ground, clock)
        plan_a_day(records, ground)
        parts: dict[str, Any] = {
            "ledger": FakeLedger(),
            "people": Entrance(PeopleDesk(house.accounts, clock, lambda: ZONE), guard),
            "installing": Installing(places, points, NoSeal(), clock),
            "alarms": RegistryAlarmsDesk(records, alarms, clock, dict),
            "weighings": RegistryWeighingsDesk(
                records, weighed(Settings(), records, weighings), clock
            ),
            "cab": Cab(Intake(driven, clock), rounds, NoWays(), guard, clock),
            "dispatch": Dispatch(board, rounds, guard),
            "allowed_hosts": (SITE.removeprefix("https://"),),
        }
        app = create_app(RegistryDesk(records, points, clock), FakeZones(), **parts)
        made = Town(app, frozenset(parts), records, driven, house, guard)
        begin(made)
        yield made


def plan_a_day(records: Registry, ground: Ground) -> None:
    """Issue a plan of the day by the planner, whose forecast says that both are full."""
    needs = tuple(
        Need(one.id, NOW_US - 60 * MIN_US, 0.9, 0.9, 600, 20, 0.9, None, None)
        for one in records.containers()
    )
    for day in (DAY, NEXT_DAY):
        records.issue_forecast(Forecast(day, NOW_US - 120 * MIN_US, needs).issued())
    ground.issue(plan_day(ground.problem(DAY), issued_at_us=NOW_US - 90 * MIN_US, effort=QUICK))


def begin(town: Town) -> None:
    """Have the crew take its round, start, and tell of two problems; one photo has come."""
    phone, crew = Phone(), town.caller(CREW.id)
    assert crew.get(f"/tournee/round?day={DAY}").json()["plan"] is not None
    phone.does("started", -98)
    phone.does("problem", -97, what="works", photo=PHOTO_NAME)
    phone.does("problem", -96, what="broken", photo=KEPT_NAME)
    assert crew.post("/tournee/envelopes", phone.envelope()).json()["refused"] == []
    sent = crew.call("PUT", f"/tournee/photos/{KEPT_NAME}", KEPT)
    assert sent.status_code == 201, sent.text


def _token(page: str) -> str:
    """Return the token that a page carries."""
    return page.partition('name="token" value="')[2].partition('"')[0]
