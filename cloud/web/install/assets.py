"""The files of the installer's page: one release of them, under an address that names it."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from string import Formatter
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from cloud.web.texts.install import INSTALL
from cloud.web.words import LANGUAGES, Language, Words

HOME: Final = "/pose"
_KINDS: Final = {
    "js": "text/javascript",
    "css": "text/css",
    "svg": "image/svg+xml",
    # An iPhone takes no other icon for its home screen.
    "png": "image/png",
    "json": "application/json",
}
_PREFIX: Final = "install."
_TEXTS: Final = "texts.json"
# It has an address of its own, since from there it answers for the whole page.
_WORKER: Final = "worker.js"
_NAME_LENGTH: Final = 16


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is served."""

    body: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class Assets:
    """Every file by name; the release changes with any of them, so none is ever stale."""

    release: str
    files: Mapping[str, Asset]
    worker: Asset

    def path(self, name: str) -> str:
        """Return the address of a file."""
        return f"{HOME}/files/{self.release}/{name}"


def load_assets(languages: tuple[Language, ...] = LANGUAGES) -> Assets:
    """Read the files, put the texts beside them, and tell the worker what to keep."""
    found = {
        one.name: Asset(one.read_bytes(), _KINDS[one.name.rpartition(".")[2]])
        for one in files("cloud.web").joinpath("static", "install").iterdir()
    }
    worker = found.pop(_WORKER)
    found[_TEXTS] = Asset(msgspec.json.encode(_texts(languages)), _KINDS["json"])
    release = _digest(worker, found)
    assets = Assets(release, found, worker)
    told = {
        "RELEASE": release,
        "SHELL": HOME,
        "FILES": [assets.path(name) for name in sorted(found)],
    }
    head = "".join(
        f"const {name} = {msgspec.json.encode(it).decode()};\n" for name, it in told.items()
    )
    return Assets(release, found, Asset(head.encode() + worker.body, worker.kind))


def _digest(worker: Asset, found: Mapping[str, Asset]) -> str:
    whole = sha256(worker.body)
    for name in sorted(found):
        whole.update(name.encode() + b"\0" + found[name].body + b"\0")
    return whole.hexdigest()[:_NAME_LENGTH]


def _texts(languages: tuple[Language, ...]) -> dict[str, dict[str, str]]:
    """Return every sentence by language, its blanks still blank."""
    told: dict[str, dict[str, str]] = {}
    for language in languages:
        words = Words(language, ZoneInfo("UTC"))
        told[language] = {key.removeprefix(_PREFIX): _said(words, key) for key in INSTALL}
    return told


def _said(words: Words, key: str) -> str:
    text = INSTALL[key][LANGUAGES.index(words.language)]
    blanks = {blank for _, blank, _, _ in Formatter().parse(text) if blank}
    return words.say(key, **{blank: f"{{{blank}}}" for blank in blanks})
