"""The crew's addresses: each crew its own round, each refusal one sentence."""

import hashlib
from xml.etree.ElementTree import fromstring

import msgspec
import pytest

from cloud.web.cab.values import CabRound
from contract.deeds import LARGEST_PHOTO, MAX_BYTES, DeedReceipt
from tests.cloud.driven.day import DAY, Phone
from tests.cloud.driven.test_privacy import jpeg
from tests.cloud.people.house import CREW
from tests.cloud.web.cab.caller import DESK, NOW_US, OTHER, Caller, Yard

ROUND = f"/tournee/round?day={DAY}"


def test_a_crew_gets_its_own_round(yard: Yard) -> None:
    answer = yard.caller(CREW.id).get(ROUND)

    assert answer.status_code == 200
    given = msgspec.json.decode(answer.content, type=CabRound)
    assert given.plan is not None
    assert [one.ref for one in given.plan.stops] == ["depot", "alpha-01", "alpha-02"]
    assert [one.stream for one in given.stops] == ["", "residual", "residual"]
    assert given.now_us == NOW_US


def test_another_crews_route_is_not_shown(yard: Yard) -> None:
    answer = yard.caller(OTHER.id).get(ROUND)

    assert answer.status_code == 200
    assert answer.json()["plan"] is None
    assert "alpha" not in answer.text
    assert yard.driven.rounds_of(OTHER.id) == {}


def test_what_is_told_is_settled_and_shows_in_the_round(yard: Yard) -> None:
    phone, crew = Phone(), yard.caller(CREW.id)
    phone.does("collected", 10, stop="alpha-01")

    answer = crew.post("/tournee/envelopes", phone.envelope())

    receipt = msgspec.json.decode(answer.content, type=DeedReceipt)
    assert (answer.status_code, receipt.settled, receipt.now_us) == (200, ((1, 1),), NOW_US)
    assert crew.get(ROUND).json()["stops"][1]["state"]["state"] == "collected"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ROUND),
        ("GET", "/tournee/round.gpx"),
        ("GET", "/tournee/known"),
        ("POST", "/tournee/envelopes"),
        ("PUT", f"/tournee/photos/{'0' * 64}"),
    ],
)
def test_nobody_and_no_dispatcher_is_let_in(yard: Yard, method: str, path: str) -> None:
    strangers = Caller(yard.app).call(method, path)
    desk = yard.caller(DESK.id).call(method, path)

    assert (strangers.status_code, desk.status_code) == (401, 403)
    assert strangers.json().keys() == desk.json().keys() == {"error"}


def test_collected_by_another_site_or_without_the_token_is_refused(yard: Yard) -> None:
    phone, crew = Phone(), yard.caller(CREW.id)
    phone.does("collected", 10, stop="alpha-01")
    body = phone.envelope()

    forged = crew.call("POST", "/tournee/envelopes", body, Sec_Fetch_Site="cross-site")
    bare = crew.call("POST", "/tournee/envelopes", body, X_Vallee_Token="")

    assert (forged.status_code, bare.status_code) == (403, 403)
    assert yard.driven.deeds(DAY) == []


def test_too_long_a_body_is_cut_off(yard: Yard) -> None:
    answer = yard.caller(CREW.id).post("/tournee/envelopes", b"x" * (MAX_BYTES + 1))

    assert answer.status_code == 413
    assert str(MAX_BYTES) in answer.json()["error"]


def test_no_envelope_is_one_sentence(yard: Yard) -> None:
    answer = yard.caller(CREW.id).post("/tournee/envelopes", b'{"v":1}')

    assert answer.status_code == 400
    assert answer.json()["error"].startswith("no envelope")


def test_a_photo_comes_once_and_only_if_it_is_asked_for(yard: Yard) -> None:
    sent, phone, crew = jpeg(), Phone(), yard.caller(CREW.id)
    name = hashlib.sha256(sent).hexdigest()
    path = f"/tournee/photos/{name}"
    before = crew.call("PUT", path, sent)
    phone.does("problem", 10, what="works", photo=name)
    crew.post("/tournee/envelopes", phone.envelope())

    after = [crew.call("PUT", path, sent).status_code for _ in range(2)]

    assert (before.status_code, after) == (404, [201, 200])


@pytest.mark.parametrize(
    ("sent", "status"),
    [(b"<svg/>", 400), (b"\xff" * (LARGEST_PHOTO + 1), 413), (b"", 400)],
    ids=["SVG", "huge", "empty"],
)
def test_a_bad_photo_is_one_sentence(yard: Yard, sent: bytes, status: int) -> None:
    name = hashlib.sha256(sent).hexdigest()

    answer = yard.caller(CREW.id).call("PUT", f"/tournee/photos/{name}", sent)

    assert (answer.status_code, answer.json().keys()) == (status, {"error"})


@pytest.mark.parametrize("name", ["x", "0" * 63, "..%2f..%2fetc", "A" * 64])
def test_a_photo_has_no_other_name_than_its_sha256(yard: Yard, name: str) -> None:
    answer = yard.caller(CREW.id).call("PUT", f"/tournee/photos/{name}", jpeg())

    assert answer.status_code in (400, 404)


@pytest.mark.parametrize("day", ["2026-02-30", "yesterday", "", "２０２６-01-05", "2026-W01-1"])
def test_a_day_that_is_none_is_one_sentence(yard: Yard, day: str) -> None:
    answer = yard.caller(CREW.id).get(f"/tournee/round?day={day}")

    assert answer.status_code == 400


def test_the_round_is_gpx_for_a_navigator(yard: Yard) -> None:
    answer = yard.caller(CREW.id).get(f"/tournee/round.gpx?day={DAY}")

    document = fromstring(answer.content)  # noqa: S314 - our own
    points = document.iter("{http://www.topografix.com/GPX/1/1}rtept")
    assert answer.headers["content-type"] == "application/gpx+xml"
    assert len(list(points)) == 3


def test_a_crew_is_told_what_is_known_of_it(yard: Yard) -> None:
    phone, crew = Phone(), yard.caller(CREW.id)
    crew.get(ROUND)
    phone.does("position", 10, lat=43.6, lon=3.5, accuracy_m=5)
    crew.post("/tournee/envelopes", phone.envelope())
    desk = yard.caller(DESK.id)
    desk.post("/bureau/incidents", {"truck": "one", "why": "Pneu crevé"})
    desk.post("/bureau/trucks/one/position", {})

    known = crew.get("/tournee/known").json()

    assert (known["rounds"], known["positions"]) == ({"one": [str(DAY)]}, 1)
    assert [one["why"] for one in known["looks"]] == ["Pneu crevé"]
    assert DESK.id not in str(known)
