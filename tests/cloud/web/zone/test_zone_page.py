"""What the zone's manager reads."""

import re
from dataclasses import replace

import pytest

from cloud.footfall.figures import Period
from cloud.web.texts.zone import ZONE
from cloud.web.zone.slots import HOUR_US
from cloud.web.zone.view import Gate, ZoneName, ZoneView
from tests.cloud.web.conftest import Get
from tests.cloud.web.cosmo import NOW_US, PASS_DE_COL, FakeZones, cosmo
from tests.cloud.web.reader import Reader

PATH = "/zone/cosmo"
# A word of three letters or more: what a language is known by.
WORD = re.compile(r"[^\W\d_]{3,}")


def _bars(page: str) -> dict[str, str]:
    """Return the shapes of each day's bar by its date."""
    found = re.findall(r'<a href="\?day=([\d-]+)[^>]*>(.*?)</a>', page, re.DOTALL)
    return {day: shapes for day, shapes in found if "<title>" in shapes}


def _bare() -> ZoneView:
    return replace(cosmo(), days=(), hours=(), quarters=(), profile=(), gates=())


def test_nothing_on_the_page_comes_from_outside(get: Get) -> None:
    page = get(PATH).text

    reader = Reader(page)
    allowed = re.compile(
        r"#|\?lang=(fr|en)&day=[\d-]+&step=\w+$|\?day=[\d-]+&step=\w+&lang=fr#day$"
        r"|cosmo\.(csv\?step=\w+&lang=fr|json)$|\.\./$|data:image/"
    )
    assert [a for a in reader.addresses if not allowed.match(a)] == []
    assert re.findall(r"@import|fetch\(|XMLHttpRequest|EventSource|WebSocket|import\(", page) == []
    assert set(re.findall(r"url\(([^)]*)\)", page)) == {"#hatch"}
    assert set(re.findall(r"https?://[^'\"\s]+", page)) == {"http://www.w3.org/2000/svg"}


def test_the_policy_of_the_page_allows_all_of_this_page_only(get: Get) -> None:
    answer = get(PATH)

    assert Reader(answer.text).inline_handlers == []
    inside = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', answer.text)
    assert inside is not None
    policy = inside[1].replace("&#39;", "'")
    assert answer.headers["content-security-policy"] == f"{policy}; frame-ancestors 'none'"
    assert policy.startswith("default-src 'none'; ")
    assert policy.count("sha256-") == 2
    assert answer.headers["content-security-policy"] != get("/").headers["content-security-policy"]


def test_every_link_inside_the_page_has_its_end(get: Get) -> None:
    reader = Reader(get(PATH).text)

    targets = {address.partition("#")[2] for address in reader.addresses if "#" in address}
    assert len(reader.ids) == len(set(reader.ids))
    assert targets - {""} <= {*reader.ids}


def test_names_like_a_script_are_text(get: Get, zones: FakeZones) -> None:
    name = "<script>alert(1)</script>\"'&"
    view = zones.shown["cosmo"]
    tag = view.beacons[0]
    zones.shown["cosmo"] = replace(
        view,
        territory=name,
        zone=ZoneName("cosmo", name, name),
        about=name,
        gates=(Gate(name, view.gates[0].days),),
        beacons=(replace(tag, heard=replace(tag.heard, name=name)),),
    )

    page = get(PATH).text

    assert "<script>alert" not in page
    assert page.count("<script>") == 1
    assert Reader(page).text.count(name) >= 5


def test_the_figures_are_read_in_french_with_their_intervals(get: Get) -> None:
    text = Reader(get(PATH).text).text

    assert "Passages Cosmo – Gignac État au 24 nov. 2026, 18 h 05" in text
    assert "chiffres jusqu’au 24 nov. 2026, 18 h 00" in text
    assert re.search(r"Aujourd’hui, jusqu’à 18 h 00 \d{3} \(\d{3}–\d{3}\)", text)
    assert re.search(
        r"Hier \d{3} \(\d{3}–\d{3}\) [+−]?\d+ % sur la semaine d’avant \(\d{3}\)", text
    )
    assert re.search(r"7 derniers jours \d \d{3} \(\d \d{3}–\d \d{3}\)", text)
    assert "26 jours comptés sur 28" in text
    assert "sans 2 heures masquées (< 5)" in text


