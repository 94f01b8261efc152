"""Two dispatchers at the desk in a real Chromium, before the real app."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from cloud.dispatch.move import Asked
from cloud.dispatch.standing import moved_to
from cloud.plan.changes import changes
from cloud.registry.values import Person
from tests.browser.axe import Axe
from tests.browser.bureau import CAMILLE, NADIA, SACHA, SCRIPT, Bureau, bureau, morning_us

FIRST_VIEW_BYTES = 300_000
PAGES = ("", "/suivi", "/refaire", "/rues", "/calendrier")
WIDTHS_PX = (1280, 390)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# More than the page has places to stop at.
TABS = 400


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    with bureau(tmp_path_factory.mktemp("bureau"), "Aniane – Boulevard Saint-Jean") as opened:
        yield opened


@pytest.fixture(scope="module")
def nadia(place: Bureau, chromium: Browser) -> Iterator[Page]:
    page = place.enter(chromium, NADIA)
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def sacha(place: Bureau, chromium: Browser) -> Iterator[Page]:
    page = place.enter(chromium, SACHA)
    yield page
    page.context.close()


@pytest.fixture(autouse=True)
def _anew(place: Bureau) -> None:
    place.begin_again()
    for locked in place.board.working(place.day).locks:
        newest = place.driven.drafts(place.day, 1)[0].version
        place.board.lock(place.day, newest, locked, NADIA.id, locked=False)


def first(place: Bureau, *, accepted: bool) -> tuple[str, str, list[str]]:
    """Return a container, a truck that takes it or does not, and what that breaks."""
    trucks = [route.truck for route in place.plan.routes]
    for route in place.plan.routes:
        for stop in route.containers:
            for truck in trucks:
                if truck == route.truck:
                    continue
                moved = place.board.move(place.day, 0, Asked(stop.ref, truck), NADIA.id, dry=True)
                if accepted is not bool(moved.answer.broken):
                    return stop.ref, truck, [one.sentence for one in moved.answer.broken]
    raise AssertionError("no such move")


def ask(page: Page, container: str, truck: str, button: str) -> None:
    page.locator("[name=conteneur]").select_option(container)
    page.locator("[name=vers]").select_option(f"camion:{truck}")
    page.locator("#move").get_by_role("button", name=button, exact=True).click()


def lifted_by(place: Bureau, container: str) -> str:
    routes = place.board.working(place.day).plan.routes
    return next(
        route.truck for route in routes if container in {one.ref for one in route.containers}
    )


def publish(page: Page) -> None:
    page.locator("form[action^='/bureau/publier'] button").click()


def test_a_locked_container_stays_where_it_is(place: Bureau, nadia: Page) -> None:
    container, truck, _ = first(place, accepted=True)
    nadia.goto(place.at())

    nadia.locator(f"button[name=verrouiller][value={container}]").click()

    expect(nadia.get_by_role("status")).to_contain_text("Verrouillé.")
    expect(nadia.locator(f"button[name=liberer][value={container}]")).to_be_visible()
    expect(nadia.locator(f"#move option[value={container}]")).to_be_disabled()
    assert place.board.working(place.day).locks == (container,)
    nadia.locator(f"#move option[value={container}]").evaluate("one => one.disabled = false")
    ask(nadia, container, truck, "Déplacer")
    expect(nadia.get_by_role("alert")).to_contain_text("est verrouillé : libérez-le d’abord.")
    assert lifted_by(place, container) != truck
    nadia.locator(f"button[name=liberer][value={container}]").click()
    expect(nadia.get_by_role("status")).to_contain_text("Libéré.")


def test_a_refused_move_names_what_breaks_and_changes_nothing(
    place: Bureau, nadia: Page, axe: Axe
) -> None:
    container, truck, broken = first(place, accepted=False)
    before = place.board.working(place.day)
    nadia.goto(place.at())

    ask(nadia, container, truck, "Déplacer")

    alert = nadia.get_by_role("alert")
    expect(alert).to_contain_text("Refusé")
    assert alert.locator(".faults li").all_inner_texts() == broken
    assert broken
    assert axe.violations(nadia) == []
    assert place.board.working(place.day).version == before.version


def test_a_move_is_tried_and_then_made(place: Bureau, nadia: Page) -> None:
    container, truck, _ = first(place, accepted=True)
    nadia.goto(place.at())
    nadia.evaluate("window.isThere = true")

    ask(nadia, container, truck, "Vérifier")
    expect(nadia.get_by_role("status")).to_contain_text(
        re.compile(r"Possible.*[+−][0-9,]+\s(km|m)\b", re.DOTALL)
    )
    expect(nadia.locator("#reponse .said")).to_be_focused()
    assert nadia.evaluate("window.isThere")
    assert lifted_by(place, container) != truck
    nadia.get_by_role("button", name="Déplacer maintenant").click()

    expect(nadia.get_by_role("status")).to_contain_text("Déplacé.")
    expect(nadia.get_by_text("1 changement n’est pas encore publié.")).to_be_visible()
    assert lifted_by(place, container) == truck


def test_who_was_signed_out_meanwhile_is_asked_to_come_in_again(place: Bureau, nadia: Page) -> None:
    container, truck, _ = first(place, accepted=True)
    nadia.goto(place.at())
    (hers,) = nadia.context.cookies()
    nadia.context.clear_cookies()

    ask(nadia, container, truck, "Vérifier")

    nadia.wait_for_selector("input[type=password]")
    nadia.context.add_cookies([{"name": hers["name"], "value": hers["value"], "url": place.url}])


@pytest.mark.parametrize("drop", [".targets", ".list section"])
def test_a_stop_is_dragged_the_checker_answers_and_only_then_it_moves(
    place: Bureau, nadia: Page, drop: str
) -> None:
    container, truck, _ = first(place, accepted=True)
    nadia.goto(place.at())
    grip = nadia.locator(f"[data-drag={container}]")
    grip.scroll_into_view_if_needed()
    expect(nadia.locator(".targets")).to_be_hidden()

    grip.hover()
    nadia.mouse.down()
    nadia.mouse.move(300, 300, steps=3)
    expect(nadia.locator(".targets")).to_be_visible()
    nadia.locator(f"{drop}[data-drop='camion:{truck}'], {drop} [data-drop='camion:{truck}']").hover(
        force=True
    )
    nadia.mouse.up()

    expect(nadia.get_by_role("status")).to_contain_text("Possible")
    expect(nadia.locator("select[name=vers]")).to_have_value(f"camion:{truck}")
    assert lifted_by(place, container) != truck
    nadia.get_by_role("button", name="Déplacer maintenant").click()
    expect(nadia.get_by_role("status")).to_contain_text("Déplacé.")
    assert lifted_by(place, container) == truck


def test_another_day_answers_what_it_can_before_a_container_is_put_off(
    place: Bureau, nadia: Page, axe: Axe
) -> None:
    container = place.crane.containers[0].ref
    day = place.day + timedelta(1)
    nadia.goto(place.at())
    nadia.locator("[name=conteneur]").select_option(container)
    nadia.locator("[name=vers]").select_option(f"jour:{day}")

    nadia.locator("#move").get_by_role("button", name="Vérifier", exact=True).click()

    status = nadia.get_by_role("status")
    expect(status).to_contain_text("le plan n’est pas encore fait")
    assert axe.violations(nadia) == []
    nadia.get_by_role("button", name="Déplacer maintenant").click()
    expect(status).to_contain_text("Déplacé.")
    publish(nadia)
    expect(nadia.get_by_role("status")).to_contain_text("Publié")
    assert moved_to(place.records, place.driven, day) == {container}


def test_changes_are_given_up(place: Bureau, nadia: Page) -> None:
    container, truck, _ = first(place, accepted=True)
    nadia.goto(place.at())
    ask(nadia, container, truck, "Déplacer")

    nadia.get_by_role("button", name="Abandonner les changements").click()

    expect(nadia.get_by_role("status")).to_contain_text("Changements abandonnés")
    expect(nadia.get_by_role("button", name="Abandonner les changements")).to_have_count(0)
    assert lifted_by(place, container) != truck


def test_a_published_plan_is_sent_received_accepted_or_refused(place: Bureau, nadia: Page) -> None:
    nadia.goto(place.at())
    expect(nadia.locator(".state.issued")).to_have_count(len(place.plan.routes))

    publish(nadia)

    expect(nadia.get_by_role("status")).to_contain_text("Publié et envoyé aux camions.")
    expect(nadia.locator(".state.sent")).to_have_count(len(place.plan.routes))
    assert len(place.ground.sent) == len(place.plan.routes)
    plan, at_us = place.plan.issued_at_us, place.clock()
    place.tells({"kind": "received", "at_us": at_us, "plan": plan})
    nadia.reload()
    expect(nadia.locator(".state.received")).to_have_text(re.compile("reçue"))
    place.tells({"kind": "accepted", "at_us": at_us, "plan": plan})
    refused = {"kind": "refused", "at_us": at_us, "plan": plan, "why": "Pneu à plat"}
    place.tells(refused, truck="grue-2", device="tel-2")
    nadia.goto(place.at("/suivi"))
    expect(nadia.locator("tr:not(.old) .state.accepted")).to_have_text(re.compile("acceptée"))
    expect(nadia.locator("tr:not(.old)", has_text="refusée")).to_contain_text("Pneu à plat")


def test_a_broker_that_is_down_is_said_and_the_plan_is_sent_later(
    place: Bureau, nadia: Page
) -> None:
    place.ground.down = True
    nadia.goto(place.at())
    publish(nadia)
    expect(nadia.get_by_role("status")).to_contain_text("le courtier ne répond pas")
    place.ground.down = False

    nadia.get_by_role("button", name="Envoyer aux camions", exact=True).click()

    expect(nadia.get_by_role("status")).to_contain_text("Envoyé aux camions.")
    expect(nadia.locator(".state.sent")).to_have_count(len(place.plan.routes))


def test_the_second_dispatcher_is_told_what_changed(
    place: Bureau, nadia: Page, sacha: Page
) -> None:
    container, truck, _ = first(place, accepted=True)
    nadia.goto(place.at())
    sacha.goto(place.at())
    ask(nadia, container, truck, "Déplacer")
    expect(nadia.get_by_role("status")).to_contain_text("Déplacé.")
    issued = place.plan.issued_at_us

    publish(sacha)

    alert = sacha.get_by_role("alert")
    expect(alert).to_contain_text("Le plan a changé depuis que vous l’avez ouvert.")
    expect(alert.locator(".history")).to_contain_text(NADIA.id)
    expect(alert.locator(".history")).to_contain_text("déplacé vers")
    expect(alert.locator("table")).to_contain_text(re.compile("de Grue [12] à Grue [12]"))
    assert place.plan.issued_at_us == issued
    publish(sacha)
    expect(sacha.get_by_role("status")).to_contain_text("Publié")
    assert container in {
        one.ref for route in place.plan.routes if route.truck == truck for one in route.containers
    }


def test_a_position_is_shown_only_during_an_incident_and_the_look_is_kept(
    place: Bureau, nadia: Page, sacha: Page
) -> None:
    place.tells(
        {"kind": "position", "at_us": place.clock(), "lat": 43.65, "lon": 3.55, "accuracy_m": 8}
    )
    nadia.goto(place.at("/suivi"))
    expect(nadia.get_by_role("button", name="Voir où est Grue 1")).to_have_count(0)
    nadia.locator("[name=camion]").select_option("grue-1")
    nadia.locator("[name=raison]").fill("Appel de l’équipage")
    nadia.get_by_role("button", name="Ouvrir un incident").click()
    expect(nadia.get_by_role("status")).to_contain_text("Incident ouvert.")
    sacha.goto(place.at("/suivi"))

    nadia.get_by_role("button", name="Voir la position de Grue 1").click()

    expect(nadia.get_by_role("status")).to_contain_text("43.65000, 3.55000")
    expect(nadia.get_by_role("status")).to_contain_text("l’équipage la voit")
    assert [one.why for one in place.driven.looks("grue-1")] == ["Appel de l’équipage"]
    nadia.get_by_role("button", name="Clore l’incident de Grue 1").click()
    expect(nadia.get_by_role("status")).to_contain_text("Incident clos.")
    sacha.get_by_role("button", name="Voir la position de Grue 1").click()
    expect(sacha.get_by_role("status")).to_contain_text("la position n’est pas montrée")
    assert "43.65000" not in sacha.content()
    assert len(place.driven.looks("grue-1")) == 1


# Before any crew tells what it closed: the whole day is still to come.
def test_a_plan_is_made_again_looked_at_and_only_then_published(place: Bureau, nadia: Page) -> None:
    before = place.plan
    nadia.goto(place.at("/refaire"))
    nadia.get_by_label("Grue 2 est en panne").check()

    nadia.get_by_role("button", name="Calculer").click()

    changed = nadia.locator("[role=status] tbody tr")
    expect(changed.first).to_be_visible()
    told = changed.all_inner_texts()
    assert place.plan.issued_at_us == before.issued_at_us
    nadia.get_by_role("button", name="Publier ce plan").click()
    expect(nadia.get_by_role("status")).to_contain_text("Publié et envoyé aux camions.")
    expect(nadia.get_by_text("refait en cours de journée")).to_be_visible()
    found = changes(before, place.plan)
    moved = [one for one in found if one.what == "moved"]
    assert moved
    assert {(one.was, one.now) for one in moved} == {("Grue 2", "Grue 1")}
    assert all(
        any(one.name in row and "de Grue 2 à Grue 1" in row for row in told) for one in moved
    )


def test_rounds_are_told_by_truck_and_streets_by_place_and_nobody_is_named(
    place: Bureau, nadia: Page
) -> None:
    route = place.crane
    done, left = route.containers[1:3]
    place.clock.ahead_us = morning_us(place, 9 * 3600) - place.clock()
    begun = morning_us(place, 6 * 3600)
    place.tells(
        {"kind": "collected", "at_us": begun, "stop": done.ref},
        {"kind": "skipped", "at_us": begun + 1, "stop": left.ref, "reason": "blocked"},
    )
    other = {"kind": "skipped", "at_us": begun + 2, "stop": done.ref, "reason": "empty"}
    place.tells(other, device="tel-9")

    nadia.goto(place.at("/suivi"))
    told = nadia.locator(".rounds-done li", has_text=route.truck_name).first.inner_text()
    nadia.goto(place.at("/rues", nom=done.name.split()[0].lower()))
    answer = nadia.locator("tr", has_text=done.name).inner_text()
    place.clock.ahead_us = 0

    assert re.search(r"Faits\s+1\b", told)
    assert re.search(r"Laissés\s+1 accès bloqué", told)
    assert "Deux appareils se contredisent" in told
    assert done.name in told
    assert "oui, à 6 h 00" in answer.replace("\u00a0", " ")
    assert CAMILLE.name not in told + answer
    assert CAMILLE.id not in told + answer


def test_the_desk_speaks_french_and_english(place: Bureau, chromium: Browser) -> None:
    page = place.enter(chromium, SACHA, "en-GB")

    page.goto(place.at())

    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.get_by_role("button", name="Publish once more")).to_be_visible()
    page.get_by_role("link", name="Français").click()
    expect(page.get_by_role("button", name="Publier de nouveau")).to_be_visible()
    expect(page.locator("h1")).to_contain_text("Plan du")
    page.context.close()


@pytest.mark.parametrize("wide", WIDTHS_PX)
def test_axe_finds_nothing_wrong_by_day_and_by_night(
    place: Bureau, nadia: Page, axe: Axe, wide: int
) -> None:
    nadia.set_viewport_size({"width": wide, "height": 900})
    found: list[str] = []
    for path in (*(place.at(path, nom="gignac") for path in PAGES), f"{place.url}/moi/positions"):
        nadia.goto(path)
        nadia.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        for scheme in SCHEMES:
            nadia.emulate_media(color_scheme=scheme)
            found += [f"{path} {scheme}: {one}" for one in axe.violations(nadia)]
        if nadia.evaluate("document.documentElement.scrollWidth") > wide:
            found.append(f"{path}: wider than the screen")
    nadia.set_viewport_size({"width": 1280, "height": 900})
    nadia.emulate_media(color_scheme="light")

    assert found == []


def test_the_keyboard_alone_locks_moves_and_publishes(place: Bureau, nadia: Page) -> None:
    container, truck, _ = first(place, accepted=True)
    nadia.goto(place.at())

    reach(nadia, f"[data-move={container}]")
    nadia.keyboard.press("Enter")
    expect(nadia.locator("[name=vers]")).to_be_focused()
    nadia.keyboard.type(next(one.truck_name for one in place.plan.routes if one.truck == truck))
    reach(nadia, "#move button.main")
    nadia.keyboard.press("Enter")
    expect(nadia.get_by_role("status")).to_contain_text("Déplacé.")
    reach(nadia, f"button[name=verrouiller][value={container}]")
    nadia.keyboard.press("Space")
    expect(nadia.get_by_role("status")).to_contain_text("Verrouillé.")
    reach(nadia, "form[action^='/bureau/publier'] button")
    nadia.keyboard.press("Enter")
    expect(nadia.get_by_role("status")).to_contain_text("Publié")

    assert lifted_by(place, container) == truck
    assert place.board.working(place.day).locks == (container,)


def test_a_name_with_a_script_stays_text(place: Bureau, nadia: Page) -> None:
    nadia.goto(place.at())

    expect(nadia.locator(".stops").get_by_text(SCRIPT).first).to_be_visible()
    assert nadia.evaluate("window.hurt") is None


def test_without_script_the_plan_is_read_and_a_container_moved(
    place: Bureau, chromium: Browser, nadia: Page
) -> None:
    container, truck, _ = first(place, accepted=True)
    state = nadia.context.storage_state()
    bare = chromium.new_context(
        java_script_enabled=False, storage_state=state, locale="fr-FR"
    ).new_page()
    bare.goto(place.at())

    bare.locator(f"[data-move={container}]").click()
    expect(bare.locator("[name=conteneur]")).to_have_value(container)
    bare.locator("[name=vers]").select_option(f"camion:{truck}")
    bare.locator("#move").get_by_role("button", name="Déplacer", exact=True).click()

    expect(bare.get_by_role("status")).to_contain_text("Déplacé.")
    bare.context.close()
    assert lifted_by(place, container) == truck


def test_the_first_view_is_small(place: Bureau, nadia: Page) -> None:
    sizes: list[int] = []

    def note(answer: Response) -> None:
        sizes.append(len(answer.body()))

    nadia.on("response", note)
    nadia.goto(place.at(), wait_until="networkidle")
    nadia.remove_listener("response", note)

    assert 0 < sum(sizes) < FIRST_VIEW_BYTES


@pytest.mark.parametrize("person", [CAMILLE], ids=lambda one: one.id)
def test_a_crew_member_is_turned_away(place: Bureau, chromium: Browser, person: Person) -> None:
    page = place.enter(chromium, person)

    statuses = []
    for path in PAGES:
        answer = page.goto(place.at(path))
        assert answer is not None
        statuses.append(answer.status)
    paper = page.request.get(f"{place.url}/bureau/plans/{place.day}/feuilles.pdf")
    page.context.close()

    assert statuses == [403] * len(PAGES)
    assert paper.status == 403


def reach(page: Page, selector: str, key: str = "Tab") -> None:
    """Press Tab until the keyboard is on an element."""
    for pressed in count():
        assert pressed < TABS, f"{selector} is not reached by {key}"
        page.keyboard.press(key)
        if page.evaluate("it => document.activeElement.matches(it)", selector):
            return
