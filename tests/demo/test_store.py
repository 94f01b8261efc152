import tomllib
from pathlib import Path
from typing import Literal

import pytest

from contract.errors import BadSettings
from demo.store import Store, choose, influx_environ, influxd_config

URL = "http://127.0.0.1:8086"
INFLUXD = "/usr/bin/influxd"


@pytest.mark.parametrize(
    ("wanted", "url", "influxd", "chosen"),
    [
        ("auto", URL, INFLUXD, Store(f"InfluxDB at {URL}", url=URL)),
        ("auto", "", INFLUXD, Store("InfluxDB", influxd=INFLUXD)),
        ("auto", "", None, Store("SQLite")),
        ("sqlite", URL, INFLUXD, Store("SQLite")),
    ],
)
def test_a_given_influxdb_comes_before_an_installed_one_and_that_before_a_file(
    wanted: Literal["auto", "sqlite"], url: str, influxd: str | None, chosen: Store
) -> None:
    assert choose(wanted, url, influxd) == chosen


def test_influxdb_that_is_wanted_and_not_there_is_said() -> None:
    with pytest.raises(BadSettings, match="needs influxd on the PATH, or influx_url"):
        choose("influx", "", None)


def test_each_run_has_a_database_of_its_own() -> None:
    first, second = (influx_environ(URL, run, {}) for run in ("20261124_0900", "20261124_0915"))

    assert first["VALLEE_CLOUD_STORE__DATABASE"] != second["VALLEE_CLOUD_STORE__DATABASE"]


def test_a_database_that_the_environment_names_is_used() -> None:
    named = {"VALLEE_CLOUD_STORE__DATABASE": "mine"}

    assert influx_environ(URL, "20261124_0900", named)["VALLEE_CLOUD_STORE__DATABASE"] == "mine"


def test_influxd_listens_on_loopback_only() -> None:
    config = tomllib.loads(influxd_config(8086, Path("/state")))

    assert config["http"]["bind-address"] == "127.0.0.1:8086"
    assert config["bind-address"] == "127.0.0.1:0"