def test_the_figures_are_read_in_english_on_demand(get: Get) -> None:
    text = Reader(get(f"{PATH}?lang=en").text).text

    assert "As of 24 Nov 2026, 18:05 · figures until 24 Nov 2026, 18:00" in text
    assert re.search(r"Last 7 days \d,\d{3} \(\d,\d{3}–\d,\d{3}\)", text)
    assert "From 12:00 to 14:00" in text
    french = {
        word for fr, en in ZONE.values() for word in {*WORD.findall(fr)} - {*WORD.findall(en)}
    }
    # The zone's own sentence, and the names of gates and beacons, stay as people wrote them.
    names = {"zone", "entrée", "entrées", "balises", "nord", "sud", "recharge"}
    seen = set(WORD.findall(Reader(get(f"{PATH}?lang=en").text).text))
    english = {word for _, en in ZONE.values() for word in WORD.findall(en)}
    assert {word for word in seen & french - english if word.lower() not in names} == set()


def test_it_never_speaks_of_visitors_and_says_what_privacy_costs(get: Get) -> None:
    text = Reader(get(PATH).text).text

    assert "visiteur" not in text.lower()
    assert "aucune adresse d’appareil n’est conservée" in text
    assert "un nombre inférieur à 5 est masqué" in text
    assert "95 fois sur 100" in text


def test_a_withheld_day_says_masked_and_is_not_drawn_as_a_figure(get: Get) -> None:
    bar = _bars(get(PATH).text)["2026-11-01"]

    title = Reader(bar).text
    assert "dimanche 1er nov. 2026 : masqué (< 5)" in title
    assert 'class="withheld"' in bar
    assert 'class="body' not in bar
    assert 'class="whisker"' not in bar


def test_a_day_without_a_figure_says_so_and_is_never_a_zero(get: Get) -> None:
    page = get(PATH).text
    bar = _bars(page)["2026-11-05"]

    assert re.search(r"jeudi 5 nov\. 2026 : pas de chiffre, écoute \d\d %", Reader(bar).text)
    assert 'class="absent"' in bar
    assert 'class="body' not in bar
    rows = [Reader(row).text for row in re.findall(r"<tr><th.*?</tr>", page)]
    row = next(row for row in rows if "jeu. 5 nov." in row)
    assert "pas de chiffre" in row
    assert not re.search(r"\b0\b", row)


def test_today_is_drawn_as_far_as_it_is_over(get: Get) -> None:
    bar = _bars(get(PATH).text)["2026-11-24"]

    assert "jusqu’ici" in Reader(bar).text
    assert 'class="body running"' in bar
    assert 'class="before"' not in bar


def test_every_counted_day_has_a_bar_an_interval_and_a_week_before(get: Get) -> None:
    bars = _bars(get(PATH).text)

    assert len(bars) == 29
    counted = [bar for bar in bars.values() if 'class="body counted"' in bar]
    assert len(counted) == 26
    assert all(bar.count('class="whisker"') == 3 for bar in counted)
    assert sum('class="before"' in bar for bar in bars.values()) == 24


def test_a_chosen_day_shows_its_hours_or_its_quarters(get: Get) -> None:
    hours = get(f"{PATH}?day=2026-11-20").text.split('id="day"')[1].split("</section>")[0]
    quarters = get(f"{PATH}?day=2026-11-20&step=quarter").text
    quarters = quarters.split('id="day"')[1].split("</section>")[0]

    assert "Heures du vendredi 20 nov. 2026" in Reader(hours).text
    assert "Quarts d’heure du vendredi 20 nov. 2026" in Reader(quarters).text
    assert (hours.count("<g class"), quarters.count("<g class")) == (24, 96)
    assert "12 h 00–13 h 00 :" in Reader(hours).text
    assert "12 h 15–12 h 30 :" in Reader(quarters).text


