"""The one place where a node's real parts are chosen and joined."""

import asyncio
import random
import secrets
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from math import inf

from contract.errors import BadSettings
from contract.presence import Link
from edge.agent import Agent, Rules, forget
from edge.beacons.identity import read_address, read_identity
from edge.clocks import JUMP_S, Dater
from edge.counting import Counter
from edge.gauge import LEAST_ECHOES, Gauge
from edge.geometry import Frustum
from edge.inventory import Inventory
from edge.links.clock import DataClock
from edge.links.memo import Memo, MemoFile
from edge.links.mqtt import MqttUplink
from edge.links.report_queue import ReportQueue
from edge.links.serial import chunks
from edge.links.sqlite_outbox import SqliteOutbox
from edge.meter import Meter, Month
from edge.pace import Pace
from edge.ports import Clock, Event, Instrument
from edge.radio import Radio
from edge.sampling import Sampler
from edge.sensors import BY_RADIO, SENSORS
from edge.settings import RadioOptions, SensorOptions, Settings
from edge.window import Window


@dataclass(frozen=True, slots=True)
class Node:
    """A joined node: open it, drive its agent, close it; `queue` is its radio's, if it has one."""

    agent: Agent
    uplink: MqttUplink
    queue: ReportQueue | None = None

    def open(self) -> None:
        """Begin to connect."""
        self.uplink.open(will=self.agent.status(Link.DOWN))

    def close(self) -> None:
        """Own up to what is lost, say goodbye, and let go of broker and file."""
        self.agent.leave()
        self.uplink.close(self.agent.status(Link.DOWN))
        self.agent.outbox.close()


def build(settings: Settings, clock: Clock, loop: asyncio.AbstractEventLoop) -> Node:
    """Join a node; raise BadSettings if its file names a part that there is none of."""
    outbox_file = settings.outbox.folder / f"{settings.node}.outbox"

    def hear(event: Event) -> None:
        agent.hear(event)

    uplink = MqttUplink(settings.mqtt, settings.node, loop, hear)
    memo_file = MemoFile(settings.outbox.folder / f"{settings.node}.memo")
    # History leaps from frame to frame by its nature, and its time is nobody's to remember.
    history = isinstance(clock, DataClock)
    memo = Memo() if history else memo_file.read()
    agent = Agent(
        node=settings.node,
        instruments=instruments(settings),
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
            memory_rows=settings.outbox.memory_rows,
            poison_after=settings.sending.poison_after,
        ),
        dater=Dater(
            inf if history else JUMP_S,
            memo.newest_us,
            settings.outbox.memory_rows,
        ),
        meter=Meter(Month(memo.month, memo.sent_bytes)),
        pace=Pace(settings.sending.max_bytes_per_s, settings.sending.month_mb * 1e6),
        remember=forget if history else memo_file.save,
    )
    return Node(agent, uplink, None if settings.radio is None else ReportQueue())


def metrics(
    settings: Settings, node: Node, loop: asyncio.AbstractEventLoop
) -> AbstractContextManager[object]:
    """Return what answers /metrics and /healthz while it is open, if the settings want that."""
    if not settings.metrics.port:
        return nullcontext()
    from edge import figures  # noqa: PLC0415 - a node that is not asked needs no vendor
    from edge.links.metrics import serving  # noqa: PLC0415

    watched = figures.watch(node.agent.instruments, node.agent.clock)
    node.agent.instruments = watched
    return serving(
        settings.metrics.port,
        partial(figures.figures, node.agent, watched, node.queue),
        partial(figures.troubles, node.agent, watched),
        loop,
    )


def instruments(settings: Settings) -> dict[str, Instrument]:
    """Join what a node measures with, by the name of its stream.

    Sensors that the radio hears have no stream of their own: they are in the radio.
    """
    joined: dict[str, Instrument] = {
        options.name: gauge(options)
        for options in settings.sensors
        if options.model not in BY_RADIO
    }
    heard = [options for options in settings.sensors if options.model in BY_RADIO]
    if settings.radio is not None:
        joined[settings.radio.name] = radio(settings.radio, heard)
    elif heard:
        raise BadSettings(
            f"sensors: {heard[0].name}: a {heard[0].model} is heard by radio;"
            " this node has no [radio]"
        )
    return joined


def streams(
    settings: Settings, queue: ReportQueue | None = None
) -> dict[str, AsyncIterator[bytes]]:
    """Return the streams of a node's own ports and of its radio, by the instrument they feed.

    What the radio hears waits in `queue`, so that others may look at it.
    """
    opened: dict[str, AsyncIterator[bytes]] = {
        options.name: chunks(options.port, random.random)
        for options in settings.sensors
        if options.model not in BY_RADIO
    }
    if settings.radio is not None:
        opened[settings.radio.name] = radio_stream(settings.radio, queue)
    return opened


def radio_stream(options: RadioOptions, queue: ReportQueue | None = None) -> AsyncIterator[bytes]:
    """Return what a Bluetooth adapter hears, as `edge.reports`."""
    from edge.links.ble import reports  # noqa: PLC0415 - a node without a radio needs no bleak

    return reports(options.adapter, queue=queue)


def radio(options: RadioOptions, sensors: list[SensorOptions]) -> Radio:
    """Join a node's radio with the sensors that it hears."""
    by_address = {_address(one): one for one in sensors}
    if len(by_address) < len(sensors):
        raise BadSettings("sensors: two of those heard by radio have one address")
    beacons = {read_identity(beacon.identity): beacon.name for beacon in options.beacons}
    if len(beacons) < len(options.beacons) or beacons.keys() & by_address.keys():
        raise BadSettings("radio.beacons: two of them, or one and a sensor, have one identity")
    return Radio(
        options.name,
        options.rotation_s,
        Counter(options.window_s * 1_000_000, secrets.token_bytes),
        Inventory(
            options.beacons_every_s * 1_000_000,
            beacons,
            {address: one.name for address, one in by_address.items()},
        ),
        {address: gauge(one) for address, one in by_address.items()},
    )


def gauge(options: SensorOptions) -> Gauge:
    """Join one sensor of a node; raise BadSettings if there is no such part."""
    part = SENSORS.get(options.model)
    if part is None:
        raise BadSettings(
            f"sensors: {options.name}: model {options.model!r} is not known;"
            f" known: {', '.join(SENSORS)}"
        )
    # What is heard by radio has filtered its pings itself: a packet is a reading.
    alone = options.model in BY_RADIO
    pings = 1 if alone else options.pings
    box = options.container
    return Gauge(
        options.name,
        part(),
        Sampler(round(options.every_s * 1e6), pings, round(options.patience_s * 1e6)),
        Frustum(box.depth_mm, box.bottom_mm, box.top_mm, box.sensor_above_full_mm),
        least_echoes=1 if alone else LEAST_ECHOES,
    )


def _address(options: SensorOptions) -> bytes:
    try:
        return read_address(options.port)
    except ValueError as error:
        raise BadSettings(f"sensors: {options.name}: port: {error}") from None
