"""Units are sound, hardened, and hold no secret; setup can be run again and starts nothing."""

import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from cloud.bootstrap.upkeep import Wish, enable, pages, setup
from cloud.provision.authority_files import create_authority
from cloud.settings import Settings, load
from cloud.upkeep.installation import cloud_units, edge_files
from cloud.upkeep.setup import Fate
from cloud.upkeep.units import service, timer
from contract.errors import BadSettings

PROGRAMS = Path("/opt/vallee/bin")
SECRET = Path("/etc/vallee/secrets/backup")
# systemd's own scale: up to 2.5 is the better half of what it calls OK.
EXPOSED = 2.5
CONFIG = """\
[registry]
url = "postgresql://vallee@/vallee?host=/run/postgresql"
[mqtt]
ca_file = "/etc/vallee/ca.pem"
cert_file = "/etc/vallee/secrets/ingester.pem"
key_file = "/etc/vallee/secrets/ingester.key"
[store]
kind = "influx"
username = "vallee"
password_file = "/etc/vallee/secrets/influx-password"
[web]
host = "0.0.0.0"
[alarms]
smtp_host = "mail.example"
sender = "vallee@mail.example"
username = "vallee"
password_file = "/etc/vallee/secrets/mail-password"
levels = [{ mails = ["astreinte@mail.example"] }]
"""


@pytest.fixture
def analyze() -> str:
    found = shutil.which("systemd-analyze")
    if found is None:
        pytest.skip("no systemd-analyze here; as root: apt-get install systemd")
    return found


@pytest.fixture
def with_secrets(tmp_path: Path) -> Settings:
    file = tmp_path / "cloud.toml"
    file.write_text(CONFIG)
    return load(file, {})


def written(tmp_path: Path, settings: Settings) -> Path:
    """Write units whose programs are there, so that only the units themselves can be wrong."""
    folder = tmp_path / "units"
    folder.mkdir()
    texts = edge_files(PROGRAMS)
    for unit in cloud_units(settings, PROGRAMS, 14, SECRET):
        texts[f"{unit.name}.service"] = service(unit)
        if unit.calendar:
            texts[f"{unit.name}.timer"] = timer(unit)
    for name, text in texts.items():
        harmless = text.replace(f"{PROGRAMS}/", "/bin/true --").replace(
            "/usr/sbin/mosquitto", "/bin/true"
        )
        (folder / name).write_text(harmless)
    return folder