@pytest.mark.parametrize("asked", ["", "nonsense", "2026-10-01", "2026-11-25", "<script>"])
def test_a_day_that_the_page_does_not_reach_is_the_newest_one(get: Get, asked: str) -> None:
    assert "Heures du mardi 24 nov. 2026" in Reader(get(f"{PATH}?day={asked}").text).text


def test_beside_the_chosen_day_are_those_before_and_after_while_there_are(get: Get) -> None:
    def beside(day: str) -> list[str]:
        return re.findall(r'day=([\d-]+)[^>]*aria-label="Jour', get(f"{PATH}?day={day}").text)

    assert beside("2026-11-20") == ["2026-11-19", "2026-11-21"]
    assert beside("2026-11-24") == ["2026-11-23"]
    assert beside("2026-10-27") == ["2026-10-28"]


def test_another_language_keeps_the_chosen_day(get: Get) -> None:
    addresses = Reader(get(f"{PATH}?day=2026-11-20&step=quarter").text).addresses

    assert "?lang=en&day=2026-11-20&step=quarter" in addresses


def test_the_usual_week_names_its_peak_and_its_shares(get: Get) -> None:
    text = Reader(get(PATH).text).text

    assert re.search(r"Heure de pointe samedi, 12 h–13 h \d{3} passages en moyenne", text)
    assert re.search(r"Entre 12 h et 14 h \d\d % des passages", text)
    assert re.search(r"Entre 9 h et 19 h \d\d % des passages", text)
    assert re.search(r"Le week-end \d\d % des passages", text)


def test_the_heat_map_has_every_hour_and_one_peak(get: Get) -> None:
    heat = get(PATH).text.split('class="plot heat"')[1].split("</svg>")[0]

    assert heat.count("<title>") == 7 * 24
    assert heat.count(" peak") == 1
    assert "mardi, 5 h–6 h : masqué ou non compté" in Reader(heat).text
    assert "mardi, 2 h–3 h : 0,0" in Reader(heat).text


def test_gates_are_ranked_with_their_share(get: Get) -> None:
    section = get(PATH).text.split('class="card gates"')[1].split("</section>")[0]
    rows = [Reader(row).text for row in section.split("<tr>")[2:]]

    assert rows[0].startswith(" Entrée nord écoute 99 % · inventé")
    assert "69 %" in rows[0]
    assert rows[1].startswith(" Entrée sud")
    assert "31 %" in rows[1]


def test_beacons_say_when_they_were_heard_and_the_missing_come_first(get: Get) -> None:
    section = get(PATH).text.split('class="card beacons"')[1].split("</section>")[0]
    rows = [Reader(row).text for row in section.split("<tr>")[2:]]

    assert "3 balises entendues sur 4" in Reader(section).text
    assert rows[0].startswith(" Totem entrée sud manquante inventé le 22 nov.")
    assert "Abri à vélos inventé à 17 h 56 −74 dBm 2,93 V" in rows[1]
    assert "14 %" in rows[2]
    assert "82 %" in rows[3]


def test_the_quality_of_the_data_is_said(get: Get, zones: FakeZones) -> None:
    enough = Reader(get(PATH).text).text
    zones.shown["cosmo"] = replace(cosmo(), people_by_hand=12)
    few = Reader(get(PATH).text).text

    assert "Écoute, 7 derniers jours 99 %" in enough
    assert "Dernier comptage à 18 h 00" in enough
    assert "Jours sans chiffre 1 sur 28" in enough
    assert "Comptages à la main 128 personnes" in enough
    assert "il en faut une centaine" not in enough
    assert "Comptages à la main : 12 personnes, il en faut une centaine" in few


def test_a_zone_without_a_figure_says_which_command_makes_them(get: Get, zones: FakeZones) -> None:
    zones.shown["cosmo"] = _bare()

    page = get(PATH).text

    assert "<code>vallee-cloud zones footfall</code>" in page
    assert "Aucun chiffre n’est encore publié pour cette zone." in Reader(page).text
    assert "Totem entrée nord" in page
    assert 'id="days"' not in page
    assert ".csv" not in page


