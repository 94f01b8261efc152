"""Where the doctor's checks meet the machine, the broker and the ports."""

import asyncio
import random
from contextlib import aclosing
from pathlib import Path

from contract.broker import Broker
from edge.doctor.air import Air
from edge.doctor.bluetooth import STATE, judge_adapter, judge_privacy
from edge.doctor.broker import judge_broker
from edge.doctor.disk import judge_latency, judge_space
from edge.doctor.distance import judge_distance
from edge.doctor.finding import Finding
from edge.doctor.host import Host
from edge.doctor.identity import judge_identity, no_identity
from edge.doctor.outbox import judge_outbox
from edge.doctor.reception import judge_signal, no_signal
from edge.doctor.report import Report
from edge.doctor.sensors import Heard, judge_port, judge_sensor
from edge.doctor.supply import judge_supply
from edge.doctor.temperature import judge_temperature
from edge.doctor.time_sync import judge_time
from edge.links.certificate import read_certificate
from edge.links.knock import Knock, knock
from edge.links.outbox_look import look_into
from edge.links.serial import chunks
from edge.ports import Clock
from edge.sensors import BY_RADIO, SENSORS
from edge.settings import SensorOptions, Settings


def examine(settings: Settings, clock: Clock, host: Host, air: Air, listen_s: float) -> Report:
    """Make all checks that this node's settings call for; takes seconds."""
    findings = [
        judge_supply(host.throttled()),
        judge_temperature(host.celsius()),
        *_disk(settings, host),
        judge_time(clock.now_us(), clock.trusted()),
        *_radio(settings, host),
        *_signals(air),
        _identity(settings, clock, host),
        judge_distance(settings.mqtt, air.round_trips_ms(settings.mqtt.host, settings.mqtt.port)),
        judge_broker(settings.mqtt, _knock(settings.mqtt, settings.node)),
        judge_outbox(look_into(_outbox(settings)), _bound(settings)),
        *asyncio.run(_sensors(settings, host, listen_s)),
    ]
    return Report(settings.node, clock.now_us(), findings)


def _outbox(settings: Settings) -> Path:
    return settings.outbox.folder / f"{settings.node}.outbox"


def _bound(settings: Settings) -> int:
    return int(settings.outbox.max_mb * 2**20)


def _disk(settings: Settings, host: Host) -> list[Finding]:
    folder = settings.outbox.folder
    space = host.space(folder)
    writable = space is not None and not space.read_only
    taken = look_into(_outbox(settings)).size_bytes
    return [
        judge_space(space, max(0, _bound(settings) - taken)),
        judge_latency(host.latency(folder) if writable else None, writable=writable),
    ]


def _radio(settings: Settings, host: Host) -> list[Finding]:
    if settings.radio is None:
        return []
    name = settings.radio.adapter
    return [judge_adapter(name, host.adapter(name)), judge_privacy(host.file_system(STATE))]


def _signals(air: Air) -> list[Finding]:
    return [judge_signal(one) for one in air.signals()] or [no_signal()]


def _identity(settings: Settings, clock: Clock, host: Host) -> Finding:
    broker = settings.mqtt
    if broker.cert_file is None:
        return no_identity()
    key_mode = None if broker.key_file is None else host.mode(broker.key_file)
    return judge_identity(
        settings.node, read_certificate(broker.cert_file), key_mode, clock.now_us()
    )


def _knock(broker: Broker, node: str) -> Knock:
    # A certificate is judged before the first word; a password only in a session, which must not
    # be the agent's.
    if broker.cert_file is not None:
        return knock(broker, node, polite=True)
    return knock(broker, f"{node}-doctor", polite=False)


async def _sensors(settings: Settings, host: Host, listen_s: float) -> list[Finding]:
    on_ports = [one for one in settings.sensors if one.model not in BY_RADIO]
    return list(await asyncio.gather(*(_sensor(one, host, listen_s) for one in on_ports)))


async def _sensor(options: SensorOptions, host: Host, listen_s: float) -> Finding:
    finding = judge_port(options, host.port(options.port))
    if finding is not None:
        return finding
    return judge_sensor(options, await _hear(options, listen_s))


async def _hear(options: SensorOptions, listen_s: float) -> Heard:
    part = SENSORS[options.model]()
    size = 0
    echoes: list[int | None] = []
    try:
        async with asyncio.timeout(listen_s), aclosing(chunks(options.port, random.random)) as port:
            async for data in port:
                size += len(data)
                echoes += part.feed(data)
    except TimeoutError:
        pass
    return Heard(listen_s, size, tuple(echoes))
