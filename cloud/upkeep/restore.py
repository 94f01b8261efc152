"""A backup brought back onto a machine that has nothing yet."""

import gzip
import shutil
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import msgspec

from cloud.store.port import Store
from cloud.upkeep.backup import LINES, POINTS, REGISTRY, series_counts
from cloud.upkeep.counting import read_point
from cloud.upkeep.errors import BadCopy, NotEmpty
from cloud.upkeep.influx_shelf import InfluxShelf
from cloud.upkeep.manifest import Manifest, SeriesCount, read_manifest
from cloud.upkeep.places import Places, held, must_be_vacant
from cloud.upkeep.sealed import FILE as SEALED
from cloud.upkeep.sealed import unseal
from cloud.upkeep.shelf import Shelf, SqliteShelf
from cloud.upkeep.sums import check_sums, sync

_BATCH: Final = 5000


def restore(
    copy: Path, places: Places, store: Store | None = None, secret: Path | None = None
) -> Manifest:
    """Bring a backup back; nothing is touched before all of it was looked at.

    `store` is where points are written that are not a file's. Raises BadCopy, NotEmpty, and what
    the store or the registry has to say.
    """
    check_sums(copy)
    manifest = read_manifest(copy, "backup")
    _must_fit(manifest, places, copy)
    if secret is not None and not (copy / SEALED).exists():
        raise BadCopy(f"{copy} has no identity: leave --seal out, and make a new authority")
    _must_be_empty(places)
    if secret is not None:
        unseal(copy / SEALED, secret, places.identity)
    _place(copy, places)
    if isinstance(places.points, InfluxShelf) and store is not None:
        write_lines(_unpacked(copy / LINES), store)
    _must_be_equal(manifest, places)
    return manifest


def write_lines(lines: Iterable[bytes], store: Store) -> None:
    """Write points from their lines into a store."""
    points = map(read_point, lines)
    while some := list(islice(points, _BATCH)):
        store.write(some)


def must_have_no_points(points: Path | InfluxShelf) -> None:
    """Raise NotEmpty if a store has anything that is ours."""
    if isinstance(points, Path):
        must_be_vacant(points)
    elif found := points.series():
        measurement, tags = found[0]
        raise NotEmpty(
            f"the InfluxDB database has {len(found)} series already, {measurement} {dict(tags)}"
            " among them; name an empty one in [store] database"
        )


def compare_series(told: Iterable[SeriesCount], shelf: Shelf) -> None:
    """Raise BadCopy with the first series that is not what was told."""
    wanted = {(one.measurement, one.tags): one for one in told}
    found = {(one.measurement, one.tags): one for one in series_counts(shelf)}
    for key in sorted(wanted.keys() | found.keys()):
        if wanted.get(key) != found.get(key):
            raise BadCopy(
                _unlike(f"series {key[0]} {dict(key[1])}", wanted.get(key), found.get(key))
            )


def _must_fit(manifest: Manifest, places: Places, copy: Path) -> None:
    here = "sqlite" if isinstance(places.registry, Path) else "postgresql"
    there = "sqlite" if isinstance(places.points, Path) else "influx"
    for what, told, set_here in (
        ("registry", manifest.registry, here),
        ("store", manifest.store, there),
    ):
        if told != set_here:
            raise BadCopy(
                f"{copy} is of a {what} of kind {told}, the settings name one of kind {set_here};"
                " restore it as it was, then move it with: vallee-cloud export, vallee-cloud load"
            )


def _must_be_empty(places: Places) -> None:
    if isinstance(places.registry, Path):
        must_be_vacant(places.registry)
    else:
        places.registry.must_be_empty()
    must_have_no_points(places.points)


def _place(copy: Path, places: Places) -> None:
    """Put files where they belong; a server's part comes first, for it is all or nothing."""
    if not isinstance(places.registry, Path):
        places.registry.bring_back(copy)
    files = [(copy / REGISTRY, places.registry), (copy / POINTS, places.points)]
    try:
        # A program that looks meanwhile finds a whole file or none.
        ready = [_beside(source, to) for source, to in files if isinstance(to, Path)]
        for partial, target in ready:
            partial.rename(target)
            sync(target.parent)
    except OSError as error:
        raise BadCopy(
            f"{error.filename or copy}: {error.strerror}; make room, try again"
        ) from error


def _beside(source: Path, target: Path) -> tuple[Path, Path]:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = target.with_name(f".restoring-{target.name}")
    partial.touch(mode=0o600)
    shutil.copyfile(source, partial)
    sync(partial)
    return partial, target


def _unpacked(file: Path) -> Iterator[bytes]:
    try:
        with gzip.open(file) as lines:
            yield from lines
    except (EOFError, gzip.BadGzipFile, zlib.error, msgspec.DecodeError) as error:
        raise BadCopy(f"{file} cannot be unpacked: {error}") from error


def _must_be_equal(manifest: Manifest, places: Places) -> None:
    registry = places.registry
    found = held(registry) if isinstance(registry, Path) else registry.held()
    for name in sorted(manifest.tables.keys() | found.tables.keys()):
        if manifest.tables.get(name) != found.tables.get(name):
            pair = (manifest.tables.get(name), found.tables.get(name))
            raise BadCopy(_unlike(f"table {name}", *pair))
    points = places.points
    compare_series(manifest.series, SqliteShelf(points) if isinstance(points, Path) else points)


def _unlike(what: str, told: object, found: object) -> str:
    return f"what was brought back is not what was saved: {what}: {told}, and here {found}"
