"""An app with crews and a desk behind the real door, and programs that call it."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import msgspec
from fastapi import FastAPI

from cloud.dispatch.board import Board
from cloud.driven.intake import Intake
from cloud.driven.rounds import Rounds
from cloud.registry.driven import Driven, open_driven
from cloud.registry.registry import Registry, open_registry
from cloud.registry.values import Person, Role
from cloud.web.app import create_app
from cloud.web.cab.api import Cab
from cloud.web.cab.values import CabLeg
from cloud.web.dispatch.api import Dispatch
from cloud.web.people.guard import Guard
from contract.truck_plan import TruckStop
from tests.cloud.dispatch.test_board import FakeGround
from tests.cloud.dispatch.test_move import world
from tests.cloud.driven.day import MIN_US, SEVEN_US, plan
from tests.cloud.people.house import CREW, PASSWORD, House, house_of
from tests.cloud.web.conftest import FakeDesk
from tests.cloud.web.cosmo import FakeZones

SITE = "https://vallee.example"
DESK = Person("desk", "Bureau", frozenset({Role.DISPATCHER}))
OTHER = Person("sacha", "Sacha", frozenset({Role.CREW}), "fr", "two")
NOW_US = SEVEN_US + 600 * MIN_US


class NoWays:
    """No roads are built."""

    def legs(self, truck: str, stops: Sequence[TruckStop]) -> tuple[CabLeg, ...]:
        del truck, stops
        return ()

    def method(self) -> str:
        return ""


@dataclass
class Caller:
    """A program with somebody's session and its token."""

    app: FastAPI
    secret: str = ""
    token: str = ""
    says: dict[str, str] = field(default_factory=lambda: {"Sec-Fetch-Site": "same-origin"})

    def call(self, method: str, path: str, body: bytes = b"", **headers: str) -> httpx.Response:
        named = {
            **self.says,
            "Cookie": f"__Host-vallee={self.secret}",
            "X-Vallee-Token": self.token,
        }
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        return asyncio.run(self._go(method, path, body, named))

    def get(self, path: str) -> httpx.Response:
        return self.call("GET", path)

    def post(self, path: str, what: object) -> httpx.Response:
        body = what if isinstance(what, bytes) else msgspec.json.encode(what)
        return self.call("POST", path, body)

    async def _go(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, client=("192.0.2.7", 5000))
        async with httpx.AsyncClient(transport=transport, base_url=SITE) as client:
            return await client.request(method, path, content=body, headers=headers)


@dataclass
class Yard:
    """The app, and who calls it."""

    app: FastAPI
    records: Registry
    driven: Driven
    house: House
    guard: Guard
    callers: dict[str, Caller] = field(default_factory=dict)

    def caller(self, name: str) -> Caller:
        if name not in self.callers:
            secret = self.house.enter(name)
            made = Caller(self.app, secret)
            made.token = self.guard.token(_WithCookie(secret))  # type: ignore[arg-type]  # all it reads
            self.callers[name] = made
        return self.callers[name]


class _WithCookie:
    """As much of a request as a token is made of."""

    def __init__(self, secret: str) -> None:
        self.cookies = {"__Host-vallee": secret}
        self.url = httpx.URL(SITE)
        self.client: Any = None


@contextmanager
def yard_of(url: str, territory: Path) -> Iterator[Yard]:
    """Open the app on a registry with a plan for each of two worlds: crews' and planner's."""
    problem, made = world()
    with house_of(url) as house, open_registry(url) as records:
        house.clock.at_us = NOW_US
        records.load_territory(territory)
        house.accounts.change(replace(CREW, truck="one"), None)
        house.accounts.add(OTHER, PASSWORD, None)
        house.accounts.add(DESK, PASSWORD, None)
        records.issue_plan(plan(SEVEN_US - 60 * MIN_US, "alpha-01", "alpha-02"))
        ground = FakeGround(records, day=problem)
        ground.issue(made)
        guard = Guard(house.door, house.clock)
        with open_driven(url, house.clock) as driven:
            rounds = Rounds(records, driven)
            app = create_app(
                FakeDesk(),
                FakeZones(),
                cab=Cab(Intake(driven, house.clock), rounds, NoWays(), guard, house.clock),
                dispatch=Dispatch(Board(records, driven, ground, house.clock), rounds, guard),
                allowed_hosts=("vallee.example",),
            )
            yield Yard(app, records, driven, house, guard)
