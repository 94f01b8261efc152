"""A room of the web app: the pages of one audience, each a document that needs nothing else."""

from dataclasses import dataclass
from importlib.resources import files
from threading import Lock
from typing import Final

from jinja2 import Environment
from markupsafe import Markup

from cloud.web.headers import policy
from cloud.web.pieces import environment
from cloud.web.words import Language, Words

# A page is work of the processor alone: two at once are no sooner done, and between them a crew's
# short request would wait as often as both of them take turns.
_TURN: Final = Lock()


@dataclass(frozen=True, slots=True)
class Room:
    """The templates with the style and script of their audience, read once.

    `forms` says that its pages have some, `asks` that their script asks the server.
    """

    environment: Environment
    style: str
    script: str
    languages: tuple[Language, ...]
    forms: bool = False
    asks: bool = False

    @property
    def policy(self) -> str:
        """The content security policy under which these pages work."""
        return policy(self.style, self.script, forms=self.forms, asks=self.asks)

    def render(self, name: str, words: Words, **values: object) -> str:
        """Return the template `name` as a document, online or from a USB stick."""
        with _TURN:
            return self.environment.get_template(name).render(
                w=words,
                languages=self.languages,
                # Our own files, the only text of the page that is not escaped.
                style=Markup(self.style),  # noqa: S704 - our own file
                script=Markup(self.script),  # noqa: S704 - our own file
                policy=self.policy,
                **values,
            )


def open_room(name: str, languages: tuple[Language, ...], *, forms: bool = False) -> Room:
    """Read the templates, and what `name` adds to the style and script that rooms share."""
    style, script = (_read(f"sheet.{kind}") + _read(f"{name}.{kind}") for kind in ("css", "js"))
    return Room(environment(), style, script, languages, forms)


def _read(name: str) -> str:
    return files("cloud.web").joinpath("static", name).read_text(encoding="utf-8")
