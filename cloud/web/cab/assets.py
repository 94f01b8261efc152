"""The files of the crew's app: one release of them, under an address that names it."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from string import Formatter
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from cloud.web.install.assets import Asset
from cloud.web.texts import TEXTS
from cloud.web.texts.cab import CAB
from cloud.web.words import LANGUAGES, Language, Words

HOME: Final = "/tournee"
_KINDS: Final = {
    "js": "text/javascript",
    "css": "text/css",
    "svg": "image/svg+xml",
    # An iPhone takes no other icon for its home screen.
    "png": "image/png",
    "json": "application/json",
}
# What the installer's page has already and needs as much; by folder of `static`.
_SHARED: Final = {
    "install": ("backoff.js", "dom.js", "ground.js", "photo.js", "server.js", "words.js")
}
_PREFIX: Final = "cab."
_TEXTS: Final = "texts.json"
_NAME_LENGTH: Final = 16


@dataclass(frozen=True, slots=True)
class Assets:
    """Every file by name; the release changes with any of them, so none is ever stale."""

    release: str
    files: Mapping[str, Asset]
    worker: Asset

    def path(self, name: str) -> str:
        """Return the address of a file."""
        return f"{HOME}/files/{self.release}/{name}"

    @property
    def scripts(self) -> tuple[str, ...]:
        """Every script's address: a phone asks for all at once, not for one after the other."""
        return tuple(self.path(name) for name in sorted(self.files) if name.endswith(".js"))


def load_assets(languages: tuple[Language, ...] = LANGUAGES) -> Assets:
    """Read the files, put the texts beside them, and tell the worker what to keep."""
    static = files("cloud.web").joinpath("static")
    found = {one.name: _read(one) for one in static.joinpath("cab").iterdir()}
    for folder, names in _SHARED.items():
        found |= {name: _read(static.joinpath(folder, name)) for name in names}
    found[_TEXTS] = Asset(msgspec.json.encode(_texts(languages)), _KINDS["json"])
    worker = _read(static.joinpath("offline", "worker.js"))
    assets = Assets(_release(worker, found), found, worker)
    return Assets(assets.release, found, _told(assets))


def _read(file: Traversable) -> Asset:
    return Asset(file.read_bytes(), _KINDS[file.name.rpartition(".")[2]])


def _release(worker: Asset, found: Mapping[str, Asset]) -> str:
    whole = sha256(worker.body)
    for name, asset in sorted(found.items()):
        whole.update(f"{name}\0{len(asset.body)}\0".encode() + asset.body)
    return whole.hexdigest()[:_NAME_LENGTH]


def _told(assets: Assets) -> Asset:
    """Return the worker with what it has to know written above it."""
    facts = {
        "NAME": HOME.strip("/"),
        "RELEASE": assets.release,
        "SHELL": HOME,
        "FILES": [assets.path(name) for name in sorted(assets.files)],
    }
    lines = (f"const {name} = {msgspec.json.encode(it).decode()};\n" for name, it in facts.items())
    return Asset("".join(lines).encode() + assets.worker.body, assets.worker.kind)


def _texts(languages: tuple[Language, ...]) -> dict[str, dict[str, str]]:
    """Return every sentence by language, its blanks still blank: they are filled on the phone."""
    told: dict[str, dict[str, str]] = {}
    for language in languages:
        words = Words(language, ZoneInfo("UTC"))
        told[language] = {}
        for key in (*CAB, *_streams()):
            text = TEXTS[key][LANGUAGES.index(language)]
            blanks = {blank: f"{{{blank}}}" for _, blank, _, _ in Formatter().parse(text) if blank}
            told[language][key.removeprefix(_PREFIX)] = words.say(key, **blanks)
    return told


def _streams() -> tuple[str, ...]:
    """Return the keys of what streams are called, which all rooms share."""
    return tuple(key for key in TEXTS if key.startswith("stream."))
