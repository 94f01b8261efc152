"""The real servers that tests start."""

import socket
import urllib.request

import pytest

from tests.services.daemon import Daemon, DaemonDied
from tests.services.influxd import Influxd
from tests.services.mosquitto import Mosquitto
from tests.services.programs import program


def accepts(server: Daemon) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", server.port)) == 0


def test_a_broker_listens_again_on_its_port_after_a_kill(mosquitto: Mosquitto) -> None:
    port = mosquitto.port
    assert accepts(mosquitto)

    mosquitto.kill()
    assert not accepts(mosquitto)

    mosquitto.start()
    assert mosquitto.port == port
    assert accepts(mosquitto)


def test_an_influxd_answers_again_after_a_kill(influxd: Influxd) -> None:
    influxd.kill()
    assert not accepts(influxd)

    influxd.start()

    with urllib.request.urlopen(f"{influxd.url}/ping") as answer:  # noqa: S310 - our own server
        assert answer.status == 204


def test_a_listener_of_somebody_else_is_not_taken_for_ours(mosquitto: Mosquitto) -> None:
    mosquitto.stop()
    with socket.create_server(("127.0.0.1", mosquitto.port)), pytest.raises(DaemonDied):
        mosquitto.start()


def test_a_missing_program_is_named_with_its_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VALLEE_REQUIRE_LIVE", raising=False)

    with pytest.raises(pytest.skip.Exception, match="no such-program here; as root: apt-get"):
        program("such-program")


def test_a_missing_program_fails_where_it_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VALLEE_REQUIRE_LIVE", "1")

    with pytest.raises(pytest.fail.Exception, match="no such-program here"):
        program("such-program")
