"""A backup: registry and store as they are at one instant, while every program runs on."""

import gzip
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from cloud.upkeep.building import building
from cloud.upkeep.counting import Tally, count_series
from cloud.upkeep.influx_shelf import InfluxShelf
from cloud.upkeep.instant import copy_at_once
from cloud.upkeep.manifest import Held, Manifest, SeriesCount, write_manifest
from cloud.upkeep.places import Places, held
from cloud.upkeep.postgres import PostgresRegistry
from cloud.upkeep.sealed import FILE as SEALED
from cloud.upkeep.sealed import seal
from cloud.upkeep.shelf import Shelf, SqliteShelf

REGISTRY: Final = "registry.sqlite"
POINTS: Final = "points.sqlite"
LINES: Final = "points.jsonl.gz"

AT_ONCE: Final = "registry and store are as of one and the same instant"
ONE_AFTER_THE_OTHER: Final = (
    "the registry is as of one instant; the store is read after it, and holds all that was stored"
    " before that instant and perhaps some of what came while it was read"
)
# Made again by a verb, or no data; said in each backup so that nobody looks for them there.
_NEVER: Final = {
    "settings": "cloud.toml and the secrets that it names are kept where your settings are kept",
    "roads": "they are built again: vallee-cloud roads build",
    "mosquitto": "its settings are written again: vallee-cloud broker write",
    "root": "the root's key is never on this machine",
}


def back_up(
    places: Places, target: Path, release: str, now: datetime, secret: Path | None = None
) -> Manifest:
    """Copy everything into the new folder `target`; the identity only under a secret.

    Raises BadCopy, NotEmpty, StoreDown or RegistryFault; then there is no such folder.
    """
    with building(target) as folder:
        instant, registry, series = _copy(places, folder)
        left_out = dict(_NEVER)
        if secret is not None and places.identity.is_dir():
            seal(places.identity, secret, folder / SEALED)
        elif secret is not None:
            left_out["identity"] = f"there is none: {places.identity} is not there"
        else:
            left_out["identity"] = "no secret was named to seal it with: --seal FILE"
        manifest = Manifest(
            kind="backup",
            made_at=now.isoformat(timespec="seconds"),
            release=release,
            form=registry.form,
            registry=_kind(places.registry),
            store="sqlite" if isinstance(places.points, Path) else "influx",
            instant=instant,
            tables=registry.tables,
            series=series,
            left_out=left_out,
        )
        write_manifest(folder, manifest)
    return manifest


def _copy(places: Places, folder: Path) -> tuple[str, Held, tuple[SeriesCount, ...]]:
    registry, points = places.registry, places.points
    if isinstance(registry, Path) and isinstance(points, Path):
        copy_at_once({registry: folder / REGISTRY, points: folder / POINTS})
        found = held(folder / REGISTRY)
        return AT_ONCE, found, series_counts(SqliteShelf(folder / POINTS))
    # The registry first: a status that is older than the points is nothing unusual, while points
    # that a newer status speaks of would be missing.
    if isinstance(registry, PostgresRegistry):
        found = registry.save(folder)
    else:
        copy_at_once({registry: folder / REGISTRY})
        found = held(folder / REGISTRY)
    if isinstance(points, Path):
        copy_at_once({points: folder / POINTS})
        return ONE_AFTER_THE_OTHER, found, series_counts(SqliteShelf(folder / POINTS))
    return ONE_AFTER_THE_OTHER, found, _write_lines(points, folder / LINES)


def series_counts(shelf: Shelf) -> tuple[SeriesCount, ...]:
    """Count every series of a shelf."""
    return tuple(count_series(series, shelf.points(series)) for series in shelf.series())


def _write_lines(shelf: InfluxShelf, file: Path) -> tuple[SeriesCount, ...]:
    counts: list[SeriesCount] = []
    file.touch(mode=0o600, exist_ok=False)
    # The time of day in the file's head would make two equal backups differ.
    with file.open("wb") as plain, gzip.GzipFile("", "wb", 6, plain, mtime=0) as packed:
        for series in shelf.series():
            tally = Tally(series)
            packed.writelines(tally.lines(shelf.points(series)))
            counts.append(tally.count())
    return tuple(counts)


def _kind(registry: Path | PostgresRegistry) -> Literal["sqlite", "postgresql"]:
    return "sqlite" if isinstance(registry, Path) else "postgresql"
