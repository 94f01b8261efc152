"""The bus over MQTT 3.1.1: the ingester's door to paho.

A persistent session with manual acknowledgement: what is not acknowledged comes again. Messages
come by a bounded queue; when that is full nothing more is read, the kernel's buffers fill, and
the broker holds the rest. What is to be sent is only noted here and done by the session's own
thread (see `loop`), which wakes once a batch: paho by itself would wake at every acknowledgement.
"""

import itertools
import logging
import queue
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

import paho.mqtt.client as paho
from paho.mqtt.reasoncodes import ReasonCode

from cloud.ingest.loop import Loop
from cloud.ingest.ports import Message
from cloud.mqtt import packets
from cloud.mqtt.client import client as session
from contract import codec
from contract.broker import Broker
from contract.presence import IngesterPresence, Link
from contract.receipt import Receipt
from contract.topics import Channel, everyone, topic

log = logging.getLogger(__name__)

QOS: Final = 1
QUEUE_MESSAGES: Final = 2000
# paho numbers its own few packets from 1 upwards.
RECEIPT_IDS: Final = range(32_768, 65_536)
# Of payload in one batch: some ten thousand readings, which in memory are twenty times that.
BATCH_BYTES: Final = 1_000_000
# How long messages gather before they are looked for again.
NAP_S: Final = 0.01
# How long a goodbye may take to leave.
GOODBYE_S: Final = 2.0


class MqttBus:
    """One ingester's session; its name is its client id, so it must not be used twice.

    Ingesters with the same `share` divide the envelopes among themselves; without one, each
    gets all. Statuses go to every ingester: a share is not told what is retained.
    """

    def __init__(
        self, broker: Broker, name: str, now_us: Callable[[], int], share: str = ""
    ) -> None:
        self._broker = broker
        self._name = name
        self._share = share
        self._now_us = now_us
        self._messages: queue.SimpleQueue[Message] = queue.SimpleQueue()
        # Counts connections, made and lost: a packet id means nothing beyond its own.
        self._generation = 0
        self._closing = False
        self._link = Link.UP
        self._client = session(broker, name, keeps=True)
        # Whether one arrives, nobody waits for: a node that gets none asks again.
        self._receipt_ids = itertools.cycle(RECEIPT_IDS)
        self._leaving: list[bytes] = []
        self._client.on_connect = self._on_connect
        self._client.on_disconnect = self._on_disconnect
        self._client.on_message = self._on_message
        # That somebody looks after writing keeps paho from doing so at each call.
        self._client.on_socket_register_write = lambda _client, _userdata, _socket: None
        self._loop = Loop(self._client, lambda: QUEUE_MESSAGES - self._messages.qsize())

    @property
    def connected(self) -> bool:
        """Whether the broker is there."""
        return self._client.is_connected()

    @property
    def queued(self) -> int:
        """How many messages have come and were not yet taken."""
        return self._messages.qsize()

    def open(self) -> None:
        """Start connecting, and keep trying for ever."""
        self._client.will_set(*self._presence(Link.DOWN), QOS, retain=True)
        self._client.connect_async(self._broker.host, self._broker.port, self._broker.keepalive_s)
        self._loop.start()

    def take(self, most: int, wait_s: float) -> list[Message]:
        """Return up to `most` messages in the order they came, gathered for at most `wait_s`."""
        taken: list[Message] = []
        until_s = time.monotonic() + wait_s
        room = BATCH_BYTES
        while len(taken) < most and room > 0:
            try:
                message = self._messages.get_nowait()
            except queue.Empty:
                left_s = until_s - time.monotonic()
                if left_s <= 0:
                    break
                # Not woken by each that comes: threads that take turns so cost more than they do.
                # And a wait in the queue never ends, in Python 3.11, if a signal comes when its
                # time is up: who tells an idle ingester to end would wait for ever.
                time.sleep(min(left_s, NAP_S))
                continue
            taken.append(message)
            room -= len(message.payload)
        if self._messages.qsize() + len(taken) >= QUEUE_MESSAGES:
            self._loop.wake()  # it has perhaps waited for room
        return [one for one in taken if one.delivery[0] == self._generation]

    def receipt(self, receipt: Receipt) -> None:
        """Tell a node what is settled, when that is acknowledged."""
        where, body = topic(receipt.node, Channel.RECEIPT), codec.encode(receipt)
        self._leaving.append(packets.publish(where, body, next(self._receipt_ids)))

    def show(self, link: Link) -> None:
        """Tell all nodes whether envelopes are taken, now and after each connect."""
        self._link = link
        self._loop.ask(partial(self._client.publish, *self._presence(link), QOS, retain=True))

    def ack(self, messages: Sequence[Message]) -> None:
        """Let the broker forget `messages`, in the order they came."""
        receipts, self._leaving = b"".join(self._leaving), []
        self._loop.ask(partial(self._acknowledge, receipts, messages))

    def close(self) -> None:
        """Say goodbye, wait a moment for it to leave, and let go."""
        self._closing = True
        # Without a receipt: what is sent before the disconnection arrives before it, or never.
        self._loop.ask(partial(self._client.publish, *self._presence(Link.DOWN), retain=True))
        self._loop.close(GOODBYE_S)

    def _acknowledge(self, receipts: bytes, messages: Sequence[Message]) -> None:
        deliveries = [message.delivery for message in messages]
        ids = [one for generation, one in deliveries if one and generation == self._generation]
        self._loop.send(receipts + packets.pubacks(ids))

    def _presence(self, link: Link) -> tuple[str, bytes]:
        presence = IngesterPresence(self._name, link, self._now_us())
        return topic(self._name, Channel.PRESENCE), codec.encode(presence)

    def _on_connect(
        self,
        client: paho.Client,
        userdata: Any,  # noqa: ANN401, ARG002 - paho's signature
        flags: paho.ConnectFlags,  # noqa: ARG002
        reason: ReasonCode,
        properties: Any,  # noqa: ANN401, ARG002
    ) -> None:
        if reason.is_failure:
            log.error("the broker refuses %s: %s", self._name, reason)
            return
        self._generation += 1
        # On every connect: a broker that lost its state lost the subscriptions too.
        envelopes = everyone(Channel.ENVELOPE)
        if self._share:
            # Kept in the session of one that had no share yet; it would get all of them besides.
            client.unsubscribe(envelopes)
            envelopes = f"$share/{self._share}/{envelopes}"
        client.subscribe([(envelopes, QOS), (everyone(Channel.STATUS), QOS)])
        client.publish(*self._presence(self._link), QOS, retain=True)
        log.info("on the broker as %s", self._name)

    def _on_disconnect(
        self,
        client: paho.Client,  # noqa: ARG002
        userdata: Any,  # noqa: ANN401, ARG002
        flags: paho.DisconnectFlags,  # noqa: ARG002
        reason: ReasonCode,
        properties: Any,  # noqa: ANN401, ARG002
    ) -> None:
        self._generation += 1
        if not self._closing:
            log.warning("broker lost: %s", reason)

    def _on_message(
        self,
        client: paho.Client,  # noqa: ARG002
        userdata: Any,  # noqa: ANN401, ARG002
        message: paho.MQTTMessage,
    ) -> None:
        delivery = (self._generation, message.mid)
        taken = Message(message.topic, bytes(message.payload), delivery, message.retain)
        self._messages.put(taken)
