"""The authority and the nodes' identities on the command line."""

import json
import logging
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
import typer
from cryptography.hazmat.primitives.hashes import SHA256
from typer.testing import CliRunner

from cloud.bootstrap.parts import now_us
from cloud.cli import authority
from cloud.cli.identities import add_verbs
from cloud.errors import BadAuthority, RegistryFault
from cloud.provision.authority_files import open_authority
from cloud.provision.revocations import read
from cloud.registry.identities import open_identities
from cloud.registry.registry import open_registry
from cloud.registry.values import Stock
from contract.enrol import Enrol, Enrolled, claim_parts
from contract.errors import BadSettings
from tests.cloud.provision.door import Door
from tests.cloud.provision.office import Office, request

TERRITORY = Path(__file__).parents[3] / "configs" / "territory" / "vallee-herault"
OLD, NEW = "n-001", "n-900"
SERVE = (
    "import logging; logging.basicConfig(level=logging.INFO);"
    "from cloud.cli.authority import app; app()"
)
Run = Callable[..., str]

app = typer.Typer()
nodes_app = typer.Typer()
add_verbs(nodes_app)
app.add_typer(authority.app, name="authority")
app.add_typer(nodes_app, name="nodes")


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {
        "VALLEE_CLOUD_REGISTRY__URL": f"sqlite:///{tmp_path}/registry.sqlite",
        "VALLEE_CLOUD_IDENTITY__FOLDER": str(tmp_path / "identity"),
    }


@pytest.fixture
def run(environ: dict[str, str]) -> Run:
    runner = CliRunner()

    def call(*argv: str) -> str:
        done = runner.invoke(app, [*argv], env=environ)
        if done.exception is not None:
            raise done.exception
        return done.stdout

    return call


@pytest.fixture
def begun(run: Run, tmp_path: Path) -> Run:
    run("authority", "init", "--root", str(tmp_path / "stick"))
    run("nodes", "add", NEW, "n-901", "--note", "carton 7")
    return run


def test_an_authority_is_made_shown_and_not_made_twice(begun: Run, tmp_path: Path) -> None:
    told = json.loads(begun("authority", "show", "--json"))

    assert told["root"] == "CN=Vallée root"
    assert (told["crl_number"], told["revoked"], told["crl_is_old"]) == (1, 0, False)
    assert "list 1, 0 h old" in begun("authority", "show")
    with pytest.raises(BadAuthority, match="never overwritten"):
        begun("authority", "init", "--root", str(tmp_path / "other"))


def test_without_an_authority_each_verb_says_how_to_make_one(run: Run) -> None:
    run("nodes", "add", NEW)

    for verb in (["authority", "show"], ["authority", "sign"], ["nodes", "claim", NEW]):
        with pytest.raises(BadAuthority, match="vallee-cloud authority init"):
            run(*verb)


def test_signing_says_how_old_the_list_was(begun: Run) -> None:
    assert "list 2: 0 revoked" in begun("authority", "sign")
    told = json.loads(begun("authority", "sign", "--json"))

    assert (told["number"], told["revoked"], told["age_h"]) == (3, 0, 0)


def test_nodes_are_listed_as_things(begun: Run) -> None:
    (first, _) = json.loads(begun("nodes", "list", "--json"))

    assert (first["node"], first["stock"], first["note"]) == (NEW, "in-stock", "carton 7")
    assert first["certificate_until_us"] is None
    assert begun("nodes", "list").count("never enrolled") == 2
    assert json.loads(begun("nodes", "list", "--stock", "retired", "--json")) == []


def test_one_serial_is_of_one_node(run: Run) -> None:
    with pytest.raises(BadSettings, match="alone"):
        run("nodes", "add", "n-900", "n-901", "--serial", "42")


def test_a_claim_is_printed_once_and_nowhere_else(
    begun: Run, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)

    claim = begun("nodes", "claim", NEW).removesuffix("\n")

    _, secret = claim_parts(claim)
    assert secret not in caplog.text
    assert secret not in begun("nodes", "journal") + begun("nodes", "list", "--json")
    assert not any(
        secret.encode() in one.read_bytes() for one in tmp_path.iterdir() if one.is_file()
    )


def test_a_claim_for_machines_says_for_whom_and_how_long(begun: Run) -> None:
    told = json.loads(begun("nodes", "claim", NEW, "--hours", "5", "--json"))

    assert (told["node"], told["hours"]) == (NEW, 5)
    assert claim_parts(told["claim"])


def test_a_revoked_node_is_in_the_list_at_once(
    begun: Run, environ: dict[str, str], tmp_path: Path
) -> None:
    office = Office(
        open_authority(tmp_path / "identity"),
        tmp_path / "identity",
        environ["VALLEE_CLOUD_REGISTRY__URL"],
        now_us(),
    )
    enrolled = office.enrolled(NEW)
    office.close()

    told = json.loads(begun("nodes", "revoke", NEW, "--why", "stolen", "--who", "Jo", "--json"))

    listed = read(office.authority, office.folder)
    assert listed is not None
    assert (told["crl_number"], len(listed.serials)) == (2, 1)
    assert enrolled.node == NEW
    assert "revoked" in begun("nodes", "list")
    (last, *_) = json.loads(begun("nodes", "journal", "--node", NEW, "--json"))
    assert (last["who"], last["what"], last["detail"]) == ("Jo", "revoked", "stolen")


def test_a_node_is_revoked_though_the_list_cannot_be_signed(
    begun: Run, environ: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "identity" / "issuing.key").unlink()

    with pytest.raises(BadAuthority, match="n-900 is revoked, but no list says so yet"):
        begun("nodes", "revoke", NEW)

    with open_identities(environ["VALLEE_CLOUD_REGISTRY__URL"]) as records:
        device = records.device(NEW)
    assert device is not None
    assert device.revoked_us is not None


