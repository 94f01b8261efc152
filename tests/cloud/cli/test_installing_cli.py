import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cloud.cli.app import app
from cloud.installation.photo import sha256
from cloud.provision.authority_files import create_authority
from tests.cloud.installation.conftest import PHOTO
from tests.cloud.provision.office import START
from tests.cloud.registry.conftest import COMMUNES, CONTAINERS, OUTLINES, TERRITORY

GOOD = (
    "--place", "alpha-01", "--node", "https://collecte.example/n/n-001", "--target",
    "https://collecte.example/c/alpha-01", "--lat", "43.6101", "--lon", "3.5101",
    "--accuracy", "6", "--supply", "solar", "--radio", "lte", "--dbm", "-98", "--rtt-ms", "84",
    *(word for mm in (1242, 1251, 1247, 1249, 1244) for word in ("--cone", str(mm))),
)  # fmt: skip


class Desk:
    """The verbs of installations on a registry of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "cloud.toml"
        self.config.write_text(
            f'registry.url = "sqlite:///{folder}/registry.sqlite"\n'
            f'store.file = "{folder}/points.sqlite"\nidentity.folder = "{folder}/identity"\n',
            encoding="utf-8",
        )
        self.photo = folder / "photo.jpg"
        self.photo.write_bytes(PHOTO)

    def run(self, *words: str, code: int = 0) -> str:
        done = CliRunner().invoke(app, [*words, "--config", str(self.config)])
        assert done.exit_code == code, (done.output, done.exception)
        return done.output

    def add(self, *words: str, code: int = 0) -> str:
        return self.run("installations", "add", "--photo", str(self.photo), *words, code=code)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    opened = Desk(tmp_path)
    territory = tmp_path / "territory"
    territory.mkdir()
    for name, said in (
        ("territory.toml", TERRITORY),
        ("communes.csv", COMMUNES),
        ("containers.csv", CONTAINERS),
        ("outlines.geojson", OUTLINES),
    ):
        (territory / name).write_text(said, encoding="utf-8")
    opened.run("registry", "load", str(territory))
    opened.run("nodes", "add", "n-001", "n-002")
    create_authority(tmp_path / "identity", tmp_path / "stick", "Essai", START)
    return opened


def test_the_list_is_loaded_from_a_sheet_as_a_spreadsheet_saves_it(desk: Desk) -> None:
    sheet = desk.folder / "vendredi.csv"
    sheet.write_bytes(
        "Emplacement;Support;Rue;Clés;Boîtier;Latitude;Longitude\n"
        "alpha-01;;1 place de la mairie;coffre B;n-001;;\n"
        "mat-7;candélabre;Rue haute;;;43,605;3,505\n".encode("cp1252")
    )

    told = json.loads(desk.run("installations", "places", "--load", str(sheet), "--json"))

    assert [one["id"] for one in told] == ["alpha-01", "alpha-02", "mat-7"]
    assert (told[0]["keys"], told[2]["lat"]) == ("coffre B", 43.605)


def test_a_line_that_cannot_be_leaves_the_list_as_it_was(desk: Desk) -> None:
    sheet = desk.folder / "vendredi.csv"
    sheet.write_text("place;node\nalpha-09;\nalpha-01;n-777\n", encoding="utf-8")

    told = desk.run("installations", "places", "--load", str(sheet), code=1)

    assert "line 2: id: there is no container 'alpha-09'" in told
    assert "line 3: node: there is no node 'n-777'" in told


def test_good_evidence_mounts_and_its_record_is_signed(desk: Desk) -> None:
    assert "n-001 is mounted at alpha-01" in desk.add(*GOOD, "--who", "jo")

    (card,) = json.loads(desk.run("installations", "list", "--json"))
    assert (card["state"], card["who"]) == ("mounted", "jo")
    assert "0 nodes proven" in desk.run("installations", "prove")
    target = desk.folder / "n-001.pdf"
    desk.run("installations", "record", "n-001", "--to", str(target))
    assert b"/ByteRange" in target.read_bytes()


def test_a_fault_is_told_with_what_to_do_and_exits_1(desk: Desk) -> None:
    told = json.loads(desk.add(*GOOD, "--lat", "91", "--json", code=1))

    assert not told["ok"]
    assert [one["code"] for one in told["refused"]] == ["position-none"]
    assert all(one["mend_fr"] for one in told["refused"])


def test_no_photo_is_refused(desk: Desk) -> None:
    assert "photo-none" in desk.run("installations", "add", *GOOD, code=1)


def test_a_visit_from_a_file_is_the_same_visit_twice(desk: Desk) -> None:
    file = desk.folder / "visit.json"
    visit = {
        "id": "6f1c2a34-0b7d-4c55-9a10-3f2b8f6d1e01", "place": "alpha-01", "node": "n-001",
        "target": "alpha-01", "lat": 43.61, "lon": 3.51, "accuracy_m": 5.0, "supply": "permanent",
        "cone_mm": [1240, 1250, 1245, 1251, 1243], "photo_sha256": sha256(PHOTO),
        "at_us": int(datetime.now(UTC).timestamp()) * 1_000_000, "offset_us": 0,
    }  # fmt: skip
    file.write_text(json.dumps(visit), encoding="utf-8")

    for _ in range(2):
        assert "is mounted" in desk.add("--from", str(file))

    assert len(json.loads(desk.run("installations", "list", "--json"))) == 1
