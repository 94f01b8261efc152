"""The desk's pages as a browser without a screen asks for them."""

import html
import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from xml.etree.ElementTree import fromstring

import httpx
import pytest

from cloud.people.door import Knock
from cloud.plan.news import News
from cloud.registry.local import local_day
from cloud.registry.values import Hours, Person
from cloud.rounds.calendar import days
from cloud.web.dispatch.access import access
from cloud.web.dispatch.acts import PART, REPLY
from cloud.web.dispatch.rehearsal import Rehearsal
from cloud.web.words import Words
from contract import codec
from contract.truck_plan import TruckPlan
from tests.browser.bureau import CAMILLE, NADIA, ZONE, Bureau, bureau, morning_us

FRENCH = Words("fr", ZONE)
PAGES = ("", "/suivi", "/refaire", "/rues", "/calendrier")
FORMS = (
    "/deplacer",
    "/verrou",
    "/abandonner",
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

    def post(
        self, path: str, form: dict[str, str], site: str = "same-origin", part: str = ""
    ) -> httpx.Response:
        told = {"token": self.token, "jour": self.place.day.isoformat(), **form}
        says = {"Sec-Fetch-Site": site, "Origin": "null"} | ({PART: part} if part else {})
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


@pytest.fixture(autouse=True)
def _now(place: Bureau) -> Iterator[None]:
    yield
    place.clock.ahead_us = 0


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
    container = place.crane.containers[0].ref
    moved = nadia.post("/deplacer", {**nadia.seen(), "conteneur": container, "vers": "laisser"})
    truck, day = place.crane.truck, place.day

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
    assert len(points) == len(place.crane.stops)
    place.begin_again()


def read_pdf(body: bytes, folder: Path) -> str:
    """Return the words of a PDF in their order on the pages."""
    file = folder / "read.pdf"
    file.write_bytes(body)
    asked = ["pdftotext", "-raw", str(file), "-"]
    said = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    return " ".join(said.replace("\u00a0", " ").split())


def test_the_paper_says_how_to_get_at_a_container(place: Bureau) -> None:
    ref = place.crane.containers[0].ref
    known = next(one for one in place.records.containers() if one.id == ref)
    shut = replace(
        known,
        windows=(Hours(6 * 3600, 12 * 3600),),
        max_truck_kg=12_000,
        max_truck_cm=320,
        access="Badge à\nla mairie",
    )

    notes = access([shut], [], [], FRENCH)[known.id].replace("\u00a0", " ")

    assert "ouvert 6 h 00 – 12 h 00 · camion de 12,0 t au plus · 3,20 m de haut" in notes
    assert notes.endswith(" · Badge à la mairie")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext here")
def test_the_sheet_says_every_stop_in_order_with_its_time_and_load(
    place: Bureau, nadia: Visitor, tmp_path: Path
) -> None:
    route = place.crane
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


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext here")
def test_the_message_the_gpx_the_geojson_and_the_paper_are_of_one_plan(
    place: Bureau, nadia: Visitor, tmp_path: Path
) -> None:
    nadia.post("/publier", nadia.seen())
    plan, day, gpx = place.plan, place.day, "{http://www.topografix.com/GPX/1/1}"
    for route in plan.routes:
        sent = codec.decode(
            next(body for topic, body in place.ground.sent.items() if f"/{route.truck}" in topic),
            TruckPlan,
        )
        names = [stop.name for stop in route.stops]
        document = fromstring(nadia.get(f"/plans/{day}/camions/{route.truck}.gpx").text)  # noqa: S314 - our own
        points = [one.findtext(f"{gpx}name") or "" for one in document.iter(f"{gpx}rtept")]
        sheet = read_pdf(nadia.get(f"/plans/{day}/camions/{route.truck}.pdf").content, tmp_path)

        assert sent.issued_at_us == plan.issued_at_us
        assert [stop.name for stop in sent.stops] == names
        assert len(points) == len(names)
        assert all(
            name in point
            for name, point, stop in zip(names, points, route.stops, strict=True)
            if stop.kind in ("container", "side")
        )
        streets = [name for name, _ in groupby(stop.name for stop in route.sides)]
        places = streets or [stop.name for stop in route.containers]
        at = [sheet.index(f" {name} ") for name in places]
        assert at == sorted(at)
    features = json.loads(nadia.get(f"/plans/{day}/plan.geojson").text)["features"]
    lifted = {one["properties"].get("ref") for one in features}
    assert {stop.ref for route in plan.routes for stop in route.containers} <= lifted


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

    pages = int(re.search(r"Pages:\s+([0-9]+)\n", said)[1])  # type: ignore[index]  # else the test fails
    told = re.findall(
        r"(\S+ [0-9]) · [^·]+ · page ([0-9]) / ([0-9])", read_pdf(file.read_bytes(), tmp_path)
    )
    busy = [route.truck_name for route in place.plan.routes if route.stops]
    assert list(dict.fromkeys(truck for truck, _, _ in told)) == busy
    assert len(told) == pages
    assert [n for _, n, _ in told if n == "1"] == ["1"] * len(busy)
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
    begin = first - timedelta(first.weekday())
    after = (first + timedelta(32)).replace(day=1)
    after += timedelta(-after.weekday() % 7)
    due = place.rounds.calendar(begin, after)
    driven = {one.id for one in place.records.fixed_rounds()}

    page = nadia.get("/calendrier", mois=f"{first:%Y-%m}").text

    kinds = Counter(one.round in driven for one in due)
    assert min(kinds[True], kinds[False]) > 0
    assert page.count('class="due"') == kinds[True]
    assert page.count('class="due mark"') == kinds[False]
    told = set(re.findall(r'class="due[ mark]*">([^<]+) <small>', page))
    assert {one.name for one in due} == told


def test_a_round_that_a_holiday_moved_is_said_to_be_moved(nadia: Visitor) -> None:
    page = nadia.get("/calendrier", mois="2027-05", lang="fr").text
    days_of = (
        r'<td class="(?:in|out)[^"]*">\s*'
        r'<a class="date" href="/bureau\?jour=([0-9-]+)(.*?)</td>'
    )
    squares = dict(re.findall(days_of, page, re.DOTALL))

    assert "férié\u00a0: fête du Travail" in squares["2027-05-01"]
    assert "Aniane" not in squares["2027-05-01"]
    assert "Aniane, porte à porte" in squares["2027-05-03"]
    assert "déplacée (férié)" in squares["2027-05-03"]
    assert "déplacée" not in squares["2027-05-29"]
    assert "Aniane" in squares["2027-05-29"]


def test_the_calendar_says_weeks_season_and_holidays_of_each_round(nadia: Visitor) -> None:
    french = nadia.get("/calendrier", lang="fr").text
    english = nadia.get("/calendrier", lang="en").text

    assert (
        "samedi · une semaine sur 2, depuis celle du 6 janv. 2026 · du 16 sept. au 14 juin"
        in french
    )
    assert "Saturday · one week in 2, from that of 6 Jan 2026 · 16 Sept to 14 Jun" in english
    assert "le jour ouvré suivant" in french
    assert "(jour de l’an, fête du Travail, Noël)" in french
    assert "repère, non roulée" in french


@pytest.mark.parametrize(("asked", "said"), [("zz", "Aucune rue"), ("g", "Deux lettres")])
def test_a_street_that_is_not_known_is_said_so(nadia: Visitor, asked: str, said: str) -> None:
    assert said in nadia.get("/rues", nom=asked).text


def test_a_container_that_is_not_planned_is_known_all_the_same(
    place: Bureau, nadia: Visitor
) -> None:
    served = {stop.ref for route in place.plan.routes for stop in route.containers}
    other = next(one for one in place.records.containers() if one.id not in served)

    page = nadia.get("/rues", nom=other.name, lang="fr").text

    row = page[page.index(f">{html.escape(other.name)}</th>") :].partition("</tr>")[0]
    assert "pas prévu ce jour-là" in row


def test_both_sides_of_a_street_are_one_answer_with_the_next_round(
    place: Bureau, nadia: Visitor
) -> None:
    known = {one.id: one for one in place.records.fixed_rounds()}
    later = place.day + timedelta(1)
    (due,) = days(known["gignac-monday"].calendar, later, later + timedelta(7))

    told = nadia.get("/rues", nom="mas salat", jour=later.isoformat(), lang="fr").text

    rows = re.findall(r"<tr><th scope=\"row\".*?</tr>", told, re.DOTALL)
    assert len(rows) == 1
    assert "Gignac, porte à porte · 2 côtés de rue" in rows[0]
    assert f"prochain passage\u00a0: {FRENCH.long_day(due)}" in rows[0]


def test_changes_are_given_up_and_the_issued_plan_is_shown_again(
    place: Bureau, nadia: Visitor
) -> None:
    place.begin_again()
    container = place.crane.containers[0].ref
    nadia.post("/deplacer", {**nadia.seen(), "conteneur": container, "vers": "laisser"})
    assert "1 changement n’est pas encore publié" in nadia.get("", lang="fr").text

    given_up = nadia.post("/abandonner", nadia.seen())

    page = nadia.get("", lang="fr", fait="given-up").text
    assert given_up.status_code == 303
    assert "Changements abandonnés" in page
    assert "Le plan affiché est celui qui est publié." in page
    assert container in {
        stop.ref
        for route in place.board.working(place.day).plan.routes
        for stop in route.containers
    }


def test_the_other_day_answers_before_a_container_is_moved_to_it(
    place: Bureau, nadia: Visitor
) -> None:
    place.begin_again()
    stop = next(one for one in place.crane.containers if one.must)
    there = place.day + timedelta(1)
    form = {**nadia.seen(), "conteneur": stop.ref, "vers": f"jour:{there}", "essai": "1"}

    answer = nadia.post("/deplacer", form).text

    assert "le plan n’est pas encore fait" in answer
    assert "obligatoire ce jour-là" in answer
    assert re.search(rf'value="jour:{there}" selected', answer)
    assert place.driven.wishes(there) == []


REPLIED = re.compile(r'<div id="reponse">.*?</div>(?=\s*<section class="card acts")', re.DOTALL)


@pytest.mark.parametrize("to", ["camion", "jour", "nowhere", "locked", "stale"])
def test_whoever_asks_for_the_reply_only_is_told_what_the_page_says(
    place: Bureau, nadia: Visitor, to: str
) -> None:
    place.begin_again()
    stop = place.crane.containers[0]
    read = int(nadia.seen()["lue"])
    if to == "locked":
        place.board.lock(place.day, read, stop.ref, NADIA.id, locked=True)
    other = next(one.truck for one in place.plan.routes if one.truck != place.crane.truck)
    towards = {"jour": f"jour:{place.day + timedelta(1)}"}.get(to, f"camion:{other}")
    form = {**nadia.seen(), "conteneur": stop.ref, "vers": towards, "essai": "1"}
    if to == "nowhere":
        form["conteneur"] = "unknown"
    if to == "stale":
        place.board.lock(place.day, read, stop.ref, NADIA.id, locked=True)

    whole, part = nadia.post("/deplacer", form), nadia.post("/deplacer", form, part=REPLY)

    assert part.status_code == whole.status_code
    said = REPLIED.search(whole.text)
    assert said is not None
    assert part.text.strip() == said[0].strip()
    assert place.plan.day in whole.text.replace(said[0], "")


def test_a_crew_reads_when_its_truck_was_looked_for_and_why(
    place: Bureau, nadia: Visitor, camille: Visitor
) -> None:
    today = local_day(place.clock(), ZONE)
    place.driven.give(CAMILLE.id, "grue-1", today)
    nadia.post("/suivi/incident", {"camion": "grue-1", "raison": "Accident <i>ici</i>"})
    nadia.post("/suivi/position", {"camion": "grue-1"})
    nadia.post("/suivi/incident", {"camion": "benne-1", "raison": "Autre camion"})
    nadia.post("/suivi/position", {"camion": "benne-1"})
    for incident in place.driven.open_incidents():
        nadia.post("/suivi/clos", {"numero": str(incident.id)})

    page = httpx.get(f"{place.url}/moi/positions?lang=fr", cookies=camille.cookies).text

    assert "Accident &lt;i&gt;ici&lt;/i&gt;" in page
    assert "Autre camion" not in page
    assert NADIA.id not in page
    assert NADIA.name not in page
    assert httpx.get(f"{place.url}/moi/positions").status_code == 303


def test_reports_are_told_with_place_words_and_photo_and_stops_with_reasons(
    place: Bureau, nadia: Visitor
) -> None:
    place.begin_again()
    left, other = place.crane.containers[:2]
    served = {stop.ref for route in place.plan.routes for stop in route.containers}
    beside = next(one for one in place.records.containers() if one.id not in served)
    at = {"at_us": morning_us(place, 6 * 3600)}
    place.clock.ahead_us = morning_us(place, 7 * 3600) - place.clock()
    place.tells(
        {"kind": "skipped", **at, "stop": left.ref, "reason": "blocked", "note": "Camionnette <b>"},
        {"kind": "problem", **at, "stop": left.ref, "what": "works", "photo": "a" * 64},
        {"kind": "problem", **at, "what": "unsafe", "lat": 43.65, "lon": 3.55},
        {"kind": "problem", **at, "what": "dumped-beside"},
        {"kind": "collected", **at, "stop": beside.id},
        truck=place.crane.truck,
    )
    page = " ".join(nadia.get("/suivi", lang="fr").text.split())

    assert f"<b>travaux</b> {html.escape(left.name)}" in page
    assert f'href="/bureau/photos/{"a" * 64}"' in page
    assert "<b>dangereux</b> 43.65000, 3.55000" in page
    assert "<b>dépôt au pied</b> entre deux arrêts" in page
    assert "Camionnette &lt;b&gt;" in page
    for stop, state in ((left, "skipped"), (other, "open")):
        assert f'<b>{html.escape(stop.name)}</b></span> <span class="state {state}">' in page
    assert "1 arrêt hors plan" in page
    assert "aucun vidage déclaré" in page
    assert CAMILLE.id not in page


def test_a_street_of_a_day_to_come_has_its_window(place: Bureau, nadia: Visitor) -> None:
    stop = place.crane.containers[-1]

    page = nadia.get("/rues", nom=stop.name[:12]).text

    assert "prévu entre" in page
    assert str(ZONE) not in page


def test_a_locked_container_stays_with_its_truck_when_the_plan_is_made_again(
    place: Bureau, nadia: Visitor
) -> None:
    place.begin_again()
    late = News(None, late_s={"grue-1": 3 * 3600})
    rehearsal = Rehearsal(place.board, place.rounds, 1)
    free = rehearsal.propose(place.day, late)
    moved = next(one for one in free.changes if (one.was, one.now) == ("Grue 1", "Grue 2"))

    nadia.post("/verrou", {**nadia.seen(), "verrouiller": moved.container})
    held = rehearsal.propose(place.day, late)
    nadia.post("/verrou", {**nadia.seen(), "liberer": moved.container})

    (same,) = (one for one in held.changes if one.container == moved.container)
    assert same.was == "Grue 1"
    assert same.now in ("Grue 1", None)


def test_a_proposal_that_is_gone_or_too_old_is_not_published(place: Bureau, nadia: Visitor) -> None:
    made = nadia.post("/refaire", {"retard-grue-1": "20"})
    name = re.search(r'name="proposition" value="([^"]+)"', made.text)
    assert name is not None
    before = place.plan.issued_at_us

    place.clock.ahead_us += 16 * 60 * 1_000_000
    old = nadia.post("/refaire/publier", {"proposition": name[1]})
    gone = nadia.post("/refaire/publier", {"proposition": "guessed"})

    assert (old.status_code, gone.status_code) == (409, 409)
    assert place.plan.issued_at_us == before