def test_a_node_takes_anothers_place(begun: Run, environ: dict[str, str]) -> None:
    with open_registry(environ["VALLEE_CLOUD_REGISTRY__URL"]) as registry:
        registry.load_territory(TERRITORY)
        (was,) = registry.sensors()[OLD, "fill"].mounts

    said = begun("nodes", "replace", OLD, NEW, "--retire", "--revoke", "--why", "stolen")

    with open_registry(environ["VALLEE_CLOUD_REGISTRY__URL"]) as registry:
        (now,) = registry.sensors()[NEW, "fill"].mounts
    assert now.container == was.container
    assert f"{was.container}: {NEW}/fill instead of {OLD}/fill" in said
    assert f"write {NEW} for {OLD} in its containers.csv" in said
    old = json.loads(begun("nodes", "list", "--stock", "retired", "--json"))
    assert [(one["node"], one["revoked_why"]) for one in old] == [(OLD, "stolen")]


def test_a_swap_of_the_past_is_written_as_of_then(begun: Run, environ: dict[str, str]) -> None:
    with open_registry(environ["VALLEE_CLOUD_REGISTRY__URL"]) as registry:
        registry.load_territory(TERRITORY)

    (moved,) = json.loads(begun("nodes", "replace", OLD, NEW, "--at", "2026-11-20T14:05", "--json"))

    assert moved["from_us"] == 1_795_183_500_000_000
    with open_identities(environ["VALLEE_CLOUD_REGISTRY__URL"]) as records:
        assert [one.stock for one in records.devices()][:2] == [Stock.IN_REPAIR, Stock.MOUNTED]


def test_a_node_that_there_is_not_is_refused(begun: Run) -> None:
    for verb in (["claim", "n-404"], ["revoke", "n-404"], ["replace", OLD, "n-404"]):
        with pytest.raises(RegistryFault, match="there is no node 'n-404'"):
            begun("nodes", *verb)


def test_every_verb_explains_itself() -> None:
    for room, verbs in (
        ("authority", ("init", "show", "sign", "serve")),
        ("nodes", ("add", "list", "claim", "replace", "revoke", "journal")),
    ):
        for verb in verbs:
            done = CliRunner().invoke(app, [room, verb, "--help"])
            assert done.exit_code == 0
            assert f"Example: vallee-cloud {room} {verb}" in done.stdout


def test_a_node_enrols_at_the_program_that_serves(
    begun: Run, environ: dict[str, str], tmp_path: Path
) -> None:
    claim = begun("nodes", "claim", NEW).strip()
    office = Office(
        open_authority(tmp_path / "identity"),
        tmp_path / "identity",
        environ["VALLEE_CLOUD_REGISTRY__URL"],
    )
    argv = [sys.executable, "-c", SERVE, "serve", "--port", "0"]
    with subprocess.Popen(
        argv, env={**os.environ, **environ}, stderr=subprocess.PIPE, text=True
    ) as program:
        assert program.stderr is not None
        said = (re.search(r"https://127\.0\.0\.1:(\d+)", line) for line in program.stderr)
        port = next(int(found[1]) for found in said if found)
        reply = Door(office, port).post("/enrol", msgspec.json.encode(Enrol(claim, request())))
        program.send_signal(signal.SIGTERM)
        left = program.stderr.read()

    office.close()
    assert msgspec.json.decode(reply.body, type=Enrolled).node == NEW
    assert "Traceback" not in left
    assert claim.rpartition(".")[2] not in left


def test_no_node_is_added_under_the_ingesters_name(begun: Run, environ: dict[str, str]) -> None:
    environ["VALLEE_CLOUD_INGEST__NAME"] = "collector"

    for name in ("collector", "ingester-2"):
        with pytest.raises(RegistryFault, match="would end its session"):
            begun("nodes", "add", "n-902", name)

    assert {line.split()[0] for line in begun("nodes", "list").splitlines()} == {NEW, "n-901"}


def test_the_authority_is_rotated_and_the_one_before_is_shown_until_nobody_needs_it(
    begun: Run, tmp_path: Path
) -> None:
    told = begun("authority", "rotate", "--root", str(tmp_path / "stick"))
    shown = begun("authority", "show")

    assert "signs from now on; take the stick away, and restart vallee-enrol" in told
    assert "vallee-cloud broker apply" in told
    assert "before   CN=Vallée issuing" in shown
    assert f"nobody needs it any more: delete {tmp_path / 'identity' / 'earlier'}" in shown
    at_once = json.loads(
        begun("authority", "rotate", "--root", str(tmp_path / "stick"), "--at-once", "--json")
    )
    assert at_once["keeps_earlier"] is False
    assert "before" not in begun("authority", "show")


def test_the_pages_get_a_certificate_that_a_phone_can_trust(
    begun: Run, environ: dict[str, str], tmp_path: Path
) -> None:
    environ["VALLEE_CLOUD_WEB__FOLDER"] = str(tmp_path / "web")
    environ["VALLEE_CLOUD_WEB__HOST"] = "0.0.0.0"  # noqa: S104 - what it is for

    first = json.loads(begun("authority", "web", "--json"))
    again = begun("authority", "web")

    root = open_authority(tmp_path / "identity").root
    assert first["is_new"]
    assert (tmp_path / "web" / "own.pem").stat().st_mode & 0o777 == 0o600
    assert "is good as it is" in again
    assert root.fingerprint(SHA256()).hex(":").upper() in again
    assert str(tmp_path / "identity" / "root.pem") in again
