"""A crew's shift in a real Chromium, before the real app."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from time import sleep
from typing import Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, Route
from playwright.sync_api import Error as PlaywrightError

from cloud.registry.values import KeptDeed, Person, Role
from tests.browser.axe import Axe
from tests.browser.first_view import STOPS, first_view
from tests.browser.hands import picture
from tests.browser.shift import ACCESS, PATIENCE_MS, Yard, ref_of, spot_of, yard

FIRST_VIEW_BYTES = 300_000
PHOTO_BYTES = 300_000
GLOVE_PX = 56
PHONE_PX = 390
HALF = STOPS // 2
SKIPPED = (7, 31)
PHOTOS = (12, 48)
SCREENS = (
    "round",
    "more",
    "told",
    "change",
    "stop/1",
    "skip/2",
    "problem/2",
    "shot/2/works",
    "tip/4",
)
SENT = "html[data-unsent='0']"
# What a glove would miss, and whether the page is wider than the phone.
PRESSED = "a, button, label.button, label.choice, .field input, svg[tabindex]"
TOO_SMALL = """([pressed, least, width]) => [
  ...[...document.querySelectorAll(pressed)]
    .filter((one) => one.checkVisibility())
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([, box]) => box.height < least || box.width < least)
    .map(([one, box]) => `${Math.round(box.width)} × ${Math.round(box.height)}: ${one.outerHTML}`),
  ...(document.documentElement.scrollWidth > width ? ["wider than the phone"] : []),
]"""
# Counts the tones that a phone is made to sound.
EARS = """const begin = OscillatorNode.prototype.start;
window.tones = 0;
OscillatorNode.prototype.start = function (...when) {
  window.tones += 1;
  return begin.apply(this, when);
};"""
# Presses the large button so many times, each once the stop before is behind.
COLLECT = """async (count) => {
  const title = () => document.querySelector("h1").textContent;
  for (let at = 0; at < count; at += 1) {
    const before = title();
    await new Promise((done) => {
      new MutationObserver((_, eye) => {
        if (title() === before) return;
        eye.disconnect();
        done();
      }).observe(document.body, { childList: true, subtree: true });
      document.querySelector("[data-key=collect]").click();
    });
  }
}"""
# By night only colours change.
COLOURS: Final = ("cat.color",)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Yard]:
    with yard(tmp_path_factory.mktemp("yard")) as opened:
        yield opened


@pytest.fixture
def phone(place: Yard, chromium: Browser) -> Iterator[BrowserContext]:
    made = place.phone(chromium)
    yield made
    made.close()


def cut_once(page: Page, addresses: str) -> list[tuple[int, int]]:
    """Have the server do what it is asked, and cut its first answer off.

    Returns what fills up with statuses and how many bytes were sent.
    """
    sent: list[tuple[int, int]] = []

    def cut(route: Route) -> None:
        answer = route.fetch()
        sent.append((answer.status, len(route.request.post_data_buffer or b"")))
        if len(sent) == 1:
            route.abort()
        else:
            route.fulfill(response=answer)

    page.route(addresses, cut)
    return sent


def answer_slowly(page: Page, addresses: str, slow_s: Iterable[float]) -> None:
    """Let the first answers of that address take so long."""
    left = iter(slow_s)

    def pass_on(route: Route) -> None:
        sleep(next(left, 0.0))
        route.continue_()

    page.route(addresses, pass_on)


def collect(page: Page) -> None:
    """Press the large button, and come to the next stop."""
    before = page.locator("h1").inner_text()
    page.locator("[data-key=collect]").click()
    page.wait_for_function(
        "before => document.querySelector('h1').innerText !== before", arg=before
    )


def skip(page: Page, at: int, reason: str) -> None:
    page.locator(f"[data-key='#skip/{at} wide']").click()
    page.locator(f"[data-key={reason}]").click()
    page.wait_for_selector(".undo")


def report(page: Page, at: int, what: str, photo: bytes | None = None) -> None:
    """Tell a problem of a stop, and come back to it."""
    page.goto(f"{page.url.partition('#')[0]}#shot/{at}/{what}")
    page.wait_for_selector("[data-key=tell]")
    if photo is not None:
        page.set_input_files(
            "input[type=file]",
            {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo},
        )
        page.wait_for_selector(".shot img")
    page.locator("[data-key=tell]").click()
    page.wait_for_selector("[data-key=collect]")


def more(page: Page, key: str) -> None:
    page.locator("[data-key=nav-more]").click()
    page.locator(f"[data-key='{key}']").click()


def covered(page: Page) -> None:
    """Wait until nothing is left to send; what was cut off waits for its turn again."""
    page.wait_for_selector(SENT, timeout=3 * PATIENCE_MS)


def kinds(deeds: list[KeptDeed]) -> Counter[str]:
    return Counter(one.kind for one in deeds)


def bodies(deeds: list[KeptDeed], kind: str) -> list[dict[str, object]]:
    return [json.loads(one.body or "") for one in deeds if one.kind == kind]


def asked_until(page: Page, selector: str) -> None:
    """Have a phone ask for its round, as it does every minute, until a screen shows something."""
    page.wait_for_function(
        """selector => {
          if (document.querySelector(selector)) return true;
          dispatchEvent(new Event("online"));
          return false;
        }""",
        arg=selector,
        polling=200,
    )


def kept_here(page: Page) -> list[str]:
    """Return the names of databases and caches that a phone has."""
    found: list[str] = page.evaluate(
        """async () => [
          ...(await indexedDB.databases()).map(({ name }) => name),
          ...await caches.keys(),
        ]"""
    )
    return found


def test_a_shift_of_sixty_stops_in_aeroplane_mode_arrives_once(
    place: Yard, phone: BrowserContext
) -> None:
    refs = [ref_of(number) for number in range(1, STOPS + 1)]
    camille = place.crew("benne-60")
    place.issue("benne-60", [*refs, "quay"])
    page = place.loaded(phone, camille, link=True)
    page.wait_for_selector(SENT)
    phone.set_offline(True)

    page.locator("[data-key=start]").click()
    page.wait_for_selector("[data-key=collect]")
    done = 0
    for at in (*sorted({*PHOTOS, *SKIPPED, HALF}), STOPS):
        page.evaluate(COLLECT, at - done - 1)
        if at in PHOTOS:
            report(page, at, "dumped-beside", picture())
        if at == HALF:
            page.close()
            page = phone.new_page()
            page.goto(f"{place.url}/tournee")
            more(page, "pause")
            page.locator("[data-key=resume]").click()
        if at in SKIPPED:
            skip(page, at, "blocked")
        else:
            collect(page)
        done = at
    page.locator(f"[data-key='#tip/{STOPS + 1} main huge']").click()
    page.locator("input[value=residual]").check(force=True)
    page.locator(".field input").fill("4 260")
    page.locator("[data-key=unload]").click()
    page.wait_for_selector("h1:text('Dépôt')")
    more(page, "end")
    page.wait_for_selector("h1:text('Service terminé')")
    before = kinds(place.told("benne-60"))
    envelopes = cut_once(page, "**/tournee/envelopes")
    photos = cut_once(page, "**/tournee/photos/*")
    phone.set_offline(False)
    covered(page)

    told = place.told("benne-60")
    collected = [row["stop"] for row in bodies(told, "collected")]
    assert before == {"received": 1}
    assert kinds(told) == {
        "received": 1,
        "accepted": 1,
        "started": 1,
        "collected": STOPS - len(SKIPPED),
        "skipped": len(SKIPPED),
        "problem": len(PHOTOS),
        "paused": 1,
        "resumed": 1,
        "unloaded": 1,
        "ended": 1,
    }
    assert collected == [ref for at, ref in enumerate(refs, 1) if at not in SKIPPED]
    (unloaded,) = bodies(told, "unloaded")
    assert (unloaded["weight_kg"], unloaded["stream"]) == (4260, "residual")
    # The first answer of each was cut off, and what it was about sent again.
    assert [status for status, _ in envelopes[:2]] == [200, 200]
    assert [status for status, _ in photos] == [201, 200, 201]
    assert max(size for _, size in photos) <= PHOTO_BYTES
    assert min(size for _, size in photos) > 0
    named = {str(row["photo"]) for row in bodies(told, "problem")}
    assert [place.driven.photo(name) is not None for name in named] == [True] * len(PHOTOS)


def test_a_new_round_sounds_is_answered_at_standstill_and_may_be_refused(
    place: Yard, phone: BrowserContext
) -> None:
    camille = place.crew("benne-new", 61, 62, 63, 64)
    phone.add_init_script(EARS)
    page = place.started(phone, camille)
    lat, lon = spot_of(70)
    collect(page)
    covered(page)
    place.issue("benne-new", [ref_of(n) for n in (61, 64, 63, 65)])

    phone.set_geolocation({"latitude": lat, "longitude": lon, "accuracy": 5})
    page.wait_for_selector("html[data-moving=true]")
    asked_until(page, ".offer")
    moving = page.locator(".offer")
    assert page.evaluate("window.tones") == 2
    assert (moving.evaluate("one => one.tagName"), page.locator("a.offer").count()) == ("P", 0)
    assert page.locator("[data-key=collect]").is_visible()
    page.evaluate("location.hash = '#change'")
    page.wait_for_selector("[data-change]")
    assert page.locator("[data-key=accept], [data-key=refuse]").count() == 0

    phone.set_geolocation({"latitude": lat + 1e-6, "longitude": lon, "accuracy": 5})
    page.wait_for_selector("html[data-moving=false]")
    shown = {
        name: page.locator(f"[data-change={name}] li").count()
        for name in ("added", "gone", "moved")
    }
    page.locator("[data-key=accept]").click()
    page.wait_for_selector("h1:has-text(', 64')")
    second = place.issue("benne-new", [ref_of(n) for n in (61, 66)])
    covered(page)
    asked_until(page, "a.offer")
    page.locator("a.offer").click()
    page.locator("[data-key=refuse]").click()
    page.wait_for_selector("[data-key=collect]")
    covered(page)
    page.reload()

    assert shown == {"added": 1, "gone": 1, "moved": 1}
    # The round that was refused is not driven, and not asked about again.
    page.wait_for_selector("h1:has-text(', 64')")
    assert page.locator(".offer").count() == 0
    told = place.told("benne-new")
    assert len(bodies(told, "accepted")) == 2
    assert [row["plan"] for row in bodies(told, "refused")] == [second]


def test_a_round_that_did_not_change_is_not_sent_again_and_one_that_did_is(
    place: Yard, phone: BrowserContext
) -> None:
    page = place.started(phone, place.crew("benne-same", 62, 63))
    covered(page)

    with page.expect_response(lambda one: is_round(one, 304)):
        page.evaluate("window.asks = setInterval(() => dispatchEvent(new Event('online')), 200)")
    page.evaluate("clearInterval(window.asks)")
    with page.expect_response(lambda one: is_round(one, 200)) as then:
        collect(page)

    assert then.value.json()["stops"][1]["state"]["state"] == "collected"
    assert page.locator("[data-key=collect]").is_visible()


def is_round(answer: Response, status: int) -> bool:
    """Tell whether something is the answer to an app that asks for its round."""
    return answer.status == status and urlsplit(answer.url).path == "/tournee/round"


def test_two_phones_in_conflict_are_both_kept_and_both_shown(
    place: Yard, chromium: Browser
) -> None:
    camille, sacha = place.crew("benne-two", 67, 68), place.crew("benne-two")
    phones = [place.phone(chromium) for _ in range(2)]
    pages = [
        place.started(one, who, ready=True)
        for one, who in zip(phones, (camille, sacha), strict=True)
    ]
    for one in phones:
        one.set_offline(True)
    collect(pages[0])
    skip(pages[1], 1, "blocked")

    for one, page in zip(phones, pages, strict=True):
        one.set_offline(False)
        covered(page)
    for page in pages:
        page.locator("[data-key=nav-round]").click()
        asked_until(page, ".stop.conflict")
        page.locator(f".stop.conflict[data-ref={ref_of(67)}]").click()
        said = page.locator(".fault").inner_text()
        assert "Les deux sont gardés" in said
        assert "collecté" in said
        assert "passé (Bloqué)" in said

    told = place.told("benne-two")
    assert (kinds(told)["collected"], kinds(told)["skipped"]) == (1, 1)
    for one in phones:
        one.close()


def test_the_next_stop_says_what_it_is_how_far_and_how_to_get_at_it(
    place: Yard, phone: BrowserContext
) -> None:
    page = place.started(phone, place.crew("benne-access", 101, 102))
    page.wait_for_selector("dt:text('À vol d’oiseau')")

    said = page.locator("main").inner_text()
    collect(page)

    for word in (ACCESS, "Ordures ménagères", "870 m", "de 5 h 00 à 12 h 30"):
        assert word in said.replace("\u00a0", " ")
    # The next one has no note.
    assert ACCESS not in page.locator("main").inner_text()


def test_the_last_tap_is_taken_back_and_both_are_kept(place: Yard, phone: BrowserContext) -> None:
    page = place.started(phone, place.crew("benne-undo", 69, 70))
    name = page.locator("h1").inner_text()
    skip(page, 1, "blocked")
    covered(page)
    # Of another start of the app, in an epoch of its own.
    page.reload()

    page.locator("[data-key=undo]").click()
    page.wait_for_function("name => document.querySelector('h1').innerText === name", arg=name)
    covered(page)

    assert [one.kind for one in place.told("benne-undo")][-2:] == ["skipped", "withdrawn"]
    found = place.actual("benne-undo")
    assert (found.skipped, found.open, found.reasons) == (0, 2, {})
    # Nothing asks to undo the undoing, and what was done is to be read.
    assert page.locator("[data-key=undo]").count() == 0
    page.evaluate("location.hash = '#told'")
    page.wait_for_selector(".told .gone")
    assert "annulé" in page.locator(".told .gone small").inner_text()


def test_a_problem_that_was_taken_back_before_it_left_keeps_its_photo_to_itself(
    place: Yard, phone: BrowserContext
) -> None:
    page = place.started(phone, place.crew("benne-photo", 96, 97))
    covered(page)
    phone.set_offline(True)
    report(page, 1, "works", picture())

    page.locator("[data-key=undo]").click()
    page.wait_for_selector(".undo", state="detached")
    phone.set_offline(False)
    covered(page)

    told = place.told("benne-photo")
    assert (kinds(told)["problem"], kinds(told)["withdrawn"]) == (1, 1)
    (problem,) = bodies(told, "problem")
    assert place.driven.photo(str(problem["photo"])) is None
    assert place.actual("benne-photo").problems == {}


def test_a_screen_that_changes_under_a_finger_loses_no_tap(
    place: Yard, phone: BrowserContext
) -> None:
    page = place.started(phone, place.crew("benne-tap", 98, 99))
    covered(page)
    name = page.locator("h1").inner_text()

    # Waits until the button stands still, which a new position may redraw.
    page.locator("[data-key=collect]").hover()
    page.mouse.down()
    # As a new position does, or an answer of the server.
    page.evaluate("dispatchEvent(new Event('offline'))")
    page.mouse.up()

    page.wait_for_function("name => document.querySelector('h1').innerText !== name", arg=name)
    covered(page)
    assert kinds(place.told("benne-tap"))["collected"] == 1


def test_a_street_round_needs_no_tap_but_for_what_is_wrong(
    place: Yard, phone: BrowserContext
) -> None:
    camille = place.crew("benne-rue")
    place.issue("benne-rue", ["alpha/1", "alpha/2", ref_of(71)])
    page = place.loaded(phone, camille)
    page.locator("[data-key=start]").click()
    page.wait_for_selector("a[href='#shot/1/not-out']")

    page.locator("a[href='#shot/1/not-out']").click()
    page.locator("[data-key=tell]").click()
    for at in (1, 2):
        lat, lon = spot_of(at)
        phone.set_geolocation({"latitude": lat, "longitude": lon, "accuracy": 5})
        page.wait_for_selector(f"a[href='#shot/{at}/works']", state="detached")
    page.wait_for_selector("[data-key=collect]")
    covered(page)

    told = place.told("benne-rue")
    assert kinds(told) == {"received": 1, "accepted": 1, "started": 1, "problem": 1}
    assert bodies(told, "problem")[0]["what"] == "not-out"


def test_a_pause_and_the_end_stop_the_position(place: Yard, phone: BrowserContext) -> None:
    page = place.started(phone, place.crew("benne-pos", 72, 73))
    page.wait_for_selector("text=Position partagée")

    more(page, "pause")
    page.wait_for_selector("text=Position non partagée")
    page.evaluate("void (navigator.geolocation.watchPosition = () => { window.watched = true; })")
    lat, lon = spot_of(80)
    phone.set_geolocation({"latitude": lat, "longitude": lon, "accuracy": 5})
    more(page, "end")
    page.wait_for_selector("h1:text('Service terminé')")
    covered(page)

    assert page.evaluate("window.watched") is None
    mine = [one for one in place.driven.positions(place.day) if one.truck == "benne-pos"]
    ended = [one.at_us for one in place.told("benne-pos") if one.kind == "paused"]
    assert mine
    assert [one.at_us < ended[0] for one in mine] == [True] * len(mine)


def test_a_lost_database_begins_a_new_epoch(place: Yard, phone: BrowserContext) -> None:
    camille = place.crew("benne-lost", 74, 75, 76)
    page = place.started(phone, camille)
    collect(page)
    covered(page)

    # At once, as a finger that is on its way: before the app has drawn that nothing is begun.
    with page.expect_response("**/tournee/envelopes"):
        page.evaluate(
            """name => {
                indexedDB.deleteDatabase(name).onsuccess =
                    () => document.querySelector("[data-key=collect]").click();
            }""",
            f"tournee-{camille.id}",
        )
    page.reload()
    page.wait_for_selector("[data-key=start]")
    covered(page)

    collected = [one for one in place.told("benne-lost") if one.kind == "collected"]
    assert [json.loads(one.body or "")["stop"] for one in collected] == [ref_of(74), ref_of(75)]
    assert len({one.epoch for one in collected}) == 2


def test_what_is_unsent_at_signing_out_waits_for_the_same_person(
    place: Yard, phone: BrowserContext
) -> None:
    camille, sacha = place.crew("benne-out", 77, 78), place.crew("benne-other", 79)
    page = place.started(phone, camille, ready=True)
    covered(page)
    phone.set_offline(True)
    collect(page)

    more(page, "sign-out")
    assert "1 geste n’est pas envoyé" in page.locator("[role=alert]").inner_text()
    page.locator("[data-key=sure]").click()
    page.wait_for_selector("h1:has-text('Hors ligne')")
    assert kept_here(page) == [f"tournee-{camille.id}"]
    phone.set_offline(False)
    place.accounts.end(camille.id, None)
    page = place.loaded(phone, sacha)
    assert ref_of(77) not in page.content()
    assert page.locator("[data-key=start]").count() == 1
    assert kinds(place.told("benne-out"))["collected"] == 0
    place.accounts.end(sacha.id, None)
    covered(place.loaded(phone, camille))

    assert kinds(place.told("benne-out"))["collected"] == 1


# Who is signed in is asked twice at once: by the refresh, and by the sending that was refused.
@pytest.mark.parametrize(
    ("first", "second", "slow_s"),
    [(92, 100, (0.0, 0.0)), (80, 90, (0.04, 0.0)), (65, 66, (0.0, 0.04))],
)
def test_what_one_person_did_is_never_told_in_anothers_name(
    place: Yard, phone: BrowserContext, first: int, second: int, slow_s: tuple[float, float]
) -> None:
    hers, his = f"benne-hers-{first}", f"benne-his-{first}"
    camille, sacha = place.crew(hers, first, second), place.crew(his, 79)
    page = place.started(phone, camille)
    covered(page)
    phone.set_offline(True)
    collect(page)

    # In another tab somebody else signs in, and then there is coverage again.
    place.enter(phone, sacha)
    answer_slowly(page, "**/tournee/stay", slow_s)
    phone.set_offline(False)
    page.wait_for_selector(f"text={his}")
    others = kinds(place.told(hers))
    covered(place.loaded(phone, camille))

    assert others.keys() == {"received", "accepted", "started"}
    assert kinds(place.told(hers)) == {**others, "collected": 1}


def test_a_stale_worker_shows_nothing_once_the_stay_was_ended_elsewhere(
    place: Yard, phone: BrowserContext
) -> None:
    camille = place.crew("benne-stale", 81, 82)
    page = place.started(phone, camille, ready=True)
    covered(page)
    # The app itself, if it is open, takes its worker away: here it is not.
    page.goto(f"{place.url}/moi")
    place.accounts.end(camille.id, None)

    page.goto(f"{place.url}/tournee?")
    page.goto(f"{place.url}/tournee")
    assert "/entrer" in page.url
    phone.set_offline(True)
    page.goto(f"{place.url}/tournee")

    assert "Hors ligne" in page.content()
    assert page.locator(".stop, [data-key=collect]").count() == 0


def test_signing_out_leaves_nothing(place: Yard, phone: BrowserContext) -> None:
    page = place.started(phone, place.crew("benne-gone", 83, 84), ready=True)
    covered(page)

    more(page, "sign-out")
    page.wait_for_selector("h1:has-text('déconnecté')")

    assert kept_here(page) == []
    page.goto(f"{place.url}/tournee")
    assert "/entrer" in page.url
    phone.set_offline(True)
    with pytest.raises(PlaywrightError, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(f"{place.url}/tournee")


def test_markup_in_a_containers_name_stays_text_and_english_is_spoken(
    place: Yard, chromium: Browser
) -> None:
    evil = "<script>window.owned = 1</script><img src=x onerror='window.owned = 1'>"
    place.names[ref_of(85)] = evil
    phone = place.phone(chromium, "en-GB")
    page = place.started(phone, place.crew("benne-xss", 85, 86))

    assert page.locator("h1").inner_text() == evil
    assert "Next stop, 1 of 2" in page.locator("main").inner_text()
    page.locator("[data-key=nav-round]").click()
    page.wait_for_selector("svg.map")
    assert page.evaluate("window.owned") is None
    more(page, "language")
    page.wait_for_selector("h1:text('Plus')")
    assert page.evaluate("document.documentElement.lang") == "fr"
    phone.close()


def test_another_crews_round_is_refused(place: Yard, phone: BrowserContext) -> None:
    place.crew("benne-theirs", 87)
    page = place.loaded(phone, place.crew("benne-mine", 88))
    envelope = {
        "v": 1,
        "device": "crew-thief",
        "epoch": "0123456789ab",
        "truck": "benne-theirs",
        "day": place.day.isoformat(),
        "deeds": [
            {"kind": "collected", "seq": 1, "at_us": 1_800_000_000_000_000, "stop": ref_of(87)}
        ],
    }

    receipt = page.evaluate(
        """async (envelope) => {
          const { token } = await (await fetch("/tournee/stay")).json();
          const headers = { "Content-Type": "application/json", "X-Vallee-Token": token };
          const body = JSON.stringify(envelope);
          return (await fetch("/tournee/envelopes", { method: "POST", headers, body })).json();
        }""",
        envelope,
    )

    assert [one["rule"] for one in receipt["refused"]] == ["deed-not-yours"]
    assert ref_of(87) not in page.evaluate("fetch('/tournee/round').then((told) => told.text())")
    assert kinds(place.told("benne-theirs"))["collected"] == 0


def test_the_app_is_for_crews_only(place: Yard, phone: BrowserContext) -> None:
    office = Person("office", "Bureau", frozenset({Role.DISPATCHER}))
    place.accounts.add(office, None, None)
    page = place.enter(phone, office)

    answer = page.goto(f"{place.url}/tournee")

    assert answer is not None
    assert answer.status == 403


def test_every_screen_is_for_gloves_night_and_a_screen_reader(
    place: Yard, phone: BrowserContext, axe: Axe
) -> None:
    camille = place.crew("benne-look")
    place.issue("benne-look", [ref_of(89), ref_of(33), "alpha/1", "quay"])
    page = place.loaded(phone, camille)
    found: list[str] = []

    def look(screen: str) -> None:
        page.emulate_media(color_scheme="light")
        told = [*axe.violations(page), *page.evaluate(TOO_SMALL, [PRESSED, GLOVE_PX, PHONE_PX])]
        page.emulate_media(color_scheme="dark")
        told += [f"by night: {one}" for one in axe.violations(page, COLOURS)]
        found.extend(f"{screen}: {one}" for one in told)

    look("before")
    page.locator("[data-key=start]").click()
    page.wait_for_selector("[data-key=collect]")
    look("stop")
    collect(page)
    place.issue("benne-look", [ref_of(89), ref_of(91), "alpha/1", "quay"])
    covered(page)
    asked_until(page, ".offer")
    for screen in SCREENS:
        page.evaluate("hash => { location.hash = hash; }", screen)
        page.wait_for_selector(f"html[data-screen='{screen}'] h1")
        look(screen)
    more(page, "pause")
    page.wait_for_selector("[data-key=resume]")
    look("paused")

    assert found == []


def test_night_is_kept_the_map_moves_by_keys_and_a_navigator_has_its_file_offline(
    place: Yard, phone: BrowserContext
) -> None:
    page = place.started(phone, place.crew("benne-map", 93, 94, 95), ready=True)
    ground = "getComputedStyle(document.body).backgroundColor"
    day = page.evaluate(ground)
    more(page, "look")
    page.wait_for_selector("html[data-look=night]")
    page.reload()
    page.wait_for_selector("html[data-look=night] h1")
    assert page.evaluate(ground) != day
    page.locator("[data-key=nav-round]").click()
    page.locator("svg.map").focus()
    boxes = [page.locator("svg.map").get_attribute("viewBox")]
    for key in ("ArrowRight", "ArrowUp", "+", "-"):
        page.keyboard.press(key)
        boxes.append(page.locator("svg.map").get_attribute("viewBox"))
    phone.set_offline(True)
    page.locator("[data-key=nav-more]").click()
    with page.expect_download() as download:
        page.locator("[data-key=gpx]").click()

    assert all(one != other for one, other in pairwise(boxes))
    assert download.value.path().read_bytes().count(b"<rtept") == 5
    assert download.value.suggested_filename == f"benne-map-{place.day}.gpx"


def test_the_first_view_is_small_and_nothing_comes_from_outside(
    place: Yard, phone: BrowserContext
) -> None:
    camille = place.crew("benne-size", *range(1, STOPS + 1))

    seen = first_view(place, phone, camille)

    # How long it takes is of the machine: `python -m tests.browser.first_view` says it.
    assert seen.count < FIRST_VIEW_BYTES
    assert (seen.outside, seen.said) == ([], [])
