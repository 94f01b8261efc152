import tomllib
from pathlib import Path
from typing import Literal

import pytest

from contract.errors import BadSettings
from demo.broker import choose, mosquitto_config, rumqttd_config

MOSQUITTO = "/usr/sbin/mosquitto"
Wanted = Literal["auto", "mosquitto", "iotcore"]


@pytest.mark.parametrize(
    ("wanted", "mosquitto", "chosen"),
    [
        ("auto", MOSQUITTO, "mosquitto"),
        ("auto", None, "rumqttd"),
        ("mosquitto", MOSQUITTO, "mosquitto"),
        ("iotcore", MOSQUITTO, "rumqttd"),
    ],
)
def test_mosquitto_is_taken_where_it_is_unless_the_other_is_wanted(
    wanted: Wanted, mosquitto: str | None, chosen: str
) -> None:
    assert choose(wanted, mosquitto, iotcore=True).name == chosen


@pytest.mark.parametrize(
    ("wanted", "missing"),
    [
        ("auto", "mosquitto or the Python package iotcore"),
        ("mosquitto", "mosquitto"),
        ("iotcore", "iotcore"),
    ],
)
def test_a_broker_that_is_not_installed_is_named(wanted: Wanted, missing: str) -> None:
    the_other_is = wanted == "mosquitto"

    with pytest.raises(BadSettings, match=f"broker: {missing} is not installed here"):
        choose(wanted, MOSQUITTO if wanted == "iotcore" else None, iotcore=the_other_is)


def test_a_batch_fits_twice_into_what_rumqttd_has_in_flight() -> None:
    in_flight = tomllib.loads(rumqttd_config(1883, Path("/state")))["v4"]["1"]["connections"]

    chosen = choose("iotcore", None, iotcore=True)

    assert 2 * chosen.batch_messages <= in_flight["max_inflight_count"]


def test_brokers_listen_on_loopback_only() -> None:
    rumqttd = tomllib.loads(rumqttd_config(1883, Path("/state")))
    mosquitto = mosquitto_config(1883, Path("/state")).splitlines()

    assert rumqttd["v4"]["1"]["listen"] == "127.0.0.1:1883"
    assert [line for line in mosquitto if line.startswith("listener")] == [
        "listener 1883 127.0.0.1"
    ]
