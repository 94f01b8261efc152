"""What is at which address of the installer's page, to whom, and how what is wrong is refused."""

import asyncio
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import httpx
import msgspec
import pytest
from fastapi import FastAPI
from PIL import Image

from cloud.people.door import Knock
from cloud.registry.facade import machine_us
from cloud.registry.values import Person
from cloud.web.install.assets import load_assets
from cloud.web.install.routes import LARGEST_BODY
from cloud.web.texts.install import INSTALL
from tests.browser.valley import CREW, LEA, MARC, PLACE, Valley, app_of, valley_parts

SITE = "https://vallee.example"
VISIT = "0b0a3c5e-1d2f-4a6b-8c7d-9e0f1a2b3c4d"
ASSETS = load_assets()
BLANK = re.compile(r"{\w+}")


@dataclass
class Phone:
    """A browser without a screen, of somebody who is signed in; None: of nobody."""

    app: FastAPI
    secret: str

    def ask(
        self, path: str, body: bytes | None = None, token: str = "", **headers: str
    ) -> httpx.Response:
        named = {"Accept": "application/json", **headers}
        if self.secret:
            named["Cookie"] = f"__Host-vallee={self.secret}"
        if body is not None:
            named = {"Sec-Fetch-Site": "same-origin", "X-Vallee-Token": token, **named}
        return asyncio.run(self._go(path, body, named))

    async def _go(self, path: str, body: bytes | None, headers: dict[str, str]) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url=SITE) as client:
            method = "GET" if body is None else "POST"
            return await client.request(method, path, content=body, headers=headers)

    def token(self) -> str:
        told: str = self.ask("/pose/places").json()["token"]
        return told

    def send(self, visit: dict[str, Any], photo: bytes) -> httpx.Response:
        body = msgspec.json.encode({"visit": visit, "photo": photo})
        return self.ask("/pose/visits", body, self.token())


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valley]:
    with valley_parts(tmp_path_factory.mktemp("valley")) as opened:
        yield opened


@pytest.fixture(scope="module")
def app(parts: Valley) -> FastAPI:
    return app_of(parts, ["vallee.example"])


def phone_of(parts: Valley, app: FastAPI, person: Person | None) -> Phone:
    if person is None:
        return Phone(app, "")
    link = parts.accounts.link(person.id, None, machine_us())
    knock = Knock(machine_us(), "192.0.2.7", "vallee.example")
    return Phone(app, parts.door.sign_in_by_link(link.secret, knock)[1])


@pytest.fixture(scope="module")
def marc(parts: Valley, app: FastAPI) -> Phone:
    return phone_of(parts, app, MARC)


def photo() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (64, 48), "grey").save(file, "JPEG")
    return file.getvalue()


def visit(sent: bytes, **other: object) -> dict[str, Any]:
    return {
        "id": VISIT,
        "place": PLACE,
        "node": "n-001",
        "target": PLACE,
        "lat": 43.65126,
        "lon": 3.55021,
        "accuracy_m": 5.0,
        "at_us": machine_us(),
        "offset_us": 0,
        "supply": "permanent",
        "photo_sha256": sha256(sent).hexdigest(),
        "cone_mm": [2700] * 5,
        **other,
    }


@pytest.mark.parametrize("path", ["/pose/places", "/pose/cards"])
def test_nobody_else_is_told_anything(parts: Valley, app: FastAPI, path: str) -> None:
    stranger, crew = phone_of(parts, app, None), phone_of(parts, app, CREW)

    assert stranger.ask(path).status_code == 401
    assert stranger.ask(path).json()["code"] == "not-signed-in"
    assert crew.ask(path).status_code == 403


def test_a_page_is_sent_to_the_door_and_back(parts: Valley, app: FastAPI) -> None:
    answer = phone_of(parts, app, None).ask("/pose", Accept="text/html")

    assert (answer.status_code, answer.headers["location"]) == (303, "/entrer?retour=/pose")


def test_an_installers_own_page_leads_to_the_list(marc: Phone) -> None:
    page = marc.ask("/moi", Accept="text/html")

    assert '<a class="button main" href="/pose">' in page.text
    assert 'href="/bureau"' not in page.text


@pytest.mark.parametrize("path", ["/pose/places", "/pose/cards", "/pose"])
def test_no_cache_but_the_pages_own_keeps_the_list(marc: Phone, path: str) -> None:
    assert marc.ask(path).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["n/n-001", "n/n-999", "c/gignac-01", "c/nowhere"])
def test_a_labels_address_leads_to_the_page_whether_its_name_is_known_or_not(
    parts: Valley, app: FastAPI, path: str
) -> None:
    stranger = phone_of(parts, app, None)
    kind, name = path.split("/")

    answer = stranger.ask(f"/{path}")
    door = stranger.ask(answer.headers["location"], Accept="text/html")

    assert (answer.status_code, answer.headers["location"]) == (303, f"/pose?{kind}={name}")
    assert answer.content == b""
    assert door.headers["location"] == f"/entrer?retour=/pose%3F{kind}%3D{name}"


