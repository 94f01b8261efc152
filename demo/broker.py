"""The broker of the demo: mosquitto where there is one, else rumqttd out of a wheel."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from contract.errors import BadSettings

# An envelope of a hundred readings has 6 kB; rumqttd's own default of 20 kB would drop the
# connection of a node that packs more.
PAYLOAD_BYTES: Final = 256 * 1024
# rumqttd has never more than 100 messages in flight: a batch of more would wait for its end in
# vain, one of half as many leaves the next half time to come.
_RUMQTTD_BATCH: Final = 50
_MOSQUITTO_BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class Broker:
    """A broker that can be started: `argv` with its configuration, which `config` gives.

    Attributes:
        name: as people know it.
        argv: the program; the path of the configuration's file comes last.
        file: name of the configuration's file; rumqttd goes by its ending.
        config: gives the configuration's text for a port and a folder of its own.
        batch_messages: how many messages an ingester may take at once.
    """

    name: str
    argv: Sequence[str]
    file: str
    config: Callable[[int, Path], str]
    batch_messages: int


def choose(
    wanted: Literal["auto", "mosquitto", "iotcore"], mosquitto: str | None, *, iotcore: bool
) -> Broker:
    """Choose a broker out of what is installed; raise BadSettings if there is none."""
    if wanted != "iotcore" and mosquitto is not None:
        return Broker(
            "mosquitto", (mosquitto, "-c"), "mosquitto.conf", mosquitto_config, _MOSQUITTO_BATCH
        )
    if wanted != "mosquitto" and iotcore:
        argv = (sys.executable, "-m", "demo.rumqttd")
        return Broker("rumqttd", argv, "rumqttd.toml", rumqttd_config, _RUMQTTD_BATCH)
    missing = "mosquitto or the Python package iotcore" if wanted == "auto" else wanted
    raise BadSettings(f"broker: {missing} is not installed here; set broker to what is")


def mosquitto_config(port: int, folder: Path) -> str:
    """Return a configuration with sessions on disk, for a loopback port."""
    return f"""\
listener {port} 127.0.0.1
allow_anonymous true
persistence true
persistence_location {folder}/
# Written whole each second: a kill costs a second of acknowledged messages, and receipts mend it.
autosave_interval 1
max_inflight_messages 1000
max_queued_messages 100000
# Started by root it would become the user mosquitto, who may not write in this folder; started by
# anybody else it ignores this line.
user root
"""


def rumqttd_config(port: int, folder: Path) -> str:  # noqa: ARG001 - it keeps nothing on disk
    """Return a configuration for MQTT 3.1.1 on a loopback port, queues in memory."""
    return f"""\
id = 0

[router]
id = 0
max_connections = 1000
max_outgoing_packet_count = 200
max_segment_size = 10485760
max_segment_count = 4

[v4.1]
name = "loopback"
listen = "127.0.0.1:{port}"
next_connection_delay_ms = 1

[v4.1.connections]
connection_timeout_ms = 60000
max_payload_size = {PAYLOAD_BYTES}
max_inflight_count = 100
dynamic_filters = true
"""
