"""The desk's pages as a browser without a screen asks for them."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from xml.etree.ElementTree import fromstring

import httpx
import pytest

from cloud.people.door import Knock
from cloud.registry.values import Person
from tests.browser.bureau import CAMILLE, NADIA, ZONE, Bureau, bureau

PAGES = ("", "/suivi", "/refaire", "/rues", "/calendrier")
FORMS = (
    "/deplacer",
    "/verrou",
    "/publier",
    "/envoyer",
    "/refaire",
    "/refaire/publier",
    "/suivi/incident",
    "/suivi/clos",
    "/suivi/position",
)


@dataclass
class Visitor:
    """Somebody with a session; `token` is that of his pages' forms."""

    place: Bureau
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def get(self, path: str, **query: str) -> httpx.Response:
        return httpx.get(self.place.at(path, **query), cookies=self.cookies)

    def post(self, path: str, form: dict[str, str], site: str = "same-origin") -> httpx.Response:
        told = {"token": self.token, "jour": self.place.day.isoformat(), **form}
        says = {"Sec-Fetch-Site": site, "Origin": "null"}
        url = f"{self.place.url}/bureau{path}"
        return httpx.post(url, data=told, headers=says, cookies=self.cookies)

    def seen(self) -> dict[str, str]:
        """Return what the forms of the plan's page say that it shows."""
        page = self.get("").text
        return {
            name: re.search(rf'name="{name}" value="([0-9]+)"', page)[1]  # type: ignore[index]  # else the test fails
            for name in ("lue", "base")
        }


def enter(place: Bureau, person: Person) -> Visitor:
    """Sign somebody in by a link, as the door does."""
    link = place.accounts.link(person.id, None, place.clock())
    host = place.url.removeprefix("http://")
    knock = Knock(place.clock(), "127.0.0.1", host, "")
    secret = place.guard.door.sign_in_by_link(link.secret, knock)[1]
    made = Visitor(place, {"vallee": secret})
    found = re.search(r'name="token" value="([^"]+)"', made.get("").text)
    made.token = found[1] if found else ""
    return made


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    with bureau(tmp_path_factory.mktemp("bureau")) as opened:
        yield opened


@pytest.fixture(scope="module")
def nadia(place: Bureau) -> Visitor:
    return enter(place, NADIA)


@pytest.fixture(scope="module")
def camille(place: Bureau) -> Visitor:
    return enter(place, CAMILLE)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_under_its_policy_and_loads_nothing(nadia: Visitor, path: str) -> None:
    answer = nadia.get(path)

    policy = answer.headers["content-security-policy"]
    assert answer.status_code == 200
    assert "default-src 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe-inline" not in policy
    assert not re.search(r'<(?:script|link|img)[^>]+(?:src|href)="(?!data:)', answer.text)
    assert not re.search(r'\s(?:style|on[a-z]+)="', answer.text)


@pytest.mark.parametrize("path", [*PAGES, "/plans/{day}/feuilles.pdf", "/plans/{day}/plan.gpx"])
def test_nobody_is_sent_to_the_door_and_a_crew_is_turned_away(
    place: Bureau, camille: Visitor, path: str
) -> None:
    address = path.format(day=place.day)

    nobody, crew = Visitor(place).get(address), camille.get(address)

    assert (nobody.status_code, crew.status_code) == (303, 403)
    assert nobody.headers["location"].startswith("/entrer")


