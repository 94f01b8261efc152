"""A simulated installer's run in a real Chromium, before the real app."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Response, Route, expect
from playwright.sync_api import Error as PlaywrightError

from cloud.installation.judge import rules_json
from cloud.web.install.assets import load_assets
from tests.browser.axe import Axe
from tests.browser.hands import NEXT, QUESTIONS, Answers, Hands, picture
from tests.browser.valley import HOUR_US, LEA, MARC, PLACE, USED, Valley, valley

FIRST_LOAD_BYTES = 300_000
PHOTO_BYTES = 300_000
GLOVE_PX = 48
PHONE_PX = 390
AT_02 = {"lat": "43.65243", "lon": "3.55183", "accuracy": "5"}
AT_03 = {"lat": "43.65261", "lon": "3.54773", "accuracy": "5"}
# A container 1500 mm deep below 300 mm.
AT_SMALL = Answers(
    target="gignac-03",
    node="n-003",
    position=AT_03,
    empty_mm="1800",
    cone_mm=("1790", "1795", "1801", "1799", "1788"),
)
CASES = Path(__file__).parents[1] / "cloud" / "installation" / "cases.json"
DECIDE = """async ([facts, judge, rules, cases]) => {
  const [told, judged] = [await import(facts), await import(judge)];
  return cases.map(({ name, evidence }) => [name, judged.refused(rules, told.facts(evidence))]);
}"""
# What a glove would miss, and whether the page is wider than the phone.
TOO_SMALL = """([least, width]) => [
  ...[...document.querySelectorAll("a, button, label.choice, .field input, svg[tabindex]")]
    .filter((one) => one.checkVisibility())
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([, box]) => box.height < least || box.width < least)
    .map(([one, box]) => `${Math.round(box.width)} × ${Math.round(box.height)}: ${one.outerHTML}`),
  ...(document.documentElement.scrollWidth > width ? ["wider than the phone"] : []),
]"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valley]:
    with valley(tmp_path_factory.mktemp("valley")) as opened:
        yield opened


@pytest.fixture(scope="module")
def photo() -> bytes:
    return picture()


@pytest.fixture(scope="module")
def draft(place: Valley, chromium: Browser) -> Iterator[Page]:
    """Give a visit to gignac-01 that has just begun, where there is no network."""
    phone = place.phone(chromium)
    page = place.loaded(phone)
    phone.set_offline(True)
    Hands(page, b"").begin(PLACE)
    yield page
    phone.close()


@pytest.fixture
def marc(place: Valley, chromium: Browser) -> Iterator[Page]:
    """Give the page of an installer who has loaded the list."""
    phone = place.phone(chromium)
    yield place.loaded(phone)
    phone.close()


def cut_once(page: Page) -> list[int]:
    """Have the server do what it is asked, and cut its first answer off; return the statuses."""
    statuses: list[int] = []

    def cut(route: Route) -> None:
        answer = route.fetch()
        statuses.append(answer.status)
        if len(statuses) == 1:
            route.abort()
        else:
            route.fulfill(response=answer)

    page.route("**/pose/visits", cut)
    return statuses


def kept_here(page: Page) -> int:
    """Return how many databases and caches of ours a phone has."""
    counted: int = page.evaluate(
        """async () => (await indexedDB.databases()).length + (await caches.keys()).length"""
    )
    return counted


