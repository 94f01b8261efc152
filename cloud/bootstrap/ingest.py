"""An ingester on real MQTT, a real store and the registry."""

import gc
import logging
import threading
import time
from contextlib import nullcontext
from typing import Final

from cloud.bootstrap.parts import directory, keep_points, local_zone, now_us, registry, store
from cloud.ingest.ingester import Ingester, Pace
from cloud.ingest.mqtt import MqttBus
from cloud.ingest.watched import (
    Health,
    Watch,
    WatchedBus,
    WatchedRecords,
    WatchedStore,
    watch_session,
)
from cloud.metrics.meters import Meters
from cloud.metrics.server import serving
from cloud.settings import Settings

log = logging.getLogger(__name__)

# New containers that are worth a look: about those of one large batch.
GC_OBJECTS: Final = 100_000
GC_ROUNDS: Final = 20


def ingest(settings: Settings, stop: threading.Event) -> None:
    """Run an ingester until `stop` is set; raise RegistryFault if no territory is loaded.

    An empty registry would refuse, and so settle, all that comes.
    """
    with registry(settings) as records, store(settings) as points:
        local_zone(records)
        keep_points(settings, points)
        bus = MqttBus(settings.mqtt, settings.ingest.name, now_us, settings.ingest.share)
        pace = Pace(settings.ingest.batch_messages, settings.ingest.batch_wait_s)
        meters = Meters()
        watch = Watch(meters, time.monotonic)
        watch_session(bus, meters)
        kept, noted = WatchedStore(points, watch), WatchedRecords(records, watch)
        ingester = Ingester(WatchedBus(bus, watch), kept, noted, directory(records), now_us, pace)
        health, port = Health(bus, kept, noted), settings.ingest.metrics_port
        bus.open()
        _collect_seldom()
        try:
            with serving(port, meters, health) if port else nullcontext():
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


def _collect_seldom() -> None:
    """Have Python look for cycles seldom: readings come by the ten thousand, and make none.

    At its usual pace it looked through them as long as it took to judge and to store them.
    """
    gc.freeze()
    gc.set_threshold(GC_OBJECTS, GC_ROUNDS, GC_ROUNDS)
