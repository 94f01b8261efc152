"""`vallee-cloud broker write | apply | check` as an administrator runs them."""

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from cloud.provision.authority import pem_key
from cloud.provision.mosquitto.session import Place, Refusal, Session, identity, session
from cloud.provision.mosquitto.wire import Hello
from tests.cloud.provision.office import Office, open_office, request
from tests.services.daemon import Daemon, free_port
from tests.services.programs import program
from tests.services.verbs import Verbs

pytestmark = pytest.mark.live


class Broker(Daemon):
    """A mosquitto on the very file that was written."""

    def argv(self) -> list[str]:
        return ["-c", str(self.folder / "mosquitto" / "mosquitto.conf")]


@dataclass
class Desk:
    """Who runs it: an office that enrols, a broker, and the verbs."""

    verbs: Verbs
    office: Office
    folder: Path
    broker: Broker
    environ: dict[str, str] = field(default_factory=dict)

    def run(self, *argv: str) -> subprocess.CompletedProcess[str]:
        return self.verbs.run("broker", *argv, environ={**os.environ, **self.environ})

    def enrolled(self, node: str) -> bytes:
        """Enrol a node of the stock; return its key and its certificates."""
        self.office.stock(node)
        key = ec.generate_private_key(ec.SECP256R1())
        told = self.office.enrol(self.office.claim(node), request(key))
        x509.load_pem_x509_certificate(told.certificate.encode())
        return pem_key(key) + told.certificate.encode()

    def knock(self, node: str, own_pem: bytes) -> str | None:
        who = identity(self.office.authority.root_pem, own_pem)
        place = Place("127.0.0.1", self.broker.port, "localhost")
        with session(place, Hello(node), who) as opened:
            return opened.why if isinstance(opened, Refusal) else None


@pytest.fixture(name="desk")
def _desk(verbs: Verbs, tmp_path: Path) -> Iterator[Desk]:
    office = open_office(tmp_path, now=datetime.now(UTC))
    broker = Broker(program("mosquitto"), tmp_path)
    made = Desk(verbs, office, tmp_path, broker)
    made.environ = {
        "VALLEE_CLOUD_IDENTITY__FOLDER": str(office.folder),
        "VALLEE_CLOUD_REGISTRY__URL": office.url,
        "VALLEE_CLOUD_MOSQUITTO__FOLDER": str(tmp_path / "mosquitto"),
        "VALLEE_CLOUD_MOSQUITTO__NODES_PORT": str(broker.port),
        "VALLEE_CLOUD_MOSQUITTO__CLOUD_PORT": str(free_port()),
    }
    yield made
    broker.kill()
    office.close()


def test_written_started_checked_revoked_applied_and_checked_again(desk: Desk) -> None:
    stolen, other = desk.enrolled("n-001"), desk.enrolled("n-002")

    written = desk.run("write")
    desk.broker.start()
    first = desk.run("check", "--json")
    inside = desk.knock("n-001", stolen), desk.knock("n-002", other)
    who = identity(desk.office.authority.root_pem, stolen)
    with session(Place("127.0.0.1", desk.broker.port, "localhost"), Hello("n-001"), who) as live:
        assert isinstance(live, Session)
        desk.office.records.revoke("n-001", "stolen", "a test")
        applied = desk.run("apply", "--json")
        thrown_out = live.settle()
    second = desk.run("check")

    assert (written.returncode, first.returncode) == (0, 0), written.stderr + first.stderr
    assert "mosquitto -c" in written.stdout
    assert json.loads(first.stdout)["go"] is True
    assert inside == (None, None)
    assert applied.returncode == 0, applied.stderr
    assert json.loads(applied.stdout) == {
        "outcome": "reloaded",
        "ended": 1,
        "trouble": "",
        "good": True,
    }
    assert thrown_out is not None
    assert desk.knock("n-001", stolen) == "certificate revoked"
    assert desk.knock("n-002", other) is None
    assert second.returncode == 0
    assert second.stdout.splitlines()[-1] == "go"


def test_no_secret_is_said(desk: Desk) -> None:
    said = [desk.run("write"), desk.run("write", "--json")]
    desk.broker.start()
    said += [desk.run("apply"), desk.run("check"), desk.run("check", "--json")]

    told = "".join(one.stdout + one.stderr for one in said) + desk.broker.log.read_text()

    secrets = [file.read_text().strip() for file in (desk.folder / "mosquitto/secrets").iterdir()]
    assert len(secrets) == 3
    assert [one for one in secrets if one in told] == []
    assert "PRIVATE KEY" not in told


def test_a_broker_that_does_not_run_ends_with_1_and_says_so(desk: Desk) -> None:
    desk.run("write")

    applied = desk.run("apply", "--reload", "false", "--restart", "false")
    checked = desk.run("check")

    assert applied.returncode == checked.returncode == 1
    assert "nobody gets in: start the broker" in applied.stdout
    assert checked.stdout.splitlines()[-1] == "no-go"


def test_a_broker_started_with_an_open_door_is_no_go(desk: Desk) -> None:
    desk.run("write")
    conf = desk.folder / "mosquitto" / "mosquitto.conf"
    conf.write_text(conf.read_text().replace("allow_anonymous false", "allow_anonymous true"))
    desk.broker.start()

    checked = desk.run("check", "--json")

    assert checked.returncode == 1
    told = json.loads(checked.stdout)
    assert told["go"] is False
    assert [one["name"] for one in told["verdicts"] if not one["held"]] == ["anonymous"]


def test_before_there_is_an_authority_or_a_broker_it_is_said_what_to_do(desk: Desk) -> None:
    no_files = desk.run("check")
    desk.environ["VALLEE_CLOUD_IDENTITY__FOLDER"] = str(desk.folder / "nothing")
    no_authority = desk.run("write")

    assert no_files.returncode != 0
    assert "vallee-cloud broker write" in no_files.stderr
    assert no_authority.returncode != 0
    assert "vallee-cloud authority init" in no_authority.stderr
