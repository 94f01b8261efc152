"""The dead-letter page: what it shows is harmless, and what it does only its own forms can do."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import httpx
import pytest

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
from cloud.web.letters.view import Letters, LettersView, LetterView
from tests.cloud.web.conftest import NOW_US, FakeDesk
from tests.cloud.web.cosmo import FakeZones

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
    done: list[tuple[object, ...]] = field(default_factory=list)

    def view(self, rule: str | None, state: LetterState | None) -> LettersView:
        return LettersView(
            "Europe/Paris",
            rule,
            state,
            (LetterCount("malformed", LetterState.NEW, 1), LetterCount(EVIL, LetterState.NEW, 2)),
            (self.letter_,),
            (Renaming(Renamed.SENSOR, "n-001", "a", "b"),),
            (DeskEntry(NOW_US, EVIL, DeskAction.REPLAY, (1, 2), EVIL, EVIL),),
        )

    def letter(self, number: int) -> LetterView | None:
        if number != self.letter_.id:
            return None
        payload = self.letter_.payload
        return LetterView(
            "Europe/Paris", self.letter_, plain_text(payload), tuple(hexdump(payload))
        )

    def replay(self, who: str, numbers: Sequence[int], rule: str | None) -> Done:
        self.done.append(("replay", who, tuple(numbers), rule))
        return Done()

    def discard(self, who: str, numbers: Sequence[int], rule: str | None) -> int:
        self.done.append(("discard", who, tuple(numbers), rule))
        return 1

    def rename(self, who: str, renaming: Renaming) -> None:
        self.done.append(("rename", who, renaming.kind, renaming.node, renaming.new))


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
            ("rename", "page", Renamed.SENSOR, "n-001", "b"),
        ),
        ("rename", {"old": "n-1", "new": "n-2"}, ("rename", "page", Renamed.NODE, "n-1", "n-2")),
    ],
)
def test_a_form_of_the_page_does_what_it_says(
    ask: Ask, letters: FakeLetters, verb: str, form: dict[str, str], done: tuple[object, ...]
) -> None:
    answer = ask(f"{HOME}/{verb}", {"token": TOKEN, **form}, sec_fetch_site="same-origin")

    assert answer.status_code == 303
    assert answer.headers["location"] == f"{HOME}?lang=fr"
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
