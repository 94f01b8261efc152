"""The dead-letter page: what it shows is harmless, and what it does only its own forms can do."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.mending.desk import Done
from cloud.mending.hexdump import hexdump, plain_text
from cloud.registry.values import (
    DeadLetter,
    DeskAction,
    DeskEntry,
    LetterCount,
    LetterState,
    Renamed,
    Renaming,
)
from cloud.web.app import create_app
from cloud.web.letters.asked import BadForm, renaming_of, typed
from cloud.web.letters.view import Letters, LettersView, LetterView
from tests.cloud.web.conftest import NOW_US, FakeDesk
from tests.cloud.web.cosmo import FakeZones
from tests.cloud.web.reader import Reader

TOKEN = "a-token-of-this-process"  # noqa: S105 - of a test
HOME = "/desk/letters"
EVIL = "<script>alert(1)</script>"
LETTER = DeadLetter(
    NOW_US, f"vallee/{EVIL}", "n-001", "0123456789ab", 7, "malformed", EVIL, EVIL.encode(), 3
)
Ask = Callable[..., httpx.Response]


@dataclass
class FakeLetters:
    """One letter, and what was asked to be done."""

    letter_: DeadLetter = LETTER
    shown: tuple[DeadLetter, ...] | None = None
    done: list[tuple[object, ...]] = field(default_factory=list)

    def view(self, rule: str | None, state: LetterState | None) -> LettersView:
        return LettersView(
            "Europe/Paris",
            rule,
            state,
            (LetterCount("malformed", LetterState.NEW, 1), LetterCount(EVIL, LetterState.NEW, 2)),
            (self.letter_,) if self.shown is None else self.shown,
            # Until the last second of the year 9999: for ever, and no local time at all.
            (Renaming(Renamed.SENSOR, "n-001", "a", "b", NOW_US, 253_402_300_799_000_000),),
            (DeskEntry(NOW_US, EVIL, DeskAction.REPLAY, (1, 2), EVIL, EVIL),),
        )

    def timezone(self) -> str:
        return "Europe/Paris"

    def letter(self, number: int) -> LetterView | None:
        if number != self.letter_.id:
            return None
        payload = self.letter_.payload
        return LetterView(
            "Europe/Paris", self.letter_, plain_text(payload), tuple(hexdump(payload))
        )

    def replay(self, who: str, numbers: Sequence[int], rule: str | None) -> Done:
        self.done.append(("replay", who, tuple(numbers), rule))
        return Done(15, 10, 1200)

    def discard(self, who: str, numbers: Sequence[int], rule: str | None) -> int:
        self.done.append(("discard", who, tuple(numbers), rule))
        return 1

    def rename(self, who: str, renaming: Renaming) -> None:
        span = (renaming.since_us, renaming.until_us)
        self.done.append(("rename", who, renaming.kind, renaming.node, renaming.new, *span))


@pytest.fixture
def letters() -> FakeLetters:
    return FakeLetters()


@pytest.fixture
def ask(desk: FakeDesk, zones: FakeZones, letters: FakeLetters) -> Ask:
    return asking(desk, zones, Letters(letters, TOKEN))


def asking(desk: FakeDesk, zones: FakeZones, letters: Letters) -> Ask:
    app = create_app(desk, zones, letters=letters)

    def send(path: str, form: dict[str, str] | None = None, **headers: str) -> httpx.Response:
        async def go() -> httpx.Response:
            transport = httpx.ASGITransport(app)
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            base = "http://127.0.0.1:8000"
            async with httpx.AsyncClient(transport=transport, base_url=base) as client:
                if form is None:
                    return await client.get(path, headers=named)
                return await client.post(path, data=form, headers=named)

        return asyncio.run(go())

    return send


@pytest.mark.parametrize("path", [HOME, f"{HOME}/3", f"{HOME}?lang=en", f"{HOME}?rule=%3Cscript"])
def test_whatever_a_letter_holds_is_only_text(ask: Ask, path: str) -> None:
    answer = ask(path)

    assert answer.status_code == 200
    assert EVIL not in answer.text
    assert "&lt;script&gt;" in answer.text
    assert "form-action 'self'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]


def test_a_letter_of_any_bytes_is_shown_as_a_dump(ask: Ask, letters: FakeLetters) -> None:
    letters.letter_ = DeadLetter(
        NOW_US, "t", None, None, None, "malformed", "r", bytes(range(256)), 3
    )

    answer = ask(f"{HOME}/3")

    assert "0000f0  f0 f1" in answer.text
    assert "Texte" not in answer.text


@pytest.mark.parametrize("number", ["4", "x", "-1", "9" * 30, "٣", "replay"])
def test_a_letter_that_is_not_there_is_not_found(ask: Ask, number: str) -> None:
    assert ask(f"{HOME}/{number}").status_code == 404


@pytest.mark.parametrize(
    ("verb", "form", "done"),
    [
        ("replay", {}, ("replay", "page", (), None)),
        ("replay", {"id": "3"}, ("replay", "page", (3,), None)),
        ("replay", {"rule": "future"}, ("replay", "page", (), "future")),
        ("discard", {"id": "3"}, ("discard", "page", (3,), None)),
        ("discard", {"rule": "future"}, ("discard", "page", (), "future")),
        (
            "rename",
            {"old": "n-001/a", "new": "b"},
            ("rename", "page", Renamed.SENSOR, "n-001", "b", None, None),
        ),
        (
            "rename",
            # As the clocks of Paris show it: an hour ahead of UTC in winter, two in summer.
            {"old": "n-1", "new": "n-2", "since": "2026-07-01T02:00", "until": "2026-11-24T18:05"},
            ("rename", "page", Renamed.NODE, "n-1", "n-2", 1_782_864_000_000_000, NOW_US),
        ),
    ],
)
def test_a_form_of_the_page_does_what_it_says(
    ask: Ask, letters: FakeLetters, verb: str, form: dict[str, str], done: tuple[object, ...]
) -> None:
    answer = ask(f"{HOME}/{verb}", {"token": TOKEN, **form}, sec_fetch_site="same-origin")

    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{HOME}?lang=fr&did={verb}&")
    assert letters.done == [done]


@pytest.mark.parametrize(
    ("token", "headers"),
    [
        ("", {}),
        ("é", {}),
        (TOKEN + "x", {}),
        (TOKEN, {"sec_fetch_site": "cross-site"}),
        (TOKEN, {"sec_fetch_site": "same-site"}),
        (TOKEN, {"origin": "https://evil.example"}),
        (TOKEN, {"origin": "http://127.0.0.1:8001"}),
    ],
)
def test_a_form_of_another_site_does_nothing(
    ask: Ask, letters: FakeLetters, token: str, headers: dict[str, str]
) -> None:
    answer = ask(f"{HOME}/discard", {"token": token, "id": "3"}, **headers)

    assert answer.status_code == 403
    assert letters.done == []


@pytest.mark.parametrize(
    ("verb", "form"),
    [
        ("discard", {}),
        ("discard", {"id": "x"}),
        ("replay", {"id": "9" * 40}),
        ("rename", {"old": "N", "new": "b"}),
        ("rename", {}),
        ("replay", {"rule": "x" * 5000}),
    ],
)
def test_a_form_that_makes_no_sense_does_nothing(
    ask: Ask, letters: FakeLetters, verb: str, form: dict[str, str]
) -> None:
    assert ask(f"{HOME}/{verb}", {"token": TOKEN, **form}).status_code == 400
    assert letters.done == []


@pytest.mark.parametrize("verb", ["replay", "discard", "rename"])
def test_without_a_token_the_page_only_shows(
    desk: FakeDesk, zones: FakeZones, letters: FakeLetters, verb: str
) -> None:
    ask = asking(desk, zones, Letters(letters, None))

    assert "<form" not in ask(HOME).text + ask(f"{HOME}/3").text
    assert ask(f"{HOME}/{verb}", {"token": "", "id": "3"}).status_code == 405
    assert letters.done == []


def test_the_page_carries_the_token_and_speaks_french(ask: Ask) -> None:
    answer = ask(HOME)

    assert TOKEN in answer.text
    assert "3 messages refusés attendent une décision" in answer.text


@pytest.mark.parametrize(
    ("language", "form", "sentence"),
    [
        ("fr", {"old": "n-1/Fil"}, "« n-1/Fil » ou « fill » n’est pas un nom de capteur."),
        ("en", {"old": "n-1/Fil"}, "“n-1/Fil” or “fill” is no name of a sensor."),
        ("fr", {"old": "N1"}, "« N1 » ou « fill » n’est pas un nom de nœud."),
        ("fr", {"old": "n-1/fill"}, "« fill » est déjà son nom."),
        ("fr", {"since": "hier"}, "« hier » n’est pas un moment entre 1970 et 2255."),
        ("en", {"until": "0001-01-01"}, "“0001-01-01” is no moment between 1970 and 2255."),
        ("en", {"since": "2026-11-24T18:05+02:00"}, "is no moment"),
        ("en", {"since": "2026-11-24", "until": "2026-11-24"}, "The end must come after the begin"),
    ],
)
def test_a_renaming_that_cannot_be_is_told_in_a_sentence_and_nothing_typed_is_lost(
    ask: Ask, letters: FakeLetters, language: str, form: dict[str, str], sentence: str
) -> None:
    sent = {"old": "n-001/fil", "new": "fill", **form}

    answer = ask(f"{HOME}/rename?lang={language}", {"token": TOKEN, **sent})

    assert answer.status_code == 400
    assert sentence in Reader(answer.text).text
    assert all(f'value="{text}"' in answer.text for text in sent.values())
    assert answer.text.count("autofocus") == 1
    assert letters.done == []


@given(st.fixed_dictionaries({name: st.text() for name in ("old", "new", "since", "until")}))
def test_whatever_is_typed_is_a_renaming_or_a_bad_form(form: dict[str, str]) -> None:
    sent = typed(form)
    new = sent.new

    with suppress(BadForm):
        new = renaming_of(sent, ZoneInfo("Europe/Paris")).new

    assert new == form["new"].strip()


def test_a_form_of_before_the_servers_start_gets_a_page_that_works(
    ask: Ask, letters: FakeLetters
) -> None:
    answer = ask(f"{HOME}/rename?lang=en", {"token": "old", "old": "typed-by-whom", "new": "b"})

    assert answer.status_code == 403
    assert "The server was restarted since: nothing was done." in answer.text
    assert TOKEN in answer.text
    assert "typed-by-whom" not in answer.text
    assert letters.done == []


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [
        ("replay", "15 messages rejoués – 1 200 mesures enregistrées, 10 messages de nouveau"),
        ("discard", "1 message écarté"),
        ("rename", "Nouveau nom noté."),
    ],
)
def test_the_page_after_a_form_says_what_was_done(ask: Ask, verb: str, sentence: str) -> None:
    form = {"token": TOKEN, "id": "3", "old": "n-001/a", "new": "b"}
    answer = ask(f"{HOME}/{verb}", form)

    assert sentence in Reader(ask(answer.headers["location"]).text).text


@pytest.mark.parametrize("query", ["did=replay", "did=x&letters=1&stored=1&refused=1"])
def test_an_address_that_tells_of_no_deed_says_nothing(ask: Ask, query: str) -> None:
    assert 'role="status"' not in ask(f"{HOME}?{query}").text


def test_a_discard_is_asked_for_twice(ask: Ask) -> None:
    page = Reader(ask(f"{HOME}/3").text).text

    assert "Écarter Écarter 1 message pour de bon" in page


def test_a_choice_of_rule_outlives_that_of_state_and_of_language(ask: Ask) -> None:
    addresses = Reader(ask(f"{HOME}?rule=future&state=new").text).addresses

    assert "?state=discarded&lang=fr&rule=future#list" in addresses
    assert "?lang=en&rule=future&state=new" in addresses
    assert "?lang=fr&state=new#list" in addresses


def test_a_choice_that_leaves_nothing_says_so(ask: Ask, letters: FakeLetters) -> None:
    letters.shown = ()

    assert "Aucun message de cette sorte." in ask(f"{HOME}?rule=future").text


def test_a_list_that_is_cut_says_how_many_there_are(ask: Ask) -> None:
    assert "1 sur 3" in ask(HOME).text
    assert "1 sur" not in ask(f"{HOME}?rule=malformed").text


def test_a_renaming_is_shown_with_its_time(ask: Ask) -> None:
    text = Reader(ask(HOME).text).text

    assert "n-001/a → b à partir du 24 nov. 2026, 18 h 05" in text
