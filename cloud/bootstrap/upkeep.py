"""Backups, exports and units on the real registry and the real store."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final

from cloud.bootstrap.page_certificate import told
from cloud.bootstrap.parts import store
from cloud.registry.database import Database
from cloud.registry.migrate import upgrade
from cloud.settings import Settings
from cloud.settings import Store as StoreSettings
from cloud.settings import load as load_settings
from cloud.store.influx_server import InfluxServer
from cloud.upkeep import export as exporting
from cloud.upkeep import load as loading
from cloud.upkeep.backup import POINTS, REGISTRY, back_up
from cloud.upkeep.influx_shelf import InfluxShelf
from cloud.upkeep.installation import EDGE_STARTED, cloud_units, edge_files, folders
from cloud.upkeep.instant import copy_at_once
from cloud.upkeep.keep import keep_newest, name_of
from cloud.upkeep.manifest import Manifest
from cloud.upkeep.places import Places
from cloud.upkeep.postgres import PostgresRegistry
from cloud.upkeep.restore import must_have_no_points
from cloud.upkeep.restore import restore as bring_back
from cloud.upkeep.setup import (
    UNITS,
    Fate,
    File,
    made_files,
    must_be_seen,
    settle,
    started,
    unit_files,
    write,
)
from cloud.upkeep.shelf import Shelf, SqliteShelf
from cloud.upkeep.units import CONFIG, STATE
from contract.config import read_secret
from contract.errors import BadSettings

Settled = list[tuple[File, Fate]]

_FIRST: Final = """\
# Settings of the cloud; what there is to say: configs/cloud.toml in the sources.
# Relative paths count from /var/lib/vallee. Secrets are named by file, from the root on.
"""


def release() -> str:
    """Return which release this is."""
    try:
        return version("smart-vallee")
    except PackageNotFoundError:
        return "unknown"


def backup(
    settings: Settings, folder: Path, keep: int, secret: Path | None
) -> tuple[Path, Manifest]:
    """Back up into a new folder below `folder`, and keep no more than `keep` there."""
    now = datetime.now(UTC)
    target = folder / name_of(now)
    with _places(settings) as places:
        made = back_up(places, target, release(), now, secret)
    keep_newest(folder, keep)
    return target, made


def restore(settings: Settings, copy: Path, secret: Path | None) -> Manifest:
    """Bring a backup back to where the settings say."""
    with _places(settings) as places, ExitStack() as opened:
        by_server = isinstance(places.points, InfluxShelf)
        points = opened.enter_context(store(settings)) if by_server else None
        return bring_back(copy, places, points, secret)


def export(settings: Settings, target: Path) -> Manifest:
    """Write everything in open formats into the new folder `target`."""
    now, kind = datetime.now(UTC), settings.store.kind
    with _places(settings) as places, ExitStack() as opened:
        registry, points = places.registry, places.points
        if isinstance(registry, Path) and isinstance(points, Path):
            # Of one instant, and the registry itself is not brought to a newer form by this.
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            beside = TemporaryDirectory(prefix=".export-", dir=target.parent)
            folder = Path(opened.enter_context(beside))
            copy_at_once({registry: folder / REGISTRY, points: folder / POINTS})
            registry, points = folder / REGISTRY, folder / POINTS
        url = f"sqlite:///{registry}" if isinstance(registry, Path) else settings.registry.url
        upgrade(url)
        shelf = SqliteShelf(points) if isinstance(points, Path) else points
        return exporting.export(url, shelf, kind, target, release(), now)


def load(settings: Settings, folder: Path) -> Manifest:
    """Load an export into the registry and the store of the settings, both without content."""
    loading.check_export(folder)
    with _places(settings) as places:
        if isinstance(places.points, Path):
            must_have_no_points(places.points)
        upgrade(settings.registry.url)
        with store(settings) as points:
            shelf: Shelf = (
                SqliteShelf(places.points) if isinstance(places.points, Path) else places.points
            )
            return loading.load(folder, settings.registry.url, points, shelf)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asked `setup` for.

    Attributes:
        root: where the machine's files are; another one than / for an image of a machine.
        programs: the folder of vallee-cloud or vallee-edge, as the units will find it.
        config: settings to begin with, where there are none yet.
        secret: with what backups seal the identity.
    """

    root: Path
    programs: Path
    config: Path | None = None
    keep: int = 14
    secret: Path | None = None
    edge: bool = False