@pytest.mark.parametrize("path", FORMS)
def test_a_form_of_another_site_or_without_its_token_does_nothing(
    place: Bureau, nadia: Visitor, camille: Visitor, path: str
) -> None:
    before = place.plan.issued_at_us
    form = {"camion": "grue-1", "raison": "x", "numero": "1", **nadia.seen()}

    forged = nadia.post(path, form, site="cross-site")
    bare = nadia.post(path, {**form, "token": ""})
    crew = camille.post(path, form)

    assert (forged.status_code, bare.status_code, crew.status_code) == (403, 403, 403)
    assert place.plan.issued_at_us == before
    assert place.driven.open_incidents() == []


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/deplacer", {"conteneur": "../gignac-01", "vers": "camion:grue-1"}),
        ("/deplacer", {"conteneur": "gignac-01", "vers": "camion:"}),
        ("/deplacer", {"conteneur": "gignac-01", "vers": "jour:2026-02-30"}),
        ("/deplacer", {"conteneur": "gignac-01", "vers": "jour:2199-01-01"}),
        ("/deplacer", {"conteneur": "gignac-01", "vers": "'; drop table plans"}),
        ("/deplacer", {"conteneur": "gignac-01", "vers": "laisser", "lue": "-1"}),
        ("/deplacer", {"conteneur": "gignac-01", "vers": "laisser", "lue": "9" * 400}),
        ("/deplacer", {"conteneur": "gignac-01", "vers": "laisser", "jour": "２０２６-11-30"}),
        ("/verrou", {"verrouiller": ""}),
        ("/publier", {"base": "now"}),
        ("/refaire", {"retard-grue-1": "1e9"}),
        ("/refaire", {"panne-../x": "on"}),
        ("/suivi/incident", {"camion": "nine", "raison": "x"}),
        ("/suivi/incident", {"camion": "grue-1", "raison": " "}),
        ("/suivi/incident", {"camion": "grue-1", "raison": "x" * 301}),
        ("/suivi/clos", {"numero": "1e3"}),
        ("/suivi/position", {"camion": "../grue-1"}),
    ],
)
def test_bad_input_is_refused_and_changes_nothing(
    place: Bureau, nadia: Visitor, path: str, form: dict[str, str]
) -> None:
    seen = nadia.seen()

    answer = nadia.post(path, {**seen, **form})

    assert answer.status_code == 400
    assert nadia.seen() == seen
    assert place.driven.open_incidents() == []


@pytest.mark.parametrize("jour", ["2026-13-01", "yesterday", "0001-01-01", "2026-W01-1"])
def test_a_day_that_is_none_is_refused(nadia: Visitor, jour: str) -> None:
    statuses = [nadia.get(path, jour=jour).status_code for path in PAGES[:4]]

    assert statuses == [400] * 4


def test_a_day_without_a_plan_says_how_to_make_one(place: Bureau, nadia: Visitor) -> None:
    other = (place.day + timedelta(30)).isoformat()

    answers = [nadia.get(path, jour=other) for path in ("", "/refaire", "/suivi")]

    assert [one.status_code for one in answers] == [200] * 3
    assert f"vallee-cloud plan --day {other}" in answers[0].text
    assert nadia.get(f"/plans/{other}/feuilles.pdf").status_code == 404


