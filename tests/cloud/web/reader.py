"""A page as a person and a browser take it: its words, its ids, its addresses."""

import re
from html.parser import HTMLParser

BLOCKS = {"p", "h1", "h2", "h3", "li", "tr", "th", "td", "small", "dt", "dd", "div"}


class Reader(HTMLParser):
    """Collects ids, addresses, and the text that a person sees."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.inline_handlers: list[str] = []
        self.text = ""
        self._hidden = False
        self.feed(page)
        self.text = re.sub(r"[\s\u00a0\u202f]+", " ", self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden = tag in {"style", "script"}
        self.text += " " if tag in BLOCKS else ""
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in {"href", "src", "srcset", "action", "xlink:href", "poster", "data"}:
                self.addresses.append(value or "")
            elif name == "style" or name.startswith("on"):
                self.inline_handlers.append(f"{tag} {name}")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - HTMLParser's signature
        self._hidden = False

    def handle_data(self, data: str) -> None:
        self.text += "" if self._hidden else data
