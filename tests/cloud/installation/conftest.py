"""A territory of two containers, an authority, a store, and an installer with a good phone."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest
from PIL import Image

from cloud.ingest.points import raw_point, status_point
from cloud.installation.forms import Verdict, Visit
from cloud.installation.photo import sha256
from cloud.installation.seal import RecordSeal
from cloud.installation.service import Installing
from cloud.registry.installations import Installations, open_installations
from cloud.registry.registry import Registry, open_registry
from cloud.registry.values import PlaceToVisit
from cloud.store.sqlite import SqliteStore
from contract.presence import Link, NodeStatus
from contract.reading import Kind, Reading
from tests.cloud.installation.vectors import GOOD, NOW_US
from tests.cloud.provision.office import Office, open_office
from tests.cloud.registry.conftest import COMMUNES, CONTAINERS, OUTLINES, TERRITORY

S_US = 1_000_000
HOUR_US = 3600 * S_US
PACE_US = 900 * S_US


def jpeg(width: int = 640, height: int = 480, exif: bytes | None = None) -> bytes:
    """Return a photo: a sky, a green container, a grey box on it."""
    picture = Image.new("RGB", (width, height), (178, 206, 230))
    picture.paste((70, 120, 70), (width // 4, height // 3, 3 * width // 4, height))
    picture.paste(
        (90, 90, 96), (width * 45 // 100, height * 36 // 100, width * 55 // 100, height // 2)
    )
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=90, **({"exif": exif} if exif else {}))
    return file.getvalue()


PHOTO = jpeg()


@dataclass
class Site:
    """All that an installer meets; `now_us` moves only when the test moves it."""

    folder: Path
    office: Office
    registry: Registry
    points: SqliteStore
    now_us: int = NOW_US
    records: Installations = field(init=False)
    installing: Installing = field(init=False)

    def __post_init__(self) -> None:
        self.records = open_installations(self.office.url, lambda: self.now_us)
        seal = RecordSeal(self.office.authority)
        self.installing = Installing(self.records, self.points, seal, lambda: self.now_us)

    def visit(self, **changes: object) -> Visit:
        """Return a good visit of now, changed; a new one each time."""
        tree = {**GOOD["visit"], "id": str(uuid4()), "at_us": self.now_us - 60 * S_US}
        tree |= {"offset_us": 0, "photo_sha256": sha256(PHOTO)}
        return msgspec.convert(tree | changes, Visit)

    def receive(self, visit: Visit, who: str = "jo", photo: bytes | None = PHOTO) -> Verdict:
        return self.installing.receive(visit, photo, who, self.now_us)

    def refused(self, **changes: object) -> tuple[str, ...]:
        return tuple(one.code for one in self.receive(self.visit(**changes)).refused)

    def measures(
        self, node: str, since_us: int, until_us: int, *, distance_mm: float = 1240.0
    ) -> None:
        """Store what a node of this pace sends, as the ingester makes points of it."""
        self.points.write(
            [
                raw_point(
                    node,
                    "0123456789ab",
                    Reading(seq, "fill", Kind.LEVEL, at_us, {"distance_mm": distance_mm}),
                )
                for seq, at_us in enumerate(range(since_us, until_us + 1, PACE_US), 1)
            ]
        )

    def link(self, node: str, at_us: int, link: Link = Link.UP) -> None:
        self.points.write([status_point(NodeStatus(node, "0123456789ab", link, at_us), at_us)])

    def close(self) -> None:
        for one in (self.records, self.office, self.registry, self.points):
            one.close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    folder = tmp_path / "territory"
    folder.mkdir()
    for name, said in (
        ("territory.toml", TERRITORY),
        ("communes.csv", COMMUNES),
        ("containers.csv", CONTAINERS),
        ("outlines.geojson", OUTLINES),
    ):
        (folder / name).write_text(said, encoding="utf-8")
    office = open_office(tmp_path / "office")
    registry = open_registry(office.url)
    registry.load_territory(folder)
    office.stock("n-001", "n-002", "n-131")
    opened = Site(tmp_path, office, registry, SqliteStore(tmp_path / "points.sqlite"))
    opened.records.list_places(
        [
            PlaceToVisit(
                "alpha-01",
                street="1 place de la mairie",
                keys="clé triangle, coffre B",
                permit="arrêté 2026-114",
                node="n-001",
            ),
            PlaceToVisit("alpha-02", node="n-002", who="sam"),
            PlaceToVisit(
                "mat-7", "lamp-post", "Mât 7", "Rue haute", "Alpha", 43.605, 3.505, node="n-131"
            ),
        ],
        "office",
    )
    yield opened
    opened.close()
