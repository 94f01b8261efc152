"""The one place where a node's real parts are chosen and joined."""

import asyncio
import random
from dataclasses import dataclass

from contract.errors import BadSettings
from contract.presence import Link
from edge.agent import Agent, Rules
from edge.gauge import Gauge
from edge.geometry import Frustum
from edge.links.mqtt import MqttUplink
from edge.links.sqlite_outbox import SqliteOutbox
from edge.ports import Clock, Event
from edge.sampling import Sampler
from edge.sensors import SENSORS
from edge.settings import SensorOptions, Settings
from edge.window import Window


@dataclass(frozen=True, slots=True)
class Node:
    """A joined node: open it, drive its agent, close it."""

    agent: Agent
    uplink: MqttUplink

    def open(self) -> None:
        """Begin to connect."""
        self.uplink.open(will=self.agent.status(Link.DOWN))

    def close(self) -> None:
        """Say goodbye and let go of broker and file."""
        self.uplink.close(self.agent.status(Link.DOWN))
        self.agent.outbox.close()


def build(settings: Settings, clock: Clock, loop: asyncio.AbstractEventLoop) -> Node:
    """Join a node; raise BadSettings if its file names a part that there is none of."""
    outbox_file = settings.outbox.folder / f"{settings.node}.outbox"

    def hear(event: Event) -> None:
        agent.hear(event)

    uplink = MqttUplink(settings.mqtt, settings.node, loop, hear)
    agent = Agent(
        node=settings.node,
        gauges={options.name: gauge(options) for options in settings.sensors},
        outbox=SqliteOutbox(outbox_file, clock, int(settings.outbox.max_mb * 2**20)),
        uplink=uplink,
        clock=clock,
        window=Window(
            settings.sending.window_rows,
            settings.sending.repeat_after_s,
            settings.sending.repeat_ceiling_s,
            random.random,
        ),
        rules=Rules(
            commit_rows=settings.outbox.commit_rows,
            commit_every_s=settings.outbox.commit_every_s,
            envelope_rows=settings.sending.envelope_rows,
            status_every_s=settings.sending.status_every_s,
        ),
    )
    return Node(agent, uplink)


def gauge(options: SensorOptions) -> Gauge:
    """Join one sensor of a node; raise BadSettings if there is no such part."""
    part = SENSORS.get(options.model)
    if part is None:
        raise BadSettings(
            f"sensors: {options.name}: model {options.model!r} is not known;"
            f" known: {', '.join(SENSORS)}"
        )
    box = options.container
    return Gauge(
        options.name,
        part(),
        Sampler(round(options.every_s * 1e6), options.pings, round(options.patience_s * 1e6)),
        Frustum(box.depth_mm, box.bottom_mm, box.top_mm, box.sensor_above_full_mm),
    )
