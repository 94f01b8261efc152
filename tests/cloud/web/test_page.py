"""What the dispatcher reads."""

import re
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules
from zoneinfo import ZoneInfo

import pytest

from cloud.plan.route import Left
from cloud.web import texts
from cloud.web.page import load_pages
from cloud.web.texts import TEXTS
from cloud.web.view import Note, View
from cloud.web.words import Words
from tests.cloud.web.conftest import NOW_US, FakeDesk, Get
from tests.cloud.web.cosmo import PASS_DE_COL, FakeZones, cosmo
from tests.cloud.web.reader import Reader

PARIS = ZoneInfo("Europe/Paris")


def test_nothing_on_the_page_comes_from_outside(get: Get) -> None:
    page = get("/").text

    reader = Reader(page)
    allowed = re.compile(
        r"#|\?lang=(fr|en)$|plan\.(gpx|geojson)$|plan/[a-z0-9-]+\.gpx$|zone/cosmo$|desk/ledger$"
        r"|desk/(ledger|letters)$|data:image/"
    )
    assert [a for a in reader.addresses if not allowed.match(a)] == []
    assert "@import" not in page
    assert re.findall(r"url\(|fetch\(|XMLHttpRequest|EventSource|WebSocket|import\(", page) == []
    # The name of SVG in the icon is a name, not an address that is fetched.
    assert set(re.findall(r"https?://[^'\"\s]+", page)) == {"http://www.w3.org/2000/svg"}


def test_the_policy_of_the_page_allows_all_of_the_page(get: Get) -> None:
    answer = get("/")

    assert Reader(answer.text).inline_handlers == []
    inside = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', answer.text)
    assert inside is not None
    policy = inside[1].replace("&#39;", "'")
    assert answer.headers["content-security-policy"] == f"{policy}; frame-ancestors 'none'"
    assert policy.count("sha256-") == 2


def test_every_link_inside_the_page_has_its_end(get: Get) -> None:
    reader = Reader(get("/").text)

    targets = {a[1:] for a in reader.addresses if a.startswith("#")}
    assert len(reader.ids) == len(set(reader.ids))
    assert targets <= set(reader.ids)
    assert {f"c{n}" for n in range(1, 31)} | {f"p-c{n}" for n in range(1, 31)} <= targets


def test_a_container_named_like_a_script_is_text(get: Get, desk: FakeDesk) -> None:
    name = "<script>alert(1)</script>\"'&"
    first = replace(desk.shown.containers[0], name=name, commune=name, stream=name)
    desk.shown = replace(
        desk.shown, territory=name, containers=(first,), notes=(), attribution=(name,)
    )

    page = get("/").text

    assert "<script>alert" not in page
    assert page.count("<script>") == 1
    assert name in Reader(page).text


def test_the_plan_is_read_in_french_by_default(get: Get) -> None:
    text = Reader(get("/").text).text

    assert "Demain Tournées du mercredi 25 nov. 2026" in text
    assert "Distances à vol d’oiseau × 1,35, durées à 40 km/h" in text
    assert "1 conteneur risque de déborder sans être vidé : Saint-Guilhem" in text
    assert "9 arrêts" in text
    assert "5 h 30" in text


def test_the_plan_is_read_in_english_on_demand(get: Get) -> None:
    text = Reader(get("/?lang=en").text).text

    assert "Tomorrow Rounds of Wednesday 25 Nov 2026" in text
    assert "Distances are crow flight × 1.35, durations at 40 km/h" in text
    assert "05:30" in text
    assert not re.search(r"\b(arrêt|Vidage|Rempli|conteneur)", text)


def test_overflows_are_listed_by_risk_with_what_is_done_about_each(get: Get) -> None:
    section = get("/").text.split('class="card overflows"')[1].split("</section>")[0]
    rows = [Reader(row).text for row in section.split("<tr")[2:]]

    assert len(rows) == 22
    assert "> 99 %" in rows[0]
    assert "déjà plein" in rows[0]
    assert "Vidé A2" in rows[0]
    unserved = next(row for row in rows if "Place de la Liberté" in row)
    assert "61 %" in unserved
    assert "Laissé plus de temps dans la journée" in unserved


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("can-wait", "peut attendre"),
        ("no-room", "plus de place dans les camions"),
        ("no-time", "plus de temps dans la journée"),
        ("no-truck", "aucun camion adapté"),
        ("no-tip", "aucun site de vidage ouvert"),
        ("no-access", "rue interdite aux camions adaptés"),
        ("no-road", "aucune route n’y mène"),
        ("no-place", "coordonnées impossibles"),
        ("too-many", "trop de conteneurs à la fois"),
        ("silent", "capteur muet"),
        ("a-new-reason", "a-new-reason"),
    ],
)
def test_each_reason_is_said_in_words(get: Get, desk: FakeDesk, reason: str, says: str) -> None:
    plan = desk.shown.plan
    assert plan is not None
    left = (Left("guilhem-02", 0.61, reason, ""),)
    desk.shown = replace(desk.shown, plan=replace(plan, left=left))

    assert f"Laissé {says}" in Reader(get("/").text).text


@pytest.mark.parametrize("says", ["capteur muet", "capteur figé", "historique trop court"])
def test_a_container_in_trouble_is_marked_with_the_reason(get: Get, says: str) -> None:
    page = get("/").text

    assert f"<mark>{says}</mark>" in page
    assert page.count('class="alert"') == 3


def test_what_is_invented_says_so(get: Get) -> None:
    page = get("/").text
    rows = page.split('class="card list"')[1].split("</section>")[0].split("<tr id")[1:]

    assert all("inventé" in row for row in rows)
    assert "Dépôt de Gignac (dépôt, inventé)" in page


