"""A night with alarms and a month of weighings, in the whole application behind its guard."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import msgspec
from fastapi import FastAPI

from cloud.bootstrap.weighbridge import weighed
from cloud.driven.intake import Intake
from cloud.registry.alarms import Alarms, open_alarms
from cloud.registry.driven import open_driven
from cloud.registry.registry import open_registry
from cloud.registry.values import (
    Alarm,
    AlarmKind,
    AlarmTurn,
    Channel,
    Event,
    Message,
    Person,
    Role,
    Ticket,
    Unloading,
)
from cloud.registry.weighbridge import open_weighbridge
from cloud.settings import Registry, Settings, Weighing
from cloud.web.alarms.desk import RegistryAlarmsDesk
from cloud.web.app import create_app
from cloud.web.people.guard import Guard
from cloud.web.people.view import Entrance, PeopleDesk
from cloud.web.weighbridge.desk import RegistryWeighingsDesk
from contract.deeds import Collected, DeedEnvelope
from tests.cloud.people.house import ADMIN, CREW, NOON_US, PASSWORD, House, house_of
from tests.cloud.web.conftest import FakeDesk
from tests.cloud.web.cosmo import FakeZones
from tests.services.registries import newest

MINUTE_US: Final = 60_000_000
NADIA: Final = Person("nadia", "Nadia B.", frozenset({Role.DISPATCHER}))
FIRE, FULL, LOST = range(1, 4)
TIP: Final = """
[[sites]]
id = "tip"
name = "Soumont"
kind = "tip"
operator = "a"
streams = ["residual"]
lat = 43.7
lon = 3.4
opens = "07:00"
closes = "16:00"
unload_s = 600
invented = true
"""


@dataclass
class Night:
    """The application, and what is behind it."""

    app: FastAPI
    house: House
    alarms: Alarms


@contextmanager
def night(place: Path, territory: Path) -> Iterator[Night]:
    """Open the application on a registry of its own."""
    url = newest(f"sqlite:///{place / 'night.sqlite'}")
    with (territory / "territory.toml").open("a") as file:
        file.write(TIP)
    wishes = Weighing(plates=("AB-123-CD = one",))
    settings = Settings(registry=Registry(url), weighbridge=wishes)
    with (
        open_registry(url) as registry,
        house_of(url) as house,
        open_alarms(url, lambda: NOON_US) as alarms,
        open_weighbridge(url) as scale,
    ):
        registry.load_territory(territory)
        _drive(url)
        house.accounts.add(NADIA, PASSWORD, ADMIN.id)
        _burn(alarms)
        scale.add_tickets(_tickets(), "marie")
        scale.note_unloadings(_unloadings())
        desk = PeopleDesk(house.accounts, house.clock, lambda: ZoneInfo("Europe/Paris"), "")
        app = create_app(
            FakeDesk(),
            FakeZones(),
            people=Entrance(desk, Guard(house.door, house.clock)),
            alarms=RegistryAlarmsDesk(
                registry, alarms, house.clock, lambda: {NADIA.id: NADIA.name}
            ),
            weighings=RegistryWeighingsDesk(
                registry, weighed(settings, registry, scale), house.clock
            ),
            allowed_hosts=("vallee.example",),
        )
        yield Night(app, house, alarms)


def _burn(alarms: Alarms) -> None:
    fire = Alarm(
        AlarmKind.FIRE,
        "alpha-01",
        *(NOON_US - 9 * MINUTE_US,) * 3,
        level=1,
        call_us=NOON_US + MINUTE_US,
        reopened=2,
        figure=131.0,
    )
    full = Alarm(
        AlarmKind.OVERFLOW, "alpha-02", *(NOON_US - 90 * MINUTE_US,) * 3, level=1, figure=1.08
    )
    lost = Alarm(
        AlarmKind.LOST, "n-<b>", *(NOON_US - 900 * MINUTE_US,) * 3, closed_us=NOON_US - MINUTE_US
    )
    told = Message(
        "k", FIRE, Event.OPENED, Channel.MAIL, "astreinte@vallee.example", {"text": ""}, 1, 1
    )
    alarms.turn(0, lambda _: AlarmTurn((fire, full, lost)))
    alarms.acknowledge(FULL, NADIA.id)
    alarms.put(told)
    alarms.note_trouble(1, "the mail server smtp:mail.example:587: no answer", NOON_US)


def _tickets() -> list[Ticket]:
    facts = (15_240, 11_000, "residual")
    at_us = NOON_US - 600 * MINUTE_US
    return [
        Ticket("T-1", "tip", "AB123CD", *facts, at_us),
        Ticket("T-2", "tip", "AB123CD", *facts, at_us + 5 * MINUTE_US),
        Ticket("T-3", "tip", "ZZ999ZZ", 14_000, 11_000, "residual", at_us + 90 * MINUTE_US),
    ]


def _drive(url: str) -> None:
    """Have a crew tell that it lifted both containers before its unloading of that morning."""
    with open_driven(url, lambda: NOON_US) as driven:
        day = date(2025, 11, 24)
        driven.give(CREW.id, "one", day)
        done = tuple(
            Collected(seq=number, at_us=NOON_US - (640 - number) * MINUTE_US, offset_us=0, stop=ref)
            for number, ref in enumerate(("alpha-01", "alpha-02"), 1)
        )
        told = DeedEnvelope(
            v=1, device="crew-1", epoch="0123456789ab", truck="one", day=str(day), deeds=done
        )
        Intake(driven, lambda: NOON_US).take(msgspec.json.encode(told), CREW)


def _unloadings() -> list[Unloading]:
    at_us = NOON_US - 605 * MINUTE_US
    return [
        Unloading("u-1", "one", "tip", "residual", at_us, 4200),
        Unloading("u-2", "one", "tip", "residual", at_us - 300 * MINUTE_US),
    ]
