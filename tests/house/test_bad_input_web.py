"""Each bad input to the pages that must have its clear error has a test, by name.

The list is that of the reliability plan, with what can be done to sockets; whoever renames a test
renames it here. What no other file tries on the whole application is tried below.
"""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Thread
from typing import Final

import httpx
import msgspec
import pytest

from cloud.bootstrap.listening import listening
from cloud.bootstrap.page_server import page_server
from cloud.settings import Web
from cloud.store.memory import MemoryStore
from cloud.store.point import Point, Tags
from cloud.web.patience import PatientProtocol
from cloud.web.zone.desk import RegistryZoneDesk
from tests.cloud.driven.day import DAY, Phone
from tests.cloud.people.house import ADMIN, CREW
from tests.cloud.web.cab.caller import DESK
from tests.cloud.web.whole import Town, town_of
from tests.house.test_bad_input_identity import TESTS, Shown, _tests

HERE: Final = "house/test_bad_input_web.py"
CAB: Final = "cloud/web/cab/test_api.py"
BUREAU: Final = "cloud/web/dispatch/test_api_desk.py"
INTAKE: Final = "cloud/driven/test_intake.py"
LIMITS: Final = "cloud/web/test_page_limits.py"
STORE: Final = "ports/test_store.py"
GUARD: Final = "cloud/web/people/test_people_guard.py"
COVERED: Final = {
    "InfluxQL injection through id": Shown(
        HERE, "test_an_id_that_the_registry_does_not_know_never_reaches_the_store"
    ),
    "InfluxQL injection through range": Shown(
        HERE, "test_a_hostile_word_in_an_address_is_refused_or_not_there"
    ),
    "InfluxQL injection through tz": Shown(
        HERE, "test_a_hostile_word_in_an_address_is_refused_or_not_there"
    ),
    "another crew's route": Shown(CAB, "test_another_crews_route_is_not_shown"),
    "another crew's route, told of": Shown(
        INTAKE, "test_another_crews_route_is_not_for_this_crew_to_tell_of"
    ),
    "<script> in a container's name": Shown(
        "cloud/web/test_page.py", "test_a_container_named_like_a_script_is_text"
    ),
    "<script> in a container's name, at the desk": Shown(
        "browser/test_desk.py", "test_a_name_with_a_script_stays_text"
    ),
    "javascript: where one is sent on to": Shown(GUARD, "test_open_redirect_in_retour_is_refused"),
    "CSV formula": Shown("cloud/web/zone/test_zone_files.py", "test_no_cell_begins_a_formula"),
    'CSRF on "collected"': Shown(
        CAB, "test_collected_by_another_site_or_without_the_token_is_refused"
    ),
    "CSRF on whatever changes something": Shown(
        HERE, "test_whatever_changes_something_is_refused_to_another_site"
    ),
    "login brute force": Shown(
        "cloud/web/people/test_people_pages.py",
        "test_login_brute_force_is_slowed_and_told_on_the_page",
    ),
    "path traversal in names": Shown(
        HERE, "test_a_hostile_word_in_an_address_is_refused_or_not_there"
    ),
    "SVG upload": Shown(CAB, "test_a_bad_photo_is_one_sentence", "SVG"),
    "huge photo upload": Shown(CAB, "test_a_bad_photo_is_one_sentence", "huge"),
    "NaN coordinates": Shown(INTAKE, "test_nan_costs_its_row_only"),
    "91° coordinates": Shown(HERE, "test_a_latitude_of_91_degrees_costs_its_row_only"),
    "10,000 stops (solver denial)": Shown(
        BUREAU, "test_ten_thousand_stops_are_refused_before_any_search"
    ),
    '"collected" twice from an offline phone': Shown(
        INTAKE, "test_collected_told_twice_by_an_offline_phone_is_there_once"
    ),
    "limit 10^9": Shown(BUREAU, "test_bad_input_is_one_sentence", "limit=1000000000"),
    "Host header": Shown(HERE, "test_another_host_is_refused_at_every_address"),
    "open redirect": Shown(GUARD, "test_open_redirect_in_retour_is_refused"),
    "framing": Shown(HERE, "test_no_answer_may_be_framed_anywhere"),
    "a stale service worker after logout": Shown(
        "browser/test_cab.py",
        "test_a_stale_worker_shows_nothing_once_the_stay_was_ended_elsewhere",
    ),
    "slow bodies": Shown(LIMITS, "test_who_never_ends_a_request_is_put_out", "half a body"),
    "slow bodies, of somebody signed in": Shown(
        HERE, "test_a_slow_body_is_put_out_and_others_are_answered"
    ),
    "half-open connections": Shown(HERE, "test_half_open_connections_keep_nobody_out"),
    "too many connections": Shown(LIMITS, "test_more_connections_than_there_may_be_are_told_so"),
    "header floods": Shown(HERE, "test_a_flood_of_headers_is_refused"),
}
HOSTILE: Final = (
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e%2fregistry.sqlite",
    "x' OR '1'='1",
    'x"; DROP MEASUREMENT level',
    "x;drop database vallee",
    "Europe/Paris') TZ('UTC",
    "1%00",
    "%0d%0aSet-Cookie:%20a=b",
    "é\u202e",
    "a" * 3000,
)
"""As somebody types them into an address; what is not percent-encoded yet, the client encodes."""
ADDRESSES: Final = (
    (CREW.id, "/tournee/round?day={}"),
    (CREW.id, "/tournee/photos/{}"),
    (CREW.id, "/tournee/files/{}/app.js"),
    (DESK.id, "/bureau?jour={}"),
    (DESK.id, "/bureau/plans/{}/draft"),
    (DESK.id, f"/bureau/plans/{DAY}/camions/{{}}.gpx"),
    (DESK.id, f"/bureau/plans/{DAY}/draft/versions?limit={{}}"),
    (DESK.id, "/bureau/calendar?since={}&until=2026-02-01"),
    (DESK.id, f"/bureau/calendar?since={DAY}&until={{}}"),
    (DESK.id, "/bureau/photos/{}"),
    (DESK.id, "/alarmes/{}"),
    (ADMIN.id, "/personnes/{}"),
    (ADMIN.id, "/pose/record/{}.pdf"),
    (ADMIN.id, "/pose/files/{}/app.js"),
    (ADMIN.id, "/zone/{}.json"),
    (ADMIN.id, "/zone/{}.csv"),
    (ADMIN.id, "/plan/{}.gpx"),
    (ADMIN.id, "/n/{}"),
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town_of(tmp_path_factory.mktemp("bad")) as opened:
        yield opened


@pytest.mark.parametrize("name", COVERED)
def test_every_bad_input_to_the_pages_has_its_test(name: str) -> None:
    shown = COVERED[name]

    found = _tests(TESTS / shown.file)

    assert shown.test in found, f"{name}: {shown.file} has no {shown.test}"
    assert any(shown.case in text for text in found[shown.test] or [""]), f"{name}: no such case"


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_word_in_an_address_is_refused_or_not_there(town: Town, hostile: str) -> None:
    for who, address in ADDRESSES:
        answer = town.caller(who).get(address.format(hostile))

        assert answer.status_code in {400, 404, 405}, (address, answer.status_code)
        assert "root:" not in answer.text
        assert "set-cookie" not in answer.headers


class Untouched(MemoryStore):
    """A store that nobody may ask."""

    def read(self, *asked: object, **more: object) -> list[Point]:
        raise AssertionError((asked, more))

    def newest(self, *asked: object, **more: object) -> dict[Tags, list[Point]]:
        raise AssertionError((asked, more))


@pytest.mark.parametrize("hostile", ["park' OR '1'='1", 'park"; DROP MEASUREMENT level', "park\n"])
def test_an_id_that_the_registry_does_not_know_never_reaches_the_store(
    town: Town, hostile: str
) -> None:
    desk = RegistryZoneDesk(town.records, Untouched(), town.house.clock, 5)

    assert desk.zone(hostile) is None
    with pytest.raises(AssertionError):
        desk.zone("park")


def test_a_latitude_of_91_degrees_costs_its_row_only(town: Town) -> None:
    phone, crew = Phone(epoch="91919191abcd"), town.caller(CREW.id)
    phone.does("position", -97, lat=91.0, lon=3.5, accuracy_m=5.0)
    phone.does("started", -96)

    receipt = crew.post("/tournee/envelopes", phone.envelope()).json()

    assert receipt["settled"] == [[1, 2]]
    assert [one["seq"] for one in receipt["refused"]] == [1]


def changes(town: Town) -> list[tuple[str, str]]:
    """Return every address that takes something."""
    return [
        (method, path.format_map(dict.fromkeys(("day", "name", "number", "sha256", "truck"), "1")))
        for route in town.app.routes
        for path in [getattr(route, "path", "")]
        for method in getattr(route, "methods", None) or ()
        if method not in {"GET", "HEAD"}
    ]


def test_whatever_changes_something_is_refused_to_another_site(town: Town) -> None:
    caller = town.caller(ADMIN.id)
    for method, path in changes(town):
        says = {"Origin": "https://evil.example", "Sec_Fetch_Site": "cross-site"}
        answer = caller.call(method, path, b"token=" + caller.token.encode(), **says)

        assert answer.status_code == 403, (method, path, answer.status_code)

    assert len(changes(town)) > 20
    assert town.house.is_in(caller.secret, "vallee.example")


def test_another_host_is_refused_at_every_address(town: Town) -> None:
    for who, address in ADDRESSES:
        answer = town.caller(who).call("GET", address.format("1"), Host="evil.example")

        assert answer.status_code == 400, address
        assert "evil" not in answer.text + str(answer.headers)


@pytest.mark.parametrize(
    "path", ["/", "/moi", "/bureau", "/tournee", "/zones", "/healthz", "/none", "/plan.geojson"]
)
def test_no_answer_may_be_framed_anywhere(town: Town, path: str) -> None:
    for who in (ADMIN.id, ""):
        answer = town.caller(who).get(path)

        assert answer.headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


class Impatient(PatientProtocol):
    head_s = 0.3
    whole_s = 0.6


@contextmanager
def served(town: Town) -> Iterator[int]:
    """Serve the whole application on the pages' own server, which soon loses patience."""
    with listening("127.0.0.1", 0) as place:
        server = page_server(town.app, Web(), None, Impatient)
        thread = Thread(target=server.run, kwargs={"sockets": [place]})
        thread.start()
        try:
            yield place.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(20)


@pytest.fixture(scope="module")
def port(town: Town) -> Iterator[int]:
    with served(town) as listens:
        yield listens


def health(port: int) -> int:
    return httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=20).status_code


