"""The verbs of nodes as things, on a real registry and a real authority."""

import json
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
import typer
from typer.testing import CliRunner, Result

from cloud.cli import stock
from cloud.provision.authority_files import create_authority
from cloud.provision.claims import is_secret_of
from cloud.registry.identities import open_identities
from cloud.registry.registry import open_registry
from cloud.registry.values import Device, Stock
from contract.enrol import claim_parts
from tests.cloud.provision.card.scratch import Machine
from tests.services.registries import newest

TERRITORY: Final = Path(__file__).parents[3] / "configs" / "territory" / "vallee-herault"
Run = Callable[..., Result]


@pytest.fixture
def url(tmp_path: Path) -> str:
    made = f"sqlite:///{tmp_path}/registry.sqlite"
    with open_registry(newest(made)) as records:
        records.load_territory(TERRITORY)
    return made


@pytest.fixture
def run(tmp_path: Path, url: str) -> Run:
    """Give the verbs, on a registry with a territory and beside an authority."""
    create_authority(tmp_path / "identity", tmp_path / "root", "Test", datetime.now(UTC))
    config = tmp_path / "cloud.toml"
    config.write_text(f"""\
[registry]
url = "{url}"
[store]
file = "{tmp_path}/points.sqlite"
[identity]
folder = "{tmp_path}/identity"
enrol_url = "https://vallee.example:8444"
[mosquitto]
names = ["vallee.example"]
""")
    app = typer.Typer()
    for name, verb in (
        ("card", stock.card),
        ("labels", stock.labels),
        ("import", stock.import_csv),
        ("worklist", stock.worklist),
    ):
        app.command(name)(verb)

    def call(*argv: str | Path) -> Result:
        return CliRunner().invoke(app, [*map(str, argv), "--config", str(config)])

    return call


def in_stock(url: str, *nodes: str) -> None:
    with open_identities(url) as records:
        records.add_all([Device(node, Stock.IN_STOCK, 1) for node in nodes])


def test_a_card_holds_a_claim_that_the_registry_knows(run: Run, url: str, tmp_path: Path) -> None:
    in_stock(url, "n-001")
    boot = Machine(tmp_path / "card").make(cloud_init=True).boot

    done = run("card", "n-001", "--boot", boot, "--json")

    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["written"][0] == "vallee-claim.toml"
    told = tomllib.loads((boot / "vallee-claim.toml").read_text())
    number, secret = claim_parts(told["claim"])
    with open_identities(url) as records:
        claim = records.claim_by_number(number)
    assert claim is not None
    assert (claim.node, is_secret_of(claim, secret)) == ("n-001", True)
    assert told["root"].strip() == (tmp_path / "identity" / "root.pem").read_text().strip()
    assert secret not in done.output


def test_a_card_is_told_its_network_by_a_file_and_never_shows_it(
    run: Run, url: str, tmp_path: Path
) -> None:
    in_stock(url, "n-001")
    boot = Machine(tmp_path / "card").make().boot
    wifi = tmp_path / "wifi.toml"
    wifi.write_text('ssid = "Mairie"\npassword = "motdepasse d\'été"\n')

    done = run("card", "n-001", "--boot", boot, "--wifi", wifi)

    assert done.exit_code == 0, done.output
    assert "psk=motdepasse\\sd'été\n" in (boot / "firstrun.sh").read_text()
    assert "motdepasse" not in done.output


@pytest.mark.parametrize(
    ("node", "missing", "said"),
    [
        ("n-001", "cmdline.txt", "no boot partition"),
        ("n-002", None, "there is no node 'n-002' as a thing"),
        ("n-999", None, "no radio and no mounted sensor"),
        ("n-001\n", None, "no radio and no mounted sensor"),
    ],
)
def test_a_card_that_cannot_be_written_burns_no_claim(
    node: str, missing: str | None, said: str, run: Run, url: str, tmp_path: Path
) -> None:
    in_stock(url, "n-001", "n-999")
    boot = Machine(tmp_path / "card").make().boot
    if missing:
        (boot / missing).unlink()

    done = run("card", node, "--boot", boot)

    assert done.exit_code != 0
    assert said in str(done.exception)
    assert not (boot / "vallee-claim.toml").exists()
    with open_identities(url) as records:
        assert [entry.what for entry in records.journal()] == ["added", "added"]