@pytest.mark.parametrize("kind", ["plain", "with secrets"])
def test_systemd_finds_nothing_wrong_with_any_unit(
    analyze: str, tmp_path: Path, with_secrets: Settings, kind: str
) -> None:
    folder = written(tmp_path, Settings() if kind == "plain" else with_secrets)

    done = subprocess.run(
        [analyze, "verify", "--recursive-errors=no", *map(str, sorted(folder.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
    )

    ours = [line for line in done.stderr.splitlines() if "vallee-" in line]
    assert (done.returncode, ours) == (0, [])


@pytest.mark.parametrize("kind", ["plain", "with secrets"])
def test_no_unit_is_more_exposed_than_it_may_be(
    analyze: str, tmp_path: Path, with_secrets: Settings, kind: str
) -> None:
    folder = written(tmp_path, Settings() if kind == "plain" else with_secrets)

    scores = {}
    for unit in sorted(folder.glob("*.service")):
        told = subprocess.run(
            [analyze, "security", "--offline=yes", "--no-pager", unit],
            capture_output=True,
            text=True,
            check=False,
        ).stdout
        (score,) = re.findall(r"Overall exposure level for \S+: ([\d.]+)", told)
        scores[unit.stem] = float(score)

    print(f"\n{kind}: {scores}")  # noqa: T201 - pytest -s
    assert max(scores.values()) <= EXPOSED


def test_a_secret_is_given_by_systemd_and_is_in_no_unit(with_secrets: Settings) -> None:
    texts = {unit.name: service(unit) for unit in cloud_units(with_secrets, PROGRAMS, 14, SECRET)}

    assert "LoadCredential=mqtt.key_file:/etc/vallee/secrets/ingester.key" in texts["vallee-ingest"]
    assert "Environment=VALLEE_CLOUD_MQTT__KEY_FILE=%d/mqtt.key_file" in texts["vallee-ingest"]
    assert "LoadCredential=store.password_file:" in texts["vallee-backup"]
    assert "LoadCredential=alarms.password_file:" in texts["vallee-alarms"]
    # Who does not speak to the broker does not get what opens it.
    for name in (
        "vallee-alarms",
        "vallee-serve",
        "vallee-rebuild",
        "vallee-rollup",
        "vallee-backup",
    ):
        assert "mqtt.key_file" not in texts[name]


def test_only_who_signs_sees_the_authority_and_only_the_broker_its_folder() -> None:
    texts = {unit.name: service(unit) for unit in cloud_units(Settings(), PROGRAMS, 14)}

    def seen(folder: str) -> set[str]:
        return {name for name, text in texts.items() if f"-/var/lib/vallee/{folder}" not in text}

    assert seen("state/identity") == {"vallee-enrol", "vallee-crl", "vallee-prove"}
    assert seen("state/mosquitto") == {"vallee-broker", "vallee-crl"}


def test_a_backup_of_files_reaches_no_network() -> None:
    (text,) = (
        service(unit)
        for unit in cloud_units(Settings(), PROGRAMS, 14)
        if unit.name == "vallee-backup"
    )

    assert "PrivateNetwork=yes" in text
    assert "ReadWritePaths=-/var/backups/vallee" in text


def test_folders_elsewhere_may_be_written() -> None:
    settings = load(None, {"VALLEE_CLOUD_REGISTRY__URL": "sqlite:////srv/vallee/registry.sqlite"})

    texts = [service(unit) for unit in cloud_units(settings, PROGRAMS, 14)]

    assert all("-/srv/vallee" in text for text in texts)


@pytest.mark.parametrize(
    ("environ", "mend"),
    [
        ({"REGISTRY__URL": "postgresql://vallee:hush@db/vallee"}, "by its own name"),
        ({"MQTT__PASSWORD_FILE": "secrets/mqtt"}, "from the root on"),
    ],
)
def test_a_secret_that_would_stand_in_a_unit_is_refused(environ: dict[str, str], mend: str) -> None:
    settings = load(None, {f"VALLEE_CLOUD_{key}": value for key, value in environ.items()})

    with pytest.raises(BadSettings, match=mend) as refused:
        cloud_units(settings, PROGRAMS, 14)

    assert "hush" not in str(refused.value)


def test_setup_writes_once_and_changes_nothing_the_second_time(tmp_path: Path) -> None:
    wish = Wish(tmp_path, PROGRAMS)

    first, units = setup(wish, {}, dry_run=False)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    second, _ = setup(wish, {}, dry_run=False)

    assert {fate for _, fate in first} == {Fate.WRITTEN}
    assert {fate for _, fate in second} == {Fate.KEPT}
    assert before == {path: path.stat().st_mtime_ns for path in before}
    assert "vallee-backup.timer" in units
    assert "vallee-backup.service" not in units
    assert (tmp_path / "etc/systemd/system/vallee-backup.service").exists()


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    settled, _ = setup(Wish(tmp_path, PROGRAMS), {}, dry_run=True)

    assert {fate for _, fate in settled} == {Fate.WRITTEN}
    assert list(tmp_path.iterdir()) == []


def test_settings_that_are_there_stay_and_are_what_units_are_made_from(tmp_path: Path) -> None:
    there = tmp_path / "etc" / "vallee" / "cloud.toml"
    there.parent.mkdir(parents=True)
    there.write_text('[identity]\nfolder = "/srv/keys"\n')

    setup(Wish(tmp_path, PROGRAMS), {}, dry_run=False)

    assert there.read_text() == '[identity]\nfolder = "/srv/keys"\n'
    unit = (tmp_path / "etc/systemd/system/vallee-ingest.service").read_text()
    assert "InaccessiblePaths=-/srv/keys" in unit


def test_settings_that_are_there_are_not_replaced_by_others(tmp_path: Path) -> None:
    setup(Wish(tmp_path, PROGRAMS), {}, dry_run=False)
    other = tmp_path / "other.toml"
    other.write_text("[web]\nport = 8081\n")

    with pytest.raises(BadSettings, match="says something else"):
        setup(Wish(tmp_path, PROGRAMS, config=other), {}, dry_run=False)


def test_a_unit_that_somebody_else_wrote_is_not_replaced(tmp_path: Path) -> None:
    unit = tmp_path / "etc" / "systemd" / "system" / "vallee-serve.service"
    unit.parent.mkdir(parents=True)
    unit.write_text("[Service]\nExecStart=/bin/mine\n")

    with pytest.raises(BadSettings, match="not of our making"):
        setup(Wish(tmp_path, PROGRAMS), {}, dry_run=False)

    assert list(unit.parent.iterdir()) == [unit]


def test_a_node_has_a_user_of_its_own(tmp_path: Path) -> None:
    _, units = setup(Wish(tmp_path, PROGRAMS, edge=True), {}, dry_run=False)

    assert units == ["vallee-edge.service", "vallee-claim.timer"]
    text = (tmp_path / "etc/systemd/system/vallee-edge.service").read_text()
    assert "User=vallee-edge\n" in text
    users = (tmp_path / "etc/sysusers.d/vallee-edge.conf").read_text()
    assert "m vallee-edge dialout" in users
    assert not (tmp_path / "etc/vallee/cloud.toml").exists()


def test_a_nodes_card_and_setup_bring_the_same_units(tmp_path: Path) -> None:
    units = tmp_path / "etc" / "systemd" / "system"
    units.mkdir(parents=True)
    for name, text in edge_files(PROGRAMS).items():
        (units / name).write_text(text)

    settled, _ = setup(Wish(tmp_path, PROGRAMS, edge=True), {}, dry_run=False)

    assert {fate for _, fate in settled} == {Fate.CHANGED, Fate.WRITTEN}


def test_plans_are_sent_under_an_account_of_their_own() -> None:
    secrets = "/var/lib/vallee/state/mosquitto/secrets"
    settings = load(
        None,
        {
            "VALLEE_CLOUD_MQTT__USERNAME": "cloud.ingester",
            "VALLEE_CLOUD_MQTT__PASSWORD_FILE": f"{secrets}/cloud.ingester",
        },
    )

    texts = {unit.name: service(unit) for unit in cloud_units(settings, PROGRAMS, 14)}

    assert f"LoadCredential=mqtt.password_file:{secrets}/cloud.desk" in texts["vallee-plan"]
    assert "Environment=VALLEE_CLOUD_MQTT__USERNAME=cloud.desk" in texts["vallee-plan"]
    assert f"LoadCredential=mqtt.password_file:{secrets}/cloud.ingester" in texts["vallee-ingest"]


@pytest.mark.parametrize(
    ("wish", "mend"),
    [
        (Wish(Path("/nowhere"), Path("/home/pi/.venv/bin")), "/opt/vallee"),
        (Wish(Path("/"), Path("/opt/nothing-here/bin")), "--programs"),
    ],
)
def test_what_setup_needs_is_one_sentence(wish: Wish, mend: str) -> None:
    with pytest.raises(BadSettings, match=mend) as refused:
        setup(wish, {}, dry_run=True)

    assert "\n" not in str(refused.value)


@pytest.mark.skipif(Path("/run/systemd/system").is_dir(), reason="this machine runs systemd")
def test_nothing_is_started_where_no_systemd_runs() -> None:
    with pytest.raises(BadSettings, match="needs root, on a machine that runs systemd"):
        enable(["vallee-serve.service"])


def test_the_programs_of_a_day_run_without_memory_that_is_both_written_and_run() -> None:
    """PR_SET_MDWE is the kernel's own form of MemoryDenyWriteExecute; see prctl(2)."""
    code = (
        "import ctypes, sys\n"
        "libc = ctypes.CDLL(None, use_errno=True)\n"
        "if libc.prctl(65, 1, 0, 0, 0): sys.exit(77)\n"
        "import cloud.bootstrap.plan, cloud.bootstrap.ingest, cloud.bootstrap.serve\n"
        "import cloud.bootstrap.upkeep\n"
        "import numpy as np; np.linalg.inv(np.eye(50))\n"
        "from ortools.constraint_solver import pywrapcp\n"
        "pywrapcp.RoutingModel(pywrapcp.RoutingIndexManager(3, 1, 0)).Solve()\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        check=False,
    )

    if done.returncode == 77:
        pytest.skip("this kernel knows no PR_SET_MDWE (Linux 6.3)")
    assert done.returncode == 0, done.stderr


PAGES = '[web]\nhost = "0.0.0.0"\nallowed_hosts = ["vallee.example"]\n'


def machine(tmp_path: Path, toml: str = PAGES, *, authority: bool = True) -> Wish:
    """Return a machine with settings, and an authority of its own if it is so."""
    config = tmp_path / "etc" / "vallee" / "cloud.toml"
    config.parent.mkdir(parents=True)
    config.write_text(toml)
    if authority:
        state = tmp_path / "var" / "lib" / "vallee" / "state"
        create_authority(state / "identity", tmp_path / "stick", "Essai", datetime.now(UTC))
    return Wish(tmp_path, PROGRAMS)


def test_pages_beyond_the_machine_get_a_certificate_and_a_timer(tmp_path: Path) -> None:
    wish = machine(tmp_path)

    _, units = setup(wish, {}, dry_run=False)
    first, second = (pages(wish, {}, dry_run=False) for _ in range(2))

    own = tmp_path / "var/lib/vallee/state/web/own.pem"
    made = x509.load_pem_x509_certificate(own.read_bytes())
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    root = x509.load_pem_x509_certificate((tmp_path / "stick/root.pem").read_bytes())
    assert names.get_values_for_type(x509.DNSName) == ["vallee.example", "localhost"]
    assert "vallee-web.timer" in units
    assert f"{own} is made, for vallee.example" in first[0]
    assert f"{own} is good as it is" in second[0]
    assert str(tmp_path / "var/lib/vallee/state/identity/root.pem") in first[1]
    assert first[2] == root.fingerprint(SHA256()).hex(":").upper()


def test_without_an_authority_setup_says_what_comes_first(tmp_path: Path) -> None:
    said = pages(machine(tmp_path, authority=False), {}, dry_run=False)

    assert len(said) == 1
    assert "vallee-cloud authority init; then run setup again" in said[0]


def test_a_dry_run_makes_no_certificate(tmp_path: Path) -> None:
    said = pages(machine(tmp_path), {}, dry_run=True)

    assert said == ["pages: a certificate for vallee.example, localhost, 127.0.0.1"]
    assert not (tmp_path / "var/lib/vallee/state/web").exists()


@pytest.mark.parametrize(
    "toml",
    [
        "",
        '[web]\nhost = "0.0.0.0"\nbehind_proxy = true\n',
        '[web]\nhost = "0.0.0.0"\ncert_file = "/etc/vallee/web.pem"\nkey_file = "/etc/vallee/k"\n',
    ],
    ids=["on loopback", "behind a proxy", "with a given one"],
)
def test_where_none_of_ours_is_needed_none_is_made(tmp_path: Path, toml: str) -> None:
    wish = machine(tmp_path, toml)

    _, units = setup(wish, {}, dry_run=False)

    assert pages(wish, {}, dry_run=False) == []
    assert "vallee-web.timer" not in units


def test_only_who_serves_the_pages_sees_their_key(tmp_path: Path) -> None:
    given = tmp_path / "cloud.toml"
    given.write_text('[web]\ncert_file = "/etc/vallee/web.pem"\nkey_file = "/etc/vallee/web.key"\n')
    ours = load(None, {"VALLEE_CLOUD_WEB__HOST": "0.0.0.0"})  # noqa: S104 - a setting

    texts = {unit.name: service(unit) for unit in cloud_units(ours, PROGRAMS, 14)}
    seen = {name for name, text in texts.items() if "-/var/lib/vallee/state/web" not in text}
    with_given = {u.name: service(u) for u in cloud_units(load(given, {}), PROGRAMS, 14)}

    assert seen == {"vallee-serve", "vallee-web"}
    assert "PrivateNetwork=yes" in texts["vallee-web"]
    assert {name for name, text in with_given.items() if "web.key" in text} == {"vallee-serve"}
    assert "VALLEE_CLOUD_WEB__KEY_FILE=%d/web.key_file" in with_given["vallee-serve"]
