"""A truck that comes back into coverage finds its round, and nobody else's, on a real broker."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from contract import codec
from contract.topics import Channel, topic
from contract.truck_plan import TruckPlan
from tests.live.conftest import TERRITORY
from tests.services.mosquitto import Mosquitto
from tests.services.verbs import Verbs


@pytest.fixture
def environ(tmp_path: Path, mosquitto: Mosquitto) -> dict[str, str]:
    return {
        **os.environ,
        "VALLEE_CLOUD_MQTT__PORT": str(mosquitto.port),
        "VALLEE_CLOUD_REGISTRY__URL": f"sqlite:///{tmp_path}/registry.sqlite",
        "VALLEE_CLOUD_STORE__FILE": str(tmp_path / "points.sqlite"),
        # Any plan will do: it is about who gets which part of it.
        "VALLEE_CLOUD_PLANNING__ROUNDS": "1",
    }


def cloud(verbs: Verbs, environ: dict[str, str], *argv: str) -> str:
    done = verbs.run(*argv, environ=environ)
    assert done.returncode == 0, done.stderr
    return done.stdout


def found(port: int, truck: str) -> TruckPlan:
    """Return what a truck that connects now is given."""
    came: list[bytes] = []
    there = Event()
    session = paho.Client(CallbackAPIVersion.VERSION2)

    def note(_client: object, _userdata: object, message: paho.MQTTMessage) -> None:
        came.append(bytes(message.payload))
        there.set()

    session.on_message = note
    session.connect("127.0.0.1", port)
    session.subscribe(topic(truck, Channel.PLAN), 1)
    session.loop_start()
    assert there.wait(10)
    session.disconnect()
    session.loop_stop()
    return codec.decode(came[0], TruckPlan)


def test_a_truck_finds_the_round_of_the_newest_plan(
    verbs: Verbs, environ: dict[str, str], mosquitto: Mosquitto
) -> None:
    cloud(verbs, environ, "registry", "load", str(TERRITORY))
    day = (datetime.now(UTC) + timedelta(days=3)).date()
    while day.weekday() == 6:  # no truck goes out on Sundays
        day += timedelta(days=1)
    cloud(verbs, environ, "forecast", "--day", str(day))
    plan = stops_of(cloud(verbs, environ, "plan", "--day", str(day), "--json"))

    rounds = {truck: found(mosquitto.port, truck) for truck in ("grue-1", "grue-2")}

    assert {truck: [stop.ref for stop in one.stops] for truck, one in rounds.items()} == plan
    assert {(one.day, one.timezone) for one in rounds.values()} == {(str(day), "Europe/Paris")}


def test_a_broker_that_lost_its_memory_is_told_again(
    verbs: Verbs, environ: dict[str, str], mosquitto: Mosquitto
) -> None:
    cloud(verbs, environ, "registry", "load", str(TERRITORY))
    cloud(verbs, environ, "forecast")
    cloud(verbs, environ, "plan")
    before = found(mosquitto.port, "grue-1")
    mosquitto.kill()
    (mosquitto.folder / "mosquitto.db").unlink(missing_ok=True)
    mosquitto.start()

    said = cloud(verbs, environ, "despatch")

    assert said == "trucks told: 2\n"
    assert found(mosquitto.port, "grue-1") == before


def stops_of(answered: str) -> dict[str, list[str]]:
    """Return the stops of each truck out of what `vallee-cloud plan --json` answered."""
    routes = json.loads(answered)["routes"]
    return {route["truck"]: [stop["ref"] for stop in route["stops"]] for route in routes}