def test_two_thousand_nodes_are_taken_in_at_once(run: Run, url: str, tmp_path: Path) -> None:
    file = tmp_path / "stock.csv"
    rows = "\n".join(f"m-{number:05};SN-{number};gignac-01" for number in range(2000))
    file.write_text(f"nœud;série;conteneur\n{rows}\n", encoding="cp1252")

    done = run("import", file)

    assert done.exit_code == 0, done.output
    assert done.stdout == "2000 nodes taken into stock, 0 refusals\n"
    with open_identities(url) as records:
        devices = records.devices()
    assert len(devices) == 2000
    assert devices[0].note == "prévu pour gignac-01"


@pytest.mark.parametrize(
    ("options", "taken", "code"),
    [
        ((), 0, 1),
        (("--dry-run",), 0, 1),
        (("--good-ones",), 2, 0),
        (("--good-ones", "--dry-run"), 0, 1),
    ],
)
def test_a_sheet_with_refusals_is_taken_only_if_its_good_lines_are_asked_for(
    options: tuple[str, ...], taken: int, code: int, run: Run, url: str, tmp_path: Path
) -> None:
    file = tmp_path / "stock.csv"
    file.write_text("node\nn-201\nN-202\nn-203\n")

    done = run("import", file, *options)

    assert done.exit_code == code
    assert "line 3: node: 'N-202' is no name" in done.stdout
    assert "2 nodes" in done.stdout
    with open_identities(url) as records:
        assert len(records.devices()) == taken


def test_a_dry_run_of_a_good_sheet_takes_nothing(run: Run, url: str, tmp_path: Path) -> None:
    file = tmp_path / "stock.csv"
    file.write_text("node\nn-201\n")

    done = run("import", file, "--dry-run", "--json")

    assert (done.exit_code, json.loads(done.stdout)) == (
        0,
        {"good": ["n-201"], "taken": False, "refused": []},
    )
    with open_identities(url) as records:
        assert records.devices() == []


def test_a_sheet_taken_twice_is_refused_the_second_time(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "stock.csv"
    file.write_text("node\nn-201\n")
    run("import", file)

    done = run("import", file)

    assert done.exit_code == 1
    assert "n-201 is there already, in-stock" in done.stdout


def test_labels_are_made_of_the_nodes_and_of_the_containers(
    run: Run, url: str, tmp_path: Path
) -> None:
    in_stock(url, "n-001", "n-002")

    nodes = run("labels", tmp_path / "nodes.pdf", "--only", "n-002")
    containers = run("labels", tmp_path / "containers.pdf", "--what", "containers", "--json")

    assert nodes.stdout == f"1 labels in {tmp_path}/nodes.pdf; print them at 100 %\n"
    assert json.loads(containers.stdout)["labels"] == 30
    assert (tmp_path / "containers.pdf").read_bytes().startswith(b"%PDF-")


def test_a_label_of_what_is_not_there_is_refused(run: Run, tmp_path: Path) -> None:
    done = run("labels", tmp_path / "x.pdf", "--only", "n-999")

    assert "there is no node 'n-999'" in str(done.exception)
    assert not (tmp_path / "x.pdf").exists()


def test_the_worklist_names_the_container_of_a_node_that_is_silent(run: Run, url: str) -> None:
    in_stock(url, "n-001", "n-002")
    with open_identities(url, lambda: 1_700_000_000_000_000) as records:
        records.change("n-001", Stock.MOUNTED, "", "test")

    said = json.loads(run("worklist", "--json").stdout)
    listed = run("worklist").stdout

    assert [(visit["node"], visit["containers"]) for visit in said] == [("n-001", ["gignac-01"])]
    assert [reason["why"] for reason in said[0]["reasons"]] == ["silent", "unproven"]
    assert listed.startswith("n-001")
    assert listed.endswith("1 visits\n")
