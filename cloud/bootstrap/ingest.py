"""An ingester on real MQTT, a real store and the registry."""

import threading
import time

from cloud.bootstrap.parts import now_us, registry, store
from cloud.ingest.ingester import Ingester, Pace
from cloud.ingest.mqtt import Broker, MqttBus
from cloud.series.directory import Directory
from cloud.settings import Settings


def ingest(settings: Settings, stop: threading.Event) -> None:
    """Run an ingester until `stop` is set."""
    with registry(settings) as records, store(settings) as points:
        bus = MqttBus(_broker(settings), now_us)
        directory = Directory(records.sensors, time.monotonic)
        pace = Pace(settings.ingest.batch_messages, settings.ingest.batch_wait_s)
        ingester = Ingester(bus, points, records, directory, now_us, pace)
        bus.open()
        try:
            ingester.run(stop)
        finally:
            bus.close()


def _broker(settings: Settings) -> Broker:
    mqtt = settings.mqtt
    return Broker(
        mqtt.host,
        mqtt.port,
        mqtt.keepalive_s,
        settings.ingest.name,
        mqtt.username,
        mqtt.password_file,
        mqtt.ca_file,
        mqtt.cert_file,
        mqtt.key_file,
    )
