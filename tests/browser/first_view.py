"""What a crew waits for at first and then, at a quarter of the speed of a processor.

`python -m tests.browser.first_view` prints it for sixty stops; run it on an idle machine.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from playwright.sync_api import BrowserContext, Response

from cloud.registry.values import Person
from tests.browser.chromium import chromium
from tests.browser.shift import Yard, yard

STOPS: Final = 60
SLOWER: Final = 4
_PHONES: Final = 7
_READY: Final = "html[data-ready=true]"
# The moment at which the title of a screen is there, on which the round stands.
_SEEN: Final = """new MutationObserver((_, eye) => {
  if (!document.querySelector("#main h1")) return;
  requestAnimationFrame(() => { window.seenMs = performance.now(); });
  eye.disconnect();
}).observe(document, { childList: true, subtree: true });"""


@dataclass(frozen=True, slots=True)
class FirstView:
    """What one phone saw.

    Attributes:
        first_ms: from the address to the round on the screen, nothing of the app being there.
        cached_ms: the same once more.
        count: bytes of every answer until the app works without a network.
        outside: answers that came from another host.
        said: what the browser complained of.
    """

    first_ms: float
    cached_ms: float
    count: int
    outside: Sequence[str]
    said: Sequence[str]


def first_view(place: Yard, phone: BrowserContext, person: Person) -> FirstView:
    """Open the app twice on a phone that has never seen it."""
    page = place.enter(phone, person)
    answers: list[Response] = []
    said: list[str] = []

    def heard(answer: Response) -> None:
        answers.append(answer)

    phone.on("response", heard)
    page.on("console", lambda told: said.append(told.text))
    page.add_init_script(_SEEN)
    phone.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(f"{place.url}/tournee")
    page.wait_for_selector(_READY)
    first_ms = page.evaluate("window.seenMs")
    # What is unchanged (304) has no body.
    told = [one for one in answers if one.request.method == "GET" and one.ok]
    count = sum(len(one.body()) for one in told)
    page.reload()
    page.wait_for_selector(_READY)
    outside = [answer.url for answer in answers if not answer.url.startswith(place.url)]
    return FirstView(first_ms, page.evaluate("window.seenMs"), count, outside, said)


def main() -> None:
    """Open the app on several phones, one after the other."""
    with TemporaryDirectory() as folder, yard(Path(folder)) as place, chromium() as browser:
        person = place.crew("benne-bench", *range(1, STOPS + 1))
        found = []
        for _ in range(_PHONES):
            phone = place.phone(browser)
            found.append(first_view(place, phone, person))
            phone.close()
    for name, times in (
        ("first view", [one.first_ms for one in found]),
        ("cached", [one.cached_ms for one in found]),
    ):
        sys.stdout.write(
            f"{name}: median {median(times):.0f} ms, "
            f"{min(times):.0f} to {max(times):.0f} ms of {_PHONES}\n"
        )
    sys.stdout.write(f"bytes: {found[0].count}\n")


if __name__ == "__main__":
    main()