def test_a_store_that_is_down_is_one_sentence_and_no_figure(get: Get, zones: FakeZones) -> None:
    zones.shown["cosmo"] = replace(_bare(), beacons=(), store_down=True)

    answer = get(PATH)

    assert answer.status_code == 200
    text = Reader(answer.text).text
    assert "La base des mesures ne répond pas : aucun chiffre ne peut être affiché" in text
    assert "vallee-cloud" not in text
    assert "Balises" not in text


def test_figures_that_are_no_longer_published_are_said_to_be_old(
    get: Get, zones: FakeZones
) -> None:
    zones.shown["cosmo"] = replace(cosmo(), now_us=NOW_US + 30 * HOUR_US)

    text = Reader(get(PATH).text).text

    assert "Aucun chiffre n’est publié depuis le 24 nov. 2026, 18 h 00." in text
    assert "Aujourd’hui, jusqu’à 0 h 00 pas encore publié" in text


def test_radios_that_fall_silent_are_said_to_be(get: Get, zones: FakeZones) -> None:
    view = cosmo()
    since_us = NOW_US - 10 * HOUR_US

    def deaf(period: Period) -> Period:
        return (
            period if period.begin_us < since_us else Period(period.begin_us, None, None, None, 0)
        )

    zones.shown["cosmo"] = replace(
        view,
        hours=tuple(map(deaf, view.hours)),
        quarters=tuple(map(deaf, view.quarters)),
    )

    text = Reader(get(PATH).text).text

    assert "Rien n’est compté depuis le 24 nov. 2026, 8 h 15" in text


def test_radios_that_never_counted_are_silent_and_no_figure_is_made_up(
    get: Get, zones: FakeZones
) -> None:
    def deaf(periods: tuple[Period, ...]) -> tuple[Period, ...]:
        return tuple(Period(period.begin_us, None, None, None, 0) for period in periods)

    view = cosmo()
    zones.shown["cosmo"] = replace(
        view,
        days=deaf(view.days),
        hours=deaf(view.hours),
        quarters=deaf(view.quarters),
        gates=tuple(replace(gate, days=deaf(gate.days)) for gate in view.gates),
        profile=(),
    )

    page = get(PATH).text

    text = Reader(page).text
    assert "Rien n’est compté : les radios des entrées se taisent." in text
    assert "Hier pas de chiffre" in text
    assert "Pas encore assez de semaines pour une semaine habituelle." in text
    assert 'class="body counted" x="4"' in page
    assert all('class="body' not in bar for bar in _bars(page).values())


def test_an_unknown_zone_is_the_page_that_is_not_there(get: Get) -> None:
    for path in ("/zone/nowhere", "/zone/nowhere.csv", "/zone/nowhere.json"):
        answer = get(path)

        assert answer.status_code == 404
        assert "Page introuvable" in answer.text


def test_several_zones_have_a_list_and_none_has_nothing(get: Get, zones: FakeZones) -> None:
    zones.shown["camalce"] = replace(cosmo(), zone=PASS_DE_COL)
    several = Reader(get("/zones").text)
    zones.shown.clear()
    none = get("/zones")

    assert "Camalcé – Gignac" in several.text
    assert {"zone/cosmo?lang=fr", "zone/camalce?lang=fr"} <= set(several.addresses)
    assert none.status_code == 404


def test_one_of_several_zones_knows_the_way_to_the_others(get: Get, zones: FakeZones) -> None:
    alone = Reader(get(PATH).text).addresses
    zones.shown["camalce"] = replace(cosmo(), zone=PASS_DE_COL)
    among = Reader(get(PATH).text).addresses

    assert "../zones" not in alone
    assert "../zones" in among


def test_a_registry_that_is_down_is_one_sentence_and_a_503(get: Get, zones: FakeZones) -> None:
    zones.down = True

    answer = get(PATH)

    assert answer.status_code == 503
    assert "Rechargez la page" in answer.text
