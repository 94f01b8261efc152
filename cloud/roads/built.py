"""The roads of one extract, kept in a folder by content: its ways, and a graph a profile."""

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from cloud.errors import BadExtract
from cloud.roads import access, contract, extract, segments
from cloud.roads import graph as graphs
from cloud.roads.extract import Extract
from cloud.roads.files import keep_arrays, read_arrays, whole
from cloud.roads.graph import Graph
from cloud.roads.profile import RoadProfile

Tell = Callable[[str], None]

# A changed rule makes another graph: the files that hold the rules are part of the key.
RULES: Final = (
    *(access.__file__, contract.__file__, extract.__file__),
    *(graphs.__file__, segments.__file__),
)
MEND: Final = "build them anew with: vallee-cloud roads build EXTRACT"


class Built(msgspec.Struct, frozen=True):
    """Which extract is built.

    Attributes:
        extract: the file's name.
        date: of the map, ISO 8601; "" if the file does not say.
        digest: of the file's content.
    """

    extract: str
    date: str
    digest: str
    ways: int


def build(file: Path, folder: Path, tell: Tell = lambda _: None) -> Built:
    """Read an extract into the folder, in the place of the one before; raises BadExtract.

    An extract that is there already is not read again. One that is interrupted leaves the folder
    as it was.
    """
    tell(f"reading {file.name}")
    digest = _digest(file)
    before = built(folder) if _about(folder).exists() else None
    if before is not None and before.digest == digest and _ways(folder, before).exists():
        return before
    found = extract.read(
        file, access.TRUCK_KMH, lambda ways: tell(f"reading {file.name}: {ways:,} ways")
    )
    made = Built(file.name, found.date, digest, len(found.tags))
    tell(f"keeping {made.ways:,} ways")
    keep_arrays(_ways(folder, made), _arrays(found))
    with whole(_about(folder)) as out:
        out.write(msgspec.json.encode(made))
    _forget(folder, made)
    return made


def built(folder: Path) -> Built | None:
    """Return what is built in the folder, None if nothing is; raises BadExtract if damaged."""
    try:
        return msgspec.json.decode(_about(folder).read_bytes(), type=Built)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as fault:
        raise BadExtract(f"the roads in {folder} cannot be read; {MEND}") from fault


def profiles(folder: Path, of: Built) -> list[str]:
    """Return the names of the profiles for which there is a graph."""
    graphs_ = folder.glob(f"graph-*-{of.digest}-*.npz")
    return sorted({one.name[len("graph-") :].partition(f"-{of.digest}")[0] for one in graphs_})


def graph(folder: Path, of: Built, profile: RoadProfile) -> Graph:
    """Return the graph of a profile, made anew where it is absent or broken; raises BadExtract."""
    kmh = access.typical_kmh(profile)
    kept = folder / f"graph-{profile.name}-{of.digest}-{_key(kmh)}.npz"
    arrays = read_arrays(kept)
    if arrays is not None and arrays.keys() == Graph.columns():
        return Graph.of(arrays)
    ways = read_arrays(_ways(folder, of))
    if ways is None:
        raise BadExtract(f"the roads in {folder} are damaged; {MEND}")
    made = contract.contracted(_extract(ways), profile, kmh)
    # Who may only read the folder makes it anew each time.
    with suppress(BadExtract):
        keep_arrays(kept, made.arrays())
    return made


def _about(folder: Path) -> Path:
    return folder / "roads.json"


def _ways(folder: Path, of: Built) -> Path:
    return folder / f"ways-{of.digest}.npz"


def _forget(folder: Path, but: Built) -> None:
    """Delete what was made of other extracts."""
    for old in (*folder.glob("ways-*.npz"), *folder.glob("graph-*.npz")):
        if but.digest not in old.name:
            old.unlink(missing_ok=True)


def _digest(file: Path) -> str:
    """Return the hash of a file's content and of the program that reads extracts."""
    digest = hashlib.blake2b(Path(extract.__file__).read_bytes(), digest_size=8)
    try:
        with file.open("rb") as content:
            while block := content.read(1 << 20):
                digest.update(block)
    except OSError as fault:
        raise BadExtract(f"{file} cannot be read: {fault.strerror}") from fault
    return digest.hexdigest()


def _key(kmh: Mapping[str, float]) -> str:
    digest = hashlib.blake2b(repr(sorted(kmh.items())).encode(), digest_size=8)
    for rules in RULES:
        digest.update(Path(rules).read_bytes())
    return digest.hexdigest()


def _arrays(found: Extract) -> dict[str, NDArray[Any]]:
    return {
        "tags": _text([dict(tags) for tags in found.tags]),
        "barriers": _text([[node, dict(tags)] for node, tags in found.barriers.items()]),
        "first": found.first,
        "refs": found.refs,
        "lats": found.lats,
        "lons": found.lons,
    }


def _text(value: object) -> NDArray[np.uint8]:
    return np.frombuffer(json.dumps(value, ensure_ascii=False).encode(), dtype=np.uint8)


def _extract(arrays: Mapping[str, NDArray[Any]]) -> Extract:
    return Extract(
        tags=tuple(json.loads(arrays["tags"].tobytes())),
        first=arrays["first"],
        refs=arrays["refs"],
        lats=arrays["lats"],
        lons=arrays["lons"],
        barriers=dict(json.loads(arrays["barriers"].tobytes())),
    )