def test_what_is_taken_away_is_the_issued_plan_and_not_the_draft(
    place: Bureau, nadia: Visitor
) -> None:
    container = place.plan.routes[0].containers[0].ref
    moved = nadia.post("/deplacer", {**nadia.seen(), "conteneur": container, "vers": "laisser"})
    truck, day = place.plan.routes[0].truck, place.day

    geojson = nadia.get(f"/plans/{day}/plan.geojson")
    gpx = nadia.get(f"/plans/{day}/camions/{truck}.gpx")

    assert moved.status_code == 303
    features = json.loads(geojson.text)["features"]
    lifted = [
        one["properties"]["ref"] for one in features if one["properties"]["kind"] == "container"
    ]
    issued = [stop.ref for route in place.plan.routes for stop in route.containers]
    assert container in lifted
    assert sorted(lifted) == sorted(issued)
    points = list(fromstring(gpx.text).iter("{http://www.topografix.com/GPX/1/1}rtept"))  # noqa: S314 - our own
    assert len(points) == len(place.plan.routes[0].stops)
    place.begin_again()


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext here")
def test_the_sheet_says_every_stop_in_order_with_its_time_and_load(
    place: Bureau, nadia: Visitor, tmp_path: Path
) -> None:
    route = place.plan.routes[0]
    file = tmp_path / "sheet.pdf"
    file.write_bytes(nadia.get(f"/plans/{place.day}/camions/{route.truck}.pdf", lang="fr").content)

    said = subprocess.run(
        ["pdftotext", "-raw", str(file), "-"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    plain = " ".join(said.replace("\u00a0", " ").split())

    at = [plain.index(stop.name) for stop in route.containers]
    assert at == sorted(at)
    assert "VIDER" in plain
    for stop in route.containers:
        hours, minutes = divmod(round(stop.arrive_s / 60), 60)
        assert f"{hours} h {minutes:02d}" in plain
        assert f"{stop.load_kg:,} kg à bord".replace(",", " ") in plain
    assert plain.count("OBLIGATOIRE") == sum(stop.must for stop in route.containers)
    assert nadia.token not in said


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="no pdfinfo here")
def test_every_truck_has_sheets_of_its_own_of_a4(
    place: Bureau, nadia: Visitor, tmp_path: Path
) -> None:
    file = tmp_path / "sheets.pdf"
    file.write_bytes(nadia.get(f"/plans/{place.day}/feuilles.pdf").content)

    said = subprocess.run(
        ["pdfinfo", str(file)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    busy = [route for route in place.plan.routes if route.stops]
    assert re.search(rf"Pages:\s+{len(busy)}\n", said)
    assert "(A4)" in said


def test_an_incident_is_listed_with_its_looks_for_the_crew_to_see(
    place: Bureau, nadia: Visitor
) -> None:
    nadia.post("/suivi/incident", {"camion": "grue-2", "raison": "Feu <b>de</b> benne"})
    (incident,) = place.driven.open_incidents()

    looked = nadia.post("/suivi/position", {"camion": "grue-2"})
    closed = nadia.post("/suivi/clos", {"numero": str(incident.id)})
    after = nadia.post("/suivi/position", {"camion": "grue-2"})

    assert (looked.status_code, closed.status_code, after.status_code) == (200, 303, 409)
    assert "ne partage pas sa position" in looked.text
    assert "Feu &lt;b&gt;de&lt;/b&gt; benne" in looked.text
    assert [one.why for one in place.driven.looks("grue-2")] == ["Feu <b>de</b> benne"]


def test_the_calendar_names_each_day_on_which_a_round_is_due(place: Bureau, nadia: Visitor) -> None:
    first = place.day.replace(day=1)
    after = (first + timedelta(32)).replace(day=1)
    due = place.rounds.calendar(first, after)

    page = nadia.get("/calendrier", mois=f"{first:%Y-%m}").text

    assert due
    assert page.count('class="due"') == len(due)
    assert {one.name for one in due} <= set(re.findall(r'class="due">([^<]+) <small>', page))


@pytest.mark.parametrize(("asked", "said"), [("zz", "Aucune rue"), ("g", "Deux lettres")])
def test_a_street_that_is_not_known_is_said_so(nadia: Visitor, asked: str, said: str) -> None:
    assert said in nadia.get("/rues", nom=asked).text


def test_a_street_of_a_day_to_come_has_its_window(place: Bureau, nadia: Visitor) -> None:
    stop = place.plan.routes[0].containers[0]

    page = nadia.get("/rues", nom=stop.name[:12]).text

    assert "prévu entre" in page
    assert str(ZONE) not in page


def test_a_proposal_that_is_gone_or_too_old_is_not_published(place: Bureau, nadia: Visitor) -> None:
    made = nadia.post("/refaire", {"retard-grue-1": "20"})
    name = re.search(r'name="proposition" value="([^"]+)"', made.text)
    assert name is not None
    before = place.plan.issued_at_us

    place.clock.ahead_us += 16 * 60 * 1_000_000
    old = nadia.post("/refaire/publier", {"proposition": name[1]})
    place.clock.ahead_us = 0
    gone = nadia.post("/refaire/publier", {"proposition": "guessed"})

    assert (old.status_code, gone.status_code) == (409, 409)
    assert place.plan.issued_at_us == before