def test_a_slow_body_is_put_out_and_others_are_answered(town: Town, port: int) -> None:
    deeds = len(town.driven.deeds(DAY))
    body = msgspec.json.encode({"v": 1})
    with socket.create_connection(("127.0.0.1", port), 20) as link:
        link.sendall(
            b"POST /tournee/envelopes HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5000\r\n\r\n"
            + body
        )

        assert health(port) == 200
        assert link.recv(4096) == b""
    assert len(town.driven.deeds(DAY)) == deeds


def test_half_open_connections_keep_nobody_out(port: int) -> None:
    with ExitStack() as links:
        for _ in range(100):
            links.enter_context(socket.create_connection(("127.0.0.1", port), 20))

        assert health(port) == 200


@pytest.mark.parametrize(
    "flood",
    [b"X-A: b\r\n" * 20_000, b"X-A: " + b"b" * 200_000, b"Cookie: vallee=x\r\n" * 50_000],
    ids=["many", "long", "cookies"],
)
def test_a_flood_of_headers_is_refused(port: int, flood: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), 20) as link:
        try:
            link.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n" + flood + b"\r\n\r\n")
            told = link.recv(4096)
        except ConnectionError:
            told = b""

    assert told.startswith(b"HTTP/1.1 400 ") or told == b""
    assert health(port) == 200
