"""What is written for a broker: nothing unsound, no secret for others, nothing lost."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from cloud.errors import BadAuthority, BrokerDown
from cloud.provision.authority import Authority
from cloud.provision.authority_files import create_authority
from cloud.provision.mosquitto.canary import Canary, hatch
from cloud.provision.mosquitto.control import ByCommand, ByPid
from cloud.provision.mosquitto.crl import CrlOf
from cloud.provision.mosquitto.layout import ACCOUNTS, Layout
from cloud.provision.mosquitto.write import (
    Revoked,
    server_names,
    write_broker,
    write_revoked,
    write_server,
)
from cloud.settings import Mosquitto

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
SETTINGS = Mosquitto(names=("mqtt.vallee.example", "localhost"))


@pytest.fixture(name="authority")
def _authority(tmp_path: Path) -> Authority:
    return create_authority(tmp_path / "identity", tmp_path / "stick", "Vallée", NOW)


@pytest.fixture(name="layout")
def _layout(authority: Authority, tmp_path: Path) -> Layout:
    layout = Layout(tmp_path / "broker")
    write_broker(SETTINGS, layout, authority, "vallee", NOW)
    return layout


@pytest.fixture(name="canary")
def _canary(authority: Authority) -> Canary:
    return hatch(authority, NOW)


def test_no_secret_is_for_others(layout: Layout) -> None:
    secret = [layout.certificate, layout.passwords, *map(layout.secret, ACCOUNTS)]

    assert {file.stat().st_mode & 0o077 for file in secret} == {0}


def test_passwords_are_three_and_stand_nowhere_else(layout: Layout) -> None:
    words = [layout.secret(account).read_text().strip() for account in ACCOUNTS]

    assert len({*words}) == 3
    assert min(map(len, words)) == 32
    for file in (layout.conf, layout.passwords, layout.ca):
        assert not any(word in file.read_text() for word in words)


def test_writing_again_keeps_passwords_and_certificate(
    layout: Layout, authority: Authority
) -> None:
    files = [layout.certificate, *map(layout.secret, ACCOUNTS)]
    before = [file.read_bytes() for file in files]

    write_broker(SETTINGS, layout, authority, "vallee", NOW + timedelta(days=10))

    assert [file.read_bytes() for file in files] == before


@pytest.mark.parametrize(("days", "is_new"), [(59, False), (61, True), (400, True)])
def test_the_brokers_certificate_is_renewed_at_two_thirds_of_its_life(
    layout: Layout,
    authority: Authority,
    days: int,
    is_new: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    before = layout.certificate.read_bytes()

    write_server(SETTINGS, layout, authority, NOW + timedelta(days=days))

    assert (layout.certificate.read_bytes() != before) is is_new


@pytest.mark.parametrize("body", [b"", b"garbage"])
def test_a_certificate_that_is_damaged_is_made_anew(
    layout: Layout, authority: Authority, body: bytes
) -> None:
    layout.certificate.write_bytes(body)

    write_server(SETTINGS, layout, authority, NOW)

    x509.load_pem_x509_certificate(layout.certificate.read_bytes())


def test_a_certificate_with_other_names_is_made_anew(layout: Layout, authority: Authority) -> None:
    before = layout.certificate.read_bytes()

    write_server(Mosquitto(names=("localhost",)), layout, authority, NOW)

    assert layout.certificate.read_bytes() != before


@pytest.mark.parametrize(
    ("host", "names"),
    [
        ("127.0.0.1", ["localhost", "127.0.0.1"]),
        ("0.0.0.0", ["localhost"]),  # noqa: S104 - a setting
        ("::", ["localhost"]),
        ("192.0.2.7", ["localhost", "192.0.2.7"]),
        ("mqtt.example", ["localhost", "mqtt.example"]),
    ],
)
def test_the_certificate_bears_the_names_and_the_address(host: str, names: list[str]) -> None:
    assert server_names(Mosquitto(host=host)) == names


def test_a_sound_list_is_written_with_its_canary_and_its_denials(
    layout: Layout, authority: Authority, canary: Canary
) -> None:
    crl = authority.crl([(canary.serial, NOW), (7, NOW)], NOW, 14, 1)

    lists = [CrlOf(authority.issuing, crl)]
    write_revoked(layout, lists, Revoked(((7, NOW),), ("n-001",)), canary, NOW)

    assert layout.crl.read_bytes() == crl
    assert layout.revoked.read_bytes() == canary.own_pem
    assert "user n-001\ntopic deny #" in layout.acl.read_text()


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("garbage", "is none"),
        ("empty", "is none"),
        ("cut off", "is none"),
        ("another's", "signed by somebody else"),
        ("expired", "not good now"),
        ("of tomorrow", "not good now"),
        ("without the canary", "lacks"),
        ("without a serial", "lacks 7"),
    ],
)
def test_an_unsound_list_is_refused_and_nothing_is_written(
    layout: Layout,
    authority: Authority,
    canary: Canary,
    tmp_path: Path,
    fault: str,
    sentence: str,
) -> None:
    other = create_authority(tmp_path / "b", tmp_path / "b-stick", "Vallée", NOW)
    both = [(canary.serial, NOW), (7, NOW)]
    good = authority.crl(both, NOW, 14, 1)
    crl = {
        "garbage": b"garbage",
        "empty": b"",
        "cut off": good[: len(good) // 2],
        "another's": other.crl(both, NOW, 14, 1),
        "expired": authority.crl(both, NOW - timedelta(days=30), 14, 1),
        "of tomorrow": authority.crl(both, NOW + timedelta(days=1), 14, 1),
        "without the canary": authority.crl(both[1:], NOW, 14, 1),
        "without a serial": authority.crl(both[:1], NOW, 14, 1),
    }[fault]

    lists = [CrlOf(authority.issuing, crl)]
    with pytest.raises(BadAuthority, match=sentence):
        write_revoked(layout, lists, Revoked(((7, NOW),)), canary, NOW)

    assert not layout.crl.exists()
    assert not layout.acl.exists()


def test_a_number_that_is_not_the_brokers_gets_no_signal(tmp_path: Path) -> None:
    left = tmp_path / "mosquitto.pid"
    left.write_text("1")

    with pytest.raises(BrokerDown, match="runs no more"):
        ByPid(left).reload()


@pytest.mark.parametrize("text", [None, "", "garbage", "4194304000"])
def test_a_broker_that_does_not_run_is_told_apart(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "mosquitto.pid"
    if text is not None:
        file.write_text(text)

    with pytest.raises(BrokerDown, match="no broker runs"):
        ByPid(file).restart()


def test_a_command_that_fails_is_told(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    control = ByCommand(["touch", str(mark)], ["false"])

    control.reload()

    assert mark.exists()
    with pytest.raises(BrokerDown, match="false did not do it"):
        control.restart()