def setup(wish: Wish, environ: Mapping[str, str], *, dry_run: bool) -> tuple[Settled, list[str]]:
    """Write the units of the cloud or of a node; return what came of each file, and their names."""
    must_be_seen(wish.programs)
    program = wish.programs / ("vallee-edge" if wish.edge else "vallee-cloud")
    # What will be in an image cannot be seen from here.
    if wish.root == Path("/") and not program.exists():
        raise BadSettings(f"{program} is not there; name its folder: --programs /opt/vallee/bin")
    if wish.edge:
        files = made_files(edge_files(wish.programs), UNITS)
        names = EDGE_STARTED
    else:
        text, settings = _settings(wish, environ)
        units = cloud_units(settings, wish.programs, wish.keep, wish.secret)
        files = [*unit_files(units), File(PurePosixPath(CONFIG.lstrip("/")), text, yours=True)]
        names = started(units)
    files += made_files(folders(edge=wish.edge))
    settled = settle(wish.root, files)
    if not dry_run:
        write(wish.root, settled)
    return settled, names


def pages(wish: Wish, environ: Mapping[str, str], *, dry_run: bool) -> list[str]:
    """Give the pages a certificate where they need one of ours; return what is said of it."""
    if wish.edge:
        return []
    _, settings = _settings(wish, environ)
    return told(settings, wish.root / STATE.lstrip("/"), dry_run=dry_run)


def enable(units: list[str]) -> None:
    """Make the users and folders, and start what is to run; raise BadSettings with the mend."""
    if os.geteuid() != 0 or not Path("/run/systemd/system").is_dir():
        raise BadSettings("--enable needs root, on a machine that runs systemd; all is written")
    for argv in (
        ["systemd-sysusers"],
        # On a node there is nothing to make.
        ["systemd-tmpfiles", "--create", "--prefix=/var/backups"],
        ["systemctl", "daemon-reload"],
        ["systemctl", "enable", "--now", *units],
    ):
        done = subprocess.run(argv, check=False, capture_output=True, text=True)  # noqa: S603
        if done.returncode:
            raise BadSettings(f"{' '.join(argv)}: {' '.join(done.stderr.split())}")


def _settings(wish: Wish, environ: Mapping[str, str]) -> tuple[str, Settings]:
    """Return the settings that the units will find: those that are there already, or the wish's."""
    there = wish.root / CONFIG.lstrip("/")
    given = _text(wish.config) if wish.config else None
    if not there.exists():
        return given or _FIRST, load_settings(wish.config, environ)
    if given not in {None, _text(there)}:
        raise BadSettings(f"{there} is there and says something else than {wish.config}: change it")
    return _text(there), load_settings(there, environ)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"{file} cannot be read: {error}") from None


@contextmanager
def _places(settings: Settings) -> Iterator[Places]:
    """Give the places that the settings name; a server is asked nothing yet."""
    url, chosen = settings.registry.url, settings.store
    if not url.startswith(("sqlite:///", "postgresql")):
        # It says what a URL looks like; where it is one, opening it would make its folder.
        Database(url).close()
    registry = _file(url) if url.startswith("sqlite") else PostgresRegistry(url)
    if chosen.kind == "sqlite":
        yield Places(registry, chosen.file, settings.identity.folder)
        return
    with store(settings) as points, closing(_server(chosen)) as server:
        shelf = InfluxShelf(server, chosen.database, points)
        yield Places(registry, shelf, settings.identity.folder)


def _file(url: str) -> Path:
    return Path(url.partition("///")[2].partition("?")[0])


def _server(chosen: StoreSettings) -> InfluxServer:
    password = read_secret(chosen.password_file) if chosen.password_file else ""
    by_login = chosen.version == 1 and chosen.username
    return InfluxServer(
        chosen.url,
        token=read_secret(chosen.token_file) if chosen.token_file else "",
        login=f"{chosen.username}:{password}" if by_login else "",
        # A listing of all series takes longer than a question.
        timeout_s=60.0,
        ca_file=chosen.ca_file,
    )
