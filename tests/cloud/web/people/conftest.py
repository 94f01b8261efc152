"""The people's pages in an app, and browsers without a screen that ask for them."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from cloud.registry.values import Role
from cloud.web.app import create_app
from cloud.web.people.guard import Guard
from cloud.web.people.view import Entrance, PeopleDesk
from tests.cloud.people.house import CREW, PASSWORD, House, blank_registry, copied, house_of
from tests.cloud.web.conftest import FakeDesk
from tests.cloud.web.cosmo import FakeZones

SITE = "https://vallee.example"


class Tokens(HTMLParser):
    """The token that a page's forms carry."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.token = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "input" and named.get("name") == "token":
            self.token = named["value"] or ""


@dataclass
class Visitor:
    """A browser: it keeps cookies, says where a form came from, and follows nothing by itself."""

    app: FastAPI
    site: str = SITE
    address: str = "192.0.2.7"
    cookies: dict[str, str] = field(default_factory=dict)
    # What a browser says of a form of our own pages, which send no referrer.
    says: dict[str, str] = field(
        default_factory=lambda: {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
    )

    def ask(self, path: str, form: dict[str, str] | None = None, **headers: str) -> httpx.Response:
        """GET a path, or POST a form to it."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if form is not None:
            named = {**self.says, **named}
        if self.cookies:
            named["Cookie"] = "; ".join(f"{key}={value}" for key, value in self.cookies.items())
        answer = asyncio.run(self._go(path, form, named))
        for kept in answer.headers.get_list("set-cookie"):
            name, _, value = kept.partition(";")[0].partition("=")
            if "Max-Age=0" in kept:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return answer

    async def _go(
        self, path: str, form: dict[str, str] | None, headers: dict[str, str]
    ) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, client=(self.address, 5000))
        async with httpx.AsyncClient(transport=transport, base_url=self.site) as client:
            method = "GET" if form is None else "POST"
            return await client.request(method, path, data=form, headers=headers)

    def enter(
        self, name: str = CREW.id, password: str = PASSWORD, code: str = "", **fields: str
    ) -> httpx.Response:
        return self.ask("/entrer", {"name": name, "password": password, "code": code, **fields})

    def token(self) -> str:
        return Tokens(self.ask("/moi").text).token

    def send(self, path: str, **fields: str) -> httpx.Response:
        """Send a form as our own page would: with the token of this session."""
        return self.ask(path, {"token": self.token(), **fields})


Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return blank_registry(tmp_path_factory.mktemp("people-web"))


@pytest.fixture
def house(blank: Path, tmp_path: Path) -> Iterator[House]:
    with house_of(copied(blank, tmp_path)) as opened:
        yield opened


@pytest.fixture
def app(house: House) -> FastAPI:
    """Give the whole application, and a room of a test behind the same guard."""
    desk = PeopleDesk(house.accounts, house.clock, lambda: ZoneInfo("Europe/Paris"), SITE)
    guard = Guard(house.door, house.clock)
    names = ("vallee.example", "other.example")
    made = create_app(FakeDesk(), FakeZones(), people=Entrance(desk, guard), allowed_hosts=names)

    def crew(request: Request) -> Response:
        return JSONResponse({"id": guard.let_in(request, Role.CREW).id})

    def desk_only(request: Request) -> Response:
        return JSONResponse({"id": guard.let_in(request, Role.DISPATCHER).id})

    made.add_api_route("/essai", crew, methods=["GET", "POST"], response_model=None)
    made.add_api_route("/api/essai", crew, methods=["GET", "POST"], response_model=None)
    made.add_api_route("/bureau", desk_only, methods=["GET"], response_model=None)
    return made


@pytest.fixture
def visit(app: FastAPI) -> Visit:
    def made(**facts: str) -> Visitor:
        return Visitor(app, **facts)  # type: ignore[arg-type]  # its texts only

    return made


@pytest.fixture
def crew(visit: Visit) -> Visitor:
    visitor = visit()
    assert visitor.enter().status_code == 303
    return visitor


@pytest.fixture
def admin(visit: Visit, house: House) -> Visitor:
    visitor = visit()
    app = house.codes()
    assert visitor.enter("mairie", code=house.code(app)).status_code == 303
    return visitor
