"""The hands of an installer: what is pressed and typed, question by question."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from PIL import Image
from playwright.sync_api import Page, expect

QUESTIONS: Final = ("target", "node", "position", "photo", "supply", "link", "empty", "cone")
NEXT: Final = "button.wide[type=submit]"
# What a phone's camera would give: large, and with where it was taken.
_GPS_TAG: Final = 0x8825


@dataclass(frozen=True, slots=True)
class Answers:
    """What is answered at each question; a good mounting of n-001 in gignac-01."""

    target: str = "gignac-01"
    node: str = "n-001"
    position: Mapping[str, str] | None = None
    photo: bool = True
    supply: str = "permanent"
    radio_dbm: str = "-61"
    empty_mm: str = "2750"
    cone_mm: tuple[str, ...] = ("2741", "2744", "2739", "0", "2742")
    note: str = ""


def picture() -> bytes:
    """Return a photo of four megapixels that says where it was taken."""
    noise = Image.effect_noise((400, 300), 90).convert("RGB").resize((2400, 1800))
    exif = Image.Exif()
    exif.get_ifd(_GPS_TAG)[1] = "N"
    file = io.BytesIO()
    noise.save(file, "JPEG", quality=85, exif=exif)
    return file.getvalue()


@dataclass
class Hands:
    """Hands on a page; `seen` is called at every screen that they come to."""

    page: Page
    photo: bytes
    seen: Callable[[str], None] = field(default=lambda _screen: None)

    def begin(self, place: str) -> None:
        self.page.locator(f'[data-place="{place}"] button').first.click()
        self.page.wait_for_selector("form.question")

    def turn_to(self, key: str) -> None:
        """Turn to a question, or to the verdict behind the last one."""
        at = (*QUESTIONS, "verdict").index(key)
        if self.page.url.endswith(f"/{at}"):
            return
        before = self.page.locator("h1").element_handle()
        self.page.evaluate("at => { location.hash = location.hash.replace(/[0-9]+$/, at); }", at)
        # The question before is taken off the page.
        before.wait_for_element_state("hidden")

    def go_on(self) -> None:
        """Press the large button, and come to another screen."""
        before = self.page.url
        self.page.locator(NEXT).click()
        self.page.wait_for_url(lambda url: url != before)

    def refused(self) -> str:
        """Press it, and return what the page says instead of going on."""
        self.page.locator(NEXT).click()
        return self.page.locator("[role=alert] .fault").first.inner_text()

    def answer(self, key: str, answers: Answers) -> None:
        """Answer one question."""
        {
            "target": lambda: self._name(answers.target),
            "node": lambda: self._name(answers.node),
            "position": lambda: self._position(answers.position),
            "photo": lambda: self._photo() if answers.photo else None,
            "supply": lambda: self._radio("supply", answers.supply),
            "link": lambda: self._link(answers.radio_dbm),
            "empty": lambda: self._type("input", answers.empty_mm),
            "cone": lambda: self._cone(answers.cone_mm),
        }[key]()

    def mount(self, place: str, answers: Answers) -> None:
        """Answer every question and press the last button."""
        self.begin(place)
        for key in QUESTIONS:
            self.answer(key, answers)
            self.seen(key)
            self.go_on()
        self.page.wait_for_selector(".light.go")
        self.page.locator("input").fill(answers.note)
        self.seen("verdict")
        self.page.locator("button.main").click()
        self.page.wait_for_selector(f'.card[data-place="{place}"]')

    def _name(self, text: str) -> None:
        self._type("input", text)

    def _type(self, selector: str, text: str) -> None:
        self.page.locator(f".question {selector}").first.fill(text)

    def _position(self, typed: Mapping[str, str] | None) -> None:
        if typed is None:
            self.page.locator(".question button").first.click()
            expect(self.page.locator(".fields input").first).not_to_have_value("")
            return
        for name, text in typed.items():
            at = ("lat", "lon", "accuracy").index(name)
            self.page.locator(".fields input").nth(at).fill(text)

    def _photo(self) -> None:
        self.page.set_input_files(
            "input[type=file]",
            {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": self.photo},
        )
        self.page.wait_for_selector(".shot img")

    def _radio(self, name: str, value: str) -> None:
        self.page.locator(f"input[name={name}][value={value}]").check()

    def _link(self, dbm: str) -> None:
        self._radio("radio", "wifi")
        self.page.locator(".field input").first.fill(dbm)

    def _cone(self, read: tuple[str, ...]) -> None:
        for at, text in enumerate(read):
            self.page.locator(".fields input").nth(at).fill(text)