@pytest.mark.parametrize(
    ("key", "answers", "sentence", "mend"),
    [
        (
            "target",
            Answers(target="gignac-03"),
            "L’étiquette scannée est celle d’un autre emplacement.",
            "allez au bon conteneur",
        ),
        ("node", Answers(node=USED), "Ce boîtier est déjà posé ailleurs.", "boîtier du stock"),
        ("node", Answers(node="n-999"), "Ce boîtier est inconnu.", "boîtier du stock"),
        (
            "position",
            Answers(position={"lat": "NaN", "lon": "3.55", "accuracy": "5"}),
            "« NaN » n’est pas un nombre",
            "entre −90 et 90",
        ),
        (
            "position",
            Answers(position={"lat": "91", "lon": "3.55", "accuracy": "5"}),
            "Ces coordonnées n’existent pas.",
            "recommencez",
        ),
        ("photo", Answers(photo=False), "La photo manque.", "Photographiez"),
        ("link", Answers(radio_dbm="-80"), "Le signal est trop faible.", "antenne"),
        ("empty", Answers(empty_mm="900"), "Le conteneur n’est pas vide.", "en blanc"),
        ("cone", Answers(cone_mm=("2700",)), "Il manque des lectures.", "chaque lecture"),
        (
            "cone",
            Answers(cone_mm=("120", "118", "121", "119", "120")),
            "Le cône du capteur est bouché.",
            "Dégagez-le",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isalpha() else "",
)
def test_a_planted_fault_is_refused_with_what_to_do(
    draft: Page, key: str, answers: Answers, sentence: str, mend: str
) -> None:
    hands = Hands(draft, b"")
    hands.turn_to(key)

    hands.answer(key, answers)
    said = hands.refused().replace("\u00a0", " ")

    assert sentence in said
    assert mend in said


def test_phone_and_server_decide_alike_in_every_case(draft: Page) -> None:
    assets = load_assets()
    modules = [assets.path("facts.js"), assets.path("judge.js")]
    cases = json.loads(CASES.read_text(encoding="utf-8"))

    told = draft.evaluate(DECIDE, [*modules, json.loads(rules_json())["rules"], cases])

    assert len(cases) > 40
    assert told == [[case["name"], case["refused"]] for case in cases]


@pytest.fixture
def tomorrow(place: Valley) -> Iterator[Callable[[], None]]:
    """Give a way to tomorrow, and come back from there."""

    def go() -> None:
        place.clock.ahead_us = 27 * HOUR_US

    yield go
    place.clock.ahead_us = 0


def test_from_a_link_to_a_record(
    place: Valley, chromium: Browser, photo: bytes, tomorrow: Callable[[], None]
) -> None:
    phone = place.phone(chromium)
    marc = phone.new_page()
    place.enter_by_link(marc, MARC)
    place.load(marc)
    hands = Hands(marc, photo)
    phone.set_offline(True)
    hands.mount(PLACE, Answers(note="Sangle remplacée"))
    marc.reload()
    marc.wait_for_selector(f".card.kept[data-place={PLACE}]")
    assert place.installing.cards() == ()

    statuses = cut_once(marc)
    phone.set_offline(False)
    marc.wait_for_selector(f".card.mounted[data-place={PLACE}]")

    assert statuses == [200, 200]
    (card,) = place.installing.cards()
    assert (card.node, card.place, card.who, card.state) == ("n-001", PLACE, MARC.id, "mounted")
    kept = place.kept_photo(card.id)
    assert len(kept) <= PHOTO_BYTES
    assert "première mesure reçue" in marc.locator(f"[data-place={PLACE}]").inner_text()

    place.measures("n-001", card.at_us, hours=26)
    tomorrow()
    assert place.prove() == ["n-001"]
    marc.reload()
    proven = marc.locator(f".card.proven[data-place={PLACE}]")
    with marc.expect_download() as download:
        proven.get_by_text("Procès-verbal").click()

    assert download.value.path().read_bytes().startswith(b"%PDF")
    phone.close()


def test_what_is_typed_outlives_a_closed_tab(place: Valley, marc: Page, photo: bytes) -> None:
    hands, phone = Hands(marc, photo), marc.context
    phone.set_offline(True)
    hands.begin("gignac-02")
    for key in ("target", "node", "position", "photo"):
        hands.answer(key, Answers(target="gignac-02", node="n-002", position=AT_02))
        hands.go_on()
    hands.turn_to("cone")
    hands.answer("cone", Answers())
    marc.close()

    page = phone.new_page()
    page.goto(f"{place.url}/pose")
    page.locator("[data-place=gignac-02] a").click()
    again = Hands(page, photo)

    assert page.locator(".question input").input_value() == "gignac-02"
    again.turn_to("position")
    assert page.locator(".fields input").first.input_value() == AT_02["lat"]
    again.turn_to("photo")
    assert page.locator(".shot img").evaluate("image => image.decode().then(() => true)")
    again.turn_to("cone")
    values = [one.input_value() for one in page.locator(".fields input").all()]
    assert tuple(values) == Answers().cone_mm


def test_two_phones_that_want_the_same_are_both_kept_and_both_shown(
    place: Valley, chromium: Browser, photo: bytes
) -> None:
    phones = [place.phone(chromium) for _ in range(2)]
    pages = [place.loaded(phone, who) for phone, who in zip(phones, (MARC, LEA), strict=True)]
    for phone, page in zip(phones, pages, strict=True):
        phone.set_offline(True)
        Hands(page, photo).mount("gignac-03", AT_SMALL)

    phones[0].set_offline(False)
    pages[0].wait_for_selector(".card.mounted[data-place=gignac-03]")
    phones[1].set_offline(False)
    lost = pages[1].locator(".card.refused[data-place=gignac-03]")
    expect(lost).to_contain_text("les deux sont gardées")
    pages[0].reload()
    won = pages[0].locator(".card.mounted[data-place=gignac-03]")
    expect(won).to_contain_text("les deux sont gardées")
    expect(won).to_contain_text(LEA.id)

    states = {one.who: one.state for one in place.installing.cards() if one.node == "n-003"}
    assert states == {MARC.id: "mounted", LEA.id: "refused"}
    for phone in phones:
        phone.close()


def test_signing_out_warns_of_what_is_not_sent_and_leaves_nothing(
    place: Valley, marc: Page, photo: bytes
) -> None:
    phone = marc.context
    Hands(marc, photo).begin("mat-7")
    marc.goto(f"{place.url}/pose#")
    marc.get_by_text("Se déconnecter").click()
    assert "serait perdue" in marc.locator("footer .fault").inner_text()
    assert kept_here(marc) > 0

    marc.get_by_text("Me déconnecter et les perdre").click()
    marc.wait_for_selector("text=Vous êtes déconnecté")

    assert kept_here(marc) == 0
    marc.goto(f"{place.url}/pose")
    assert "/entrer" in marc.url
    phone.set_offline(True)
    with pytest.raises(PlaywrightError, match="ERR_INTERNET_DISCONNECTED"):
        marc.goto(f"{place.url}/pose")


def test_a_stale_worker_shows_nothing_once_the_stay_was_ended_elsewhere(
    place: Valley, marc: Page, photo: bytes
) -> None:
    Hands(marc, photo).begin("mat-7")
    place.accounts.end(MARC.id, None)

    marc.goto(f"{place.url}/pose")
    assert "/entrer" in marc.url
    marc.context.set_offline(True)
    marc.goto(f"{place.url}/pose")

    assert "Hors ligne" in marc.content()
    assert "Gignac" not in marc.content()
    # Nothing is lost either: it is there for who comes back.
    marc.context.set_offline(False)
    back = place.loaded(marc.context)
    assert back.locator(".card.doing[data-place=mat-7]").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_screen_is_for_gloves_sun_and_a_screen_reader(
    place: Valley, chromium: Browser, photo: bytes, axe: Axe, scheme: Literal["light", "dark"]
) -> None:
    phone = place.phone(chromium)
    page = place.loaded(phone)
    page.emulate_media(color_scheme=scheme)
    found: list[str] = []

    def look(screen: str) -> None:
        # Only colours differ by night.
        rules = ["color-contrast"] if scheme == "dark" else None
        found.extend(f"{screen}: {one}" for one in axe.violations(page, rules))
        found.extend(f"{screen}: {one}" for one in page.evaluate(TOO_SMALL, [GLOVE_PX, PHONE_PX]))

    hands = Hands(page, photo, look)
    look("list")
    hands.begin("gignac-02")
    for key in QUESTIONS:
        hands.turn_to(key)
        look(key)
        page.locator(NEXT).click()
        look(f"{key}, refused")
    hands.turn_to("verdict")
    look("verdict")
    phone.close()

    assert found == []


def test_the_page_speaks_english(place: Valley, chromium: Browser) -> None:
    phone = place.phone(chromium, "en-GB")
    page = place.loaded(phone)

    page.wait_for_selector("h1:text('Mounting nodes')")
    Hands(page, b"").begin("gignac-02")
    said = Hands(page, b"").refused()
    page.goto(f"{place.url}/pose#")
    page.get_by_text("Français").click()

    assert "The label is not read." in said
    page.wait_for_selector("h1:text('Pose des nœuds')")
    assert page.evaluate("document.documentElement.lang") == "fr"
    phone.close()


def test_the_first_load_is_small_and_nothing_comes_from_outside(
    place: Valley, chromium: Browser
) -> None:
    phone = place.phone(chromium)
    answers: list[Response] = []
    place.enter(phone, MARC)
    page = phone.new_page()
    phone.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright marks it
    refused: list[str] = []
    page.on("console", lambda told: refused.append(told.text))

    place.load(page)

    assert {answer.url.startswith(place.url) for answer in answers} == {True}
    assert sum(len(answer.body()) for answer in answers) < FIRST_LOAD_BYTES
    assert refused == []
    phone.close()


def test_a_label_scanned_with_the_phones_own_camera_chooses_its_place(
    place: Valley, marc: Page
) -> None:
    marc.goto(f"{place.url}/c/gignac-02")
    marc.wait_for_selector("section.scanned")
    cards = marc.locator("article.card")

    expect(cards).to_have_count(1)
    expect(marc.locator("section.scanned b")).to_have_text("gignac-02")
    assert marc.url == f"{place.url}/pose"
    Hands(marc, b"").begin("gignac-02")
    expect(marc.locator(".field input").first).to_have_value("gignac-02")


def test_a_node_of_the_stock_waits_for_its_place_and_its_name_is_there_then(
    place: Valley, marc: Page
) -> None:
    marc.goto(f"{place.url}/n/n-050")
    marc.wait_for_selector("section.scanned")

    expect(marc.locator("section.scanned b")).to_have_text("n-050")
    hands = Hands(marc, b"")
    hands.begin("mat-7")
    hands.turn_to("node")
    expect(marc.locator(".field input").first).to_have_value("n-050")
