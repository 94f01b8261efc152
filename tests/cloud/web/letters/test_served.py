"""The dead-letter desk as it is really served: who may send its forms, and what they do.

Its forms are found in the page and sent as a browser would; no browser is run.
"""

import re
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from cloud.registry.registry import open_registry
from cloud.registry.values import DeadLetter, LetterState
from tests.services.daemon import Daemon

HOME = "/desk/letters"
TERRITORY = Path(__file__).parents[4] / "configs" / "territory" / "vallee-herault"
# 24 November 2025, 17 h in Paris.
NOW_US = 1_764_000_000_000_000
LETTER = DeadLetter(NOW_US, "t", "n-1", "0123456789ab", 1, "malformed", "no JSON", b"x")


class Forms(HTMLParser):
    """The forms of a page: where each goes, and what is in it before anybody types."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append((named["action"], {}))
        elif tag == "input":
            self.found[-1][1][named["name"]] = named.get("value", "")

    def of(self, verb: str) -> tuple[str, dict[str, str]]:
        """Return the first form that does `verb`."""
        return next(one for one in self.found if one[0].startswith(f"{HOME}/{verb}?"))


class Served(Daemon):
    """`vallee-cloud serve` with the lines of `web` among its settings."""

    def __init__(self, folder: Path, web: str) -> None:
        super().__init__(Path(sys.executable), folder)
        self.web = web
        self.registry = f"sqlite:///{folder}/registry.sqlite"
        with open_registry(self.registry) as registry:
            registry.bury([LETTER])

    def argv(self) -> list[str]:
        config = self.folder / "cloud.toml"
        config.write_text(
            f'[registry]\nurl = "{self.registry}"\n'
            f'[store]\nfile = "{self.folder}/points.sqlite"\n'
            f"[web]\nport = {self.port}\n{self.web}\n"
        )
        program = "from cloud.cli import main; main()"
        return ["-c", program, "serve", "--config", str(config)]

    def get(self) -> str:
        return httpx.get(f"http://127.0.0.1:{self.port}{HOME}").text

    def press(self, verb: str, **typed: str) -> str:
        """Send the first form of the page that does `verb`; return the page that follows."""
        action, form = Forms(self.get()).of(verb)
        # What a browser says of a form of our pages: they send no referrer.
        headers = {"origin": "null", "sec-fetch-site": "same-origin"}
        address = f"http://127.0.0.1:{self.port}{action}"
        sent = {**form, **typed}
        return httpx.post(address, data=sent, headers=headers, follow_redirects=True).text

    def discard(self, token: str, **headers: str) -> int:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        form = {"token": token, "id": "1"}
        address = f"http://127.0.0.1:{self.port}{HOME}/discard"
        return httpx.post(address, data=form, headers=named).status_code

    def state(self) -> LetterState:
        with open_registry(self.registry) as registry:
            (letter,) = registry.dead_letters()
        return letter.state


ROW = b'[1,"fil","level",%d,{"fill_ratio":0.5}]' % NOW_US
MENDABLE = DeadLetter(
    NOW_US,
    "vallee/v1/node/n-001/envelope",
    "n-001",
    "0123456789ab",
    1,
    "unknown-sensor",
    "n-001 is not registered with a sensor fil",
    ROW,
)
Serve = Callable[[str], Served]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    started: list[Served] = []

    def start(web: str) -> Served:
        served = Served(tmp_path, web)
        started.append(served)
        served.start_afresh()
        return served

    yield start
    for served in started:
        served.stop()


def test_on_loopback_only_the_forms_of_its_own_page_do_something(serve: Serve) -> None:
    served = serve("")
    found = re.search(r'name="token" value="([^"]+)"', served.get())
    assert found is not None
    token = found[1]

    assert served.discard("x" * len(token)) == 403
    assert served.discard(token, origin="https://evil.example") == 403
    assert served.discard(token, origin=f"http://127.0.0.1:{served.port + 1}") == 403
    assert served.discard(token, sec_fetch_site="cross-site") == 403
    # A name that somebody lets point to this machine: the browser would call it its own origin.
    assert served.discard(token, host="evil.example", origin="http://evil.example") == 400
    assert served.state() is LetterState.NEW

    assert served.discard(token, origin=f"http://127.0.0.1:{served.port}") == 303
    assert served.state() is LetterState.DISCARDED


def test_where_others_may_come_the_page_only_shows(serve: Serve) -> None:
    served = serve('allowed_hosts = ["tournees.example"]')

    assert "<form" not in served.get()
    assert served.discard("") == 405
    assert served.state() is LetterState.NEW


def test_where_others_may_come_and_it_is_so_wished_the_page_acts(serve: Serve) -> None:
    served = serve('allowed_hosts = ["tournees.example"]\ndesk_writes = true')

    assert '<form class="line" method="post"' in served.get()


def test_a_letter_is_mended_and_replayed_from_the_page(serve: Serve) -> None:
    served = serve("")
    with open_registry(served.registry) as registry:
        registry.load_territory(TERRITORY)
        registry.bury([MENDABLE])

    too_late = served.press("rename", old="n-001/fil", new="fill", since="2025-11-24T17:01")
    still = served.press("replay")
    served.press("rename", old="n-001/fil", new="fill", since="2025-11-24T17:00")
    done = served.press("replay")

    assert "à partir du 24 nov. 2025, 17\u00a0h\u00a001" in too_late
    assert "0 mesure enregistrée, 2 messages de nouveau refusés" in still
    assert "1 mesure enregistrée, 1 message de nouveau refusé" in done
    assert "1 message refusé attend une décision" in done