def test_a_truck_shows_its_stops_in_order_with_time_load_and_leg(get: Get) -> None:
    panel = get("/").text.split('id="truck-A"')[1].split("</article>")[0]
    text = Reader(panel).text

    badges = re.findall(r"\bA\d\b", text)
    assert badges == [f"A{n}" for n in range(1, 10)]
    assert text.count("Vidage · −") == 2
    assert "Départ du dépôt" in text
    assert "Retour au dépôt" in text
    assert re.search(
        r"A1 \d h \d\d Montarnaud – Place de l’Église risque 74 % 14,9 km 270 kg", text
    )


def test_breaks_and_fixed_rounds_are_told_and_counted(get: Get, desk: FakeDesk) -> None:
    plan = desk.shown.plan
    assert plan is not None
    depot, lift, *_, home = plan.routes[0].stops
    rest = replace(lift, kind="break", ref="", leave_s=lift.arrive_s + 2700, p_overflow=None)
    side = replace(lift, kind="side", ref="r/0", name="Rue du Porche", p_overflow=None)
    here = replace(depot, kind="here")
    routes = (replace(plan.routes[0], stops=(here, side, rest, home)), plan.routes[1])
    desk.shown = replace(desk.shown, plan=replace(plan, routes=routes))

    panel = get("/").text.split('id="truck-A"')[1].split("</article>")[0]
    text = Reader(panel).text

    assert "Part d’ici" in text
    assert "1 côté de rue" in text
    assert "0 arrêt" not in text
    assert "Rue du Porche Tournée fixe" in text
    assert "Pause de 45 min" in text
    assert "Pause de 45\u00a0min" in get("/plan.gpx").text


def test_without_a_plan_the_page_says_so_and_still_shows_containers(
    get: Get, desk: FakeDesk
) -> None:
    desk.shown = replace(desk.shown, plan=None)

    page = get("/").text

    assert "Pas encore de plan." in page
    assert len(re.findall(r'class="pin[ "]', page)) == 30
    assert 'class="rounds"' not in page
    assert "plan.gpx" not in page


def test_a_territory_with_nothing_in_it_is_still_a_page(get: Get, desk: FakeDesk) -> None:
    desk.shown = View(NOW_US, "Nulle part", "Europe/Paris", (), (), (), (), None)

    assert get("/").status_code == 200


def test_an_idle_truck_stays_in_the_depot(get: Get, desk: FakeDesk) -> None:
    plan = desk.shown.plan
    assert plan is not None
    routes = (plan.routes[0], replace(plan.routes[1], stops=()))
    desk.shown = replace(desk.shown, plan=replace(plan, routes=routes))

    assert "Reste au dépôt." in get("/").text


def test_what_is_stale_is_said_first(get: Get, desk: FakeDesk) -> None:
    two_days_us = 2 * 86_400_000_000
    notes = (Note("store-down", NOW_US), Note("readings-old"), Note("forecast-old"))
    desk.shown = replace(desk.shown, notes=notes, now_us=NOW_US + two_days_us)

    text = Reader(get("/").text).text

    assert "La base des mesures ne répond pas depuis le 24 nov. 2026, 18 h 05 :" in text
    assert "Aucune mesure récente :" in text
    assert "La prévision n’est pas à jour." in text
    assert "Ce plan est celui d’un jour passé." in text
    assert "Demain" not in text


def test_lines_are_dashed_exactly_while_they_are_no_roads(get: Get, desk: FakeDesk) -> None:
    plan = desk.shown.plan
    assert plan is not None

    dashed = get("/").text.count('class="line crow"')
    desk.shown = replace(desk.shown, plan=replace(plan, travel="OSM", exact_roads=True))
    page = get("/").text

    assert dashed == 2
    assert 'class="line crow"' not in page
    assert "Distances par la route (OSM)." in page


def test_templates_say_nothing_that_has_no_text() -> None:
    environment = load_pages().room.environment
    said = {
        key
        for name in environment.list_templates(extensions=["html"])
        for key in re.findall(
            r'w\.(?:say|count)\("([^"]+)"[,)]',
            environment.loader.get_source(environment, name)[0] if environment.loader else "",
        )
    }

    assert said
    assert said <= set(TEXTS)


@pytest.mark.parametrize("key", TEXTS)
def test_both_languages_leave_the_same_blanks(key: str) -> None:
    french, english = TEXTS[key]

    assert set(re.findall(r"\{\w+\}", french)) == set(re.findall(r"\{\w+\}", english))
    assert french.count("|") == english.count("|")
    assert Words("fr", PARIS).knows(key)


def test_one_zone_is_linked_to_itself_and_several_to_their_list(get: Get, zones: FakeZones) -> None:
    one = Reader(get("/").text)
    zones.shown["camalce"] = replace(cosmo(), zone=PASS_DE_COL)
    several = Reader(get("/").text)

    assert "zone/cosmo" in one.addresses
    assert "Passages : Cosmo – Gignac" in one.text
    assert "zones" in several.addresses
    assert not any(address.startswith("zone/") for address in several.addresses)


def test_without_a_zone_there_is_no_link(get: Get, zones: FakeZones) -> None:
    zones.shown.clear()

    addresses = Reader(get("/").text).addresses

    assert [address for address in addresses if address.startswith("zone")] == []


def test_a_text_has_one_key_over_all_rooms() -> None:
    rooms = [
        getattr(import_module(f"cloud.web.texts.{found.name}"), found.name.upper())
        for found in iter_modules(texts.__path__)
        if found.name != "text"
    ]

    assert len(rooms) > 5
    assert len(TEXTS) == sum(map(len, rooms))
