"""An ingester on real MQTT, a real store and the registry."""

import logging
import threading
import time

from cloud.bootstrap.parts import local_zone, now_us, registry, store
from cloud.ingest.ingester import Ingester, Pace
from cloud.ingest.mqtt import MqttBus
from cloud.series.directory import Directory
from cloud.settings import Settings

log = logging.getLogger(__name__)


def ingest(settings: Settings, stop: threading.Event) -> None:
    """Run an ingester until `stop` is set; raise RegistryFault if no territory is loaded.

    An empty registry would refuse, and so settle, all that comes.
    """
    with registry(settings) as records, store(settings) as points:
        local_zone(records)
        bus = MqttBus(settings.mqtt, settings.ingest.name, now_us)
        directory = Directory(records, time.monotonic)
        pace = Pace(settings.ingest.batch_messages, settings.ingest.batch_wait_s)
        ingester = Ingester(bus, points, records, directory, now_us, pace)
        bus.open()
        try:
            ingester.run(stop)
        finally:
            bus.close()
            counts = ingester.counts
            log.info(
                "ended after %d messages: %d rows settled, %d refused",
                counts.messages,
                counts.settled,
                counts.refused,
            )