@pytest.mark.parametrize(
    "name",
    ["N-001", "%2F%2Fevil.test", "..%2Fmoi", "a%0D%0ASet-Cookie:x", "a&c=b", "%23", "a" * 64, "é"],
)
@pytest.mark.parametrize("kind", ["n", "c"])
def test_an_address_that_no_label_has_leads_nowhere(marc: Phone, kind: str, name: str) -> None:
    answer = marc.ask(f"/{kind}/{name}")

    assert answer.status_code == 404
    assert "location" not in answer.headers


def test_the_shell_alone_may_ask_for_camera_and_position(marc: Phone) -> None:
    shell = marc.ask("/pose", Accept="text/html")

    assert shell.headers["permissions-policy"] == "camera=(self), geolocation=(self), microphone=()"
    policy = shell.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; ")
    assert "unsafe" not in policy
    assert "<script>" not in shell.text
    assert "<style" not in shell.text
    elsewhere = marc.ask("/", Accept="text/html").headers["permissions-policy"]
    assert elsewhere == "camera=(), geolocation=(), microphone=()"


def test_the_shell_says_nothing_of_anybody(parts: Valley, app: FastAPI, marc: Phone) -> None:
    lea = phone_of(parts, app, LEA)

    assert marc.ask("/pose").content == lea.ask("/pose").content


@pytest.mark.parametrize("name", sorted(ASSETS.files))
def test_a_file_is_kept_for_ever_under_its_release(marc: Phone, name: str) -> None:
    answer = marc.ask(ASSETS.path(name))

    assert answer.content == ASSETS.files[name].body
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert marc.ask(f"/pose/files/0000000000000000/{name}").status_code == 404


def test_the_worker_may_answer_for_the_page_and_keeps_every_file(marc: Phone) -> None:
    worker = marc.ask("/pose/worker.js")

    assert worker.headers["service-worker-allowed"] == "/pose"
    assert worker.headers["cache-control"] == "no-cache"
    assert all(f'"{ASSETS.path(name)}"' in worker.text for name in ASSETS.files)


def test_a_visit_comes_with_its_photo_and_its_repeat_changes_nothing(
    parts: Valley, marc: Phone
) -> None:
    sent = visit(photo())

    first, again = marc.send(sent, photo()), marc.send(sent, photo())

    assert first.json() == again.json() == {"ok": True, "refused": []}
    assert [one.id for one in parts.installing.cards()] == [VISIT]
    assert marc.ask("/pose/cards").json()["cards"][0]["who"] == MARC.id
    record = marc.ask("/pose/record/n-001.pdf", Accept="application/pdf")
    assert record.headers["content-type"] == "application/pdf"
    assert record.content.startswith(b"%PDF")


def test_a_node_without_a_visit_has_no_record(marc: Phone) -> None:
    assert marc.ask("/pose/record/n-050.pdf", Accept="text/html").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[" * 10_000,
        b'{"visit": NaN}',
        msgspec.json.encode({"visit": visit(b""), "photo": "*"}),
        msgspec.json.encode({"visit": visit(b"", id="../../etc"), "photo": ""}),
        msgspec.json.encode({"visit": visit(b"", node="n-001\n"), "photo": ""}),
        b'{"visit": "\xff"}',
    ],
    ids=["empty", "deep", "NaN", "no base64", "a path for an id", "a line end", "no UTF-8"],
)
def test_what_is_no_visit_is_turned_away_with_a_sentence(marc: Phone, body: bytes) -> None:
    answer = marc.ask("/pose/visits", body, marc.token())

    assert answer.status_code == 400
    assert answer.json()["sentence_fr"] == "Le serveur ne comprend pas cet envoi."


def test_a_body_is_read_no_further_than_it_may_go(marc: Phone) -> None:
    answer = marc.ask("/pose/visits", b" " * (LARGEST_BODY + 1), marc.token())

    assert (answer.status_code, answer.json()["code"]) == (413, "too-long")


@pytest.mark.parametrize(
    ("token", "site"), [("", "same-origin"), ("guess", "same-origin"), (None, "cross-site")]
)
def test_another_sites_form_sends_nothing(marc: Phone, token: str | None, site: str) -> None:
    told = marc.token() if token is None else token

    answer = marc.ask("/pose/visits", b"{}", told, **{"Sec-Fetch-Site": site})

    assert (answer.status_code, answer.json()["code"]) == (403, "not-yours")


def test_every_sentence_has_the_same_blanks_in_both_languages() -> None:
    blanks = {key: [set(BLANK.findall(one)) for one in text] for key, text in INSTALL.items()}

    assert {key: some for key, some in blanks.items() if some[0] != some[1]} == {}


def test_the_scripts_ask_for_sentences_that_there_are() -> None:
    scripts = "".join(a.body.decode() for name, a in ASSETS.files.items() if name.endswith(".js"))
    asked = set(re.findall(r'\bt\("([a-z._]+)"', scripts))

    assert len(asked) > 50
    assert {key for key in asked if f"install.{key}" not in INSTALL} == set()


def test_the_page_is_light(marc: Phone) -> None:
    whole = len(marc.ask("/pose").content) + len(marc.ask("/pose/worker.js").content)

    assert whole + sum(len(asset.body) for asset in ASSETS.files.values()) < 150_000
