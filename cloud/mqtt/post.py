"""Retained messages left on the broker: whoever comes later finds the newest."""

import time
from collections.abc import Mapping
from typing import Final

import paho.mqtt.client as paho

from cloud.errors import BrokerDown
from cloud.mqtt.client import client
from contract.broker import Broker

QOS: Final = 1
WAIT_S: Final = 10.0
# How often it is looked whether the broker has answered.
LOOK_S: Final = 0.02


def post(broker: Broker, messages: Mapping[str, bytes], wait_s: float = WAIT_S) -> None:
    """Leave `messages`, by topic, on the broker; return when it has acknowledged all of them.

    Raises BrokerDown if it has not within `wait_s` seconds; some may have arrived then, and all
    may be posted again.
    """
    until_s = time.monotonic() + wait_s
    place = f"{broker.host}:{broker.port}"
    # No name of its own: two who post at once must not throw each other out.
    session = client(broker, "", keeps=False)
    refusals: list[str] = []
    session.on_connect = lambda _c, _u, _f, reason, _p: (
        refusals.append(str(reason)) if reason.is_failure else None
    )
    try:
        session.connect(broker.host, broker.port, broker.keepalive_s)
        session.loop_start()
        while not session.is_connected():
            _wait(until_s, place, refusals)
        sent = [session.publish(topic, body, QOS, retain=True) for topic, body in messages.items()]
        while not all(map(_arrived, sent)):
            _wait(until_s, place, refusals)
    except OSError as error:
        raise BrokerDown(f"the broker at {place} cannot be reached: {error}") from error
    finally:
        session.disconnect()
        session.loop_stop()


def _arrived(sent: paho.MQTTMessageInfo) -> bool:
    try:
        return sent.is_published()
    except (RuntimeError, ValueError):
        # The link was lost in between; paho sends it again by itself.
        return False


def _wait(until_s: float, place: str, refusals: list[str]) -> None:
    if refusals:
        raise BrokerDown(f"the broker at {place} refuses us: {refusals[-1]}")
    if time.monotonic() > until_s:
        raise BrokerDown(f"the broker at {place} did not answer in time")
    time.sleep(LOOK_S)
