"""An uplink whose certificates are not there yet waits for them, as for a broker that is away."""

import asyncio
from pathlib import Path

import pytest

from contract.broker import Broker
from contract.presence import Link, NodeStatus
from edge.links.mqtt import MqttUplink
from edge.ports import Event, LinkUp
from tests.services.mosquitto import TlsMosquitto
from tests.services.programs import program

STATUS = NodeStatus("n-001", "0123456789ab", Link.UP, 1)


@pytest.mark.live
def test_what_is_not_on_disk_at_the_start_is_shown_when_it_is(tmp_path: Path) -> None:
    folder, ca_file = tmp_path / "mosquitto", tmp_path / "root.pem"
    folder.mkdir()
    mosquitto = TlsMosquitto(program("mosquitto"), folder)
    mosquitto.start_afresh()

    async def connected() -> Event:
        heard: asyncio.Queue[Event] = asyncio.Queue()
        broker = Broker(port=mosquitto.port, ca_file=ca_file)
        loop = asyncio.get_running_loop()
        uplink = MqttUplink(broker, "n-001", loop, heard.put_nowait)
        uplink.open(STATUS)
        try:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(heard.get(), 0.5)
            ca_file.write_bytes(mosquitto.ca_file.read_bytes())
            return await asyncio.wait_for(heard.get(), 20)
        finally:
            uplink.close(STATUS)

    try:
        assert isinstance(asyncio.run(connected()), LinkUp)
    finally:
        mosquitto.kill()
