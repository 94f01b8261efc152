"""The uplink over MQTT 3.1.1: the edge's one door to paho.

What the broker had not acknowledged when a connection ends, paho forgets, and the agent is told:
paho by itself would send it again at each connect, for ever if the broker hangs up on it.

paho's thread ends here: its callbacks only hand an event to the program's loop. (It holds a lock
of its own while it calls back; a lock of ours around `publish` would deadlock with it.)
"""

import asyncio
import logging
import ssl
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple, TypeVarTuple, Unpack

import paho.mqtt.client as paho
from paho.mqtt.client import convert_disconnect_error_code_to_reason_code
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.reasoncodes import ReasonCode

from contract import codec
from contract.broker import Broker
from contract.envelope import Envelope
from contract.errors import Malformed
from contract.presence import IngesterPresence, NodeStatus
from contract.receipt import Receipt
from contract.topics import Channel, everyone, parse, topic
from edge.links.tcp_info import carried_bytes
from edge.ports import Event, LinkLost, LinkUp

log = logging.getLogger(__name__)

Told = TypeVarTuple("Told")

# QoS 1 throughout: receipts make the rest, and a lost receipt costs one repeat.
QOS = 1
# How long a goodbye may take to leave.
GOODBYE_S = 2.0
# What paho says when the broker has not been heard of for too long, in the words of MQTT 5.
SILENT = convert_disconnect_error_code_to_reason_code(MQTTErrorCode.MQTT_ERR_KEEPALIVE)


class _Leaving(NamedTuple):
    """An envelope on its way to the broker; `sure`: all before it were acknowledged, and some."""

    sent: paho.MQTTMessageInfo
    seqs: tuple[int, ...]
    sure: bool

    @property
    def taken(self) -> bool:
        """Whether the broker has acknowledged it."""
        # paho raises at the question about what was handed over while there was no connection.
        return self.sent.rc == MQTTErrorCode.MQTT_ERR_SUCCESS and self.sent.is_published()


class MqttUplink:
    """One node's session. `hear` is called in `loop` with everything that comes back."""

    def __init__(
        self,
        broker: Broker,
        node: str,
        loop: asyncio.AbstractEventLoop,
        hear: Callable[[Event], None],
    ) -> None:
        self._broker = broker
        self._node = node
        self._loop = loop
        self._hear = hear
        self._closing = False
        self._closed_bytes = 0
        self._carried_bytes = 0
        # Envelopes of this connection in the order they left, the first one not acknowledged yet.
        self._leaving: deque[_Leaving] = deque()
        self._took = False
        self._client = _client(broker, node)
        self._client.on_connect = self._on_connect
        self._client.on_disconnect = self._on_disconnect
        self._client.on_message = self._on_message
        self._client.on_socket_close = self._on_socket_close

    def open(self, will: NodeStatus) -> None:
        """Start connecting, and keep trying for ever; `will` is what the broker says if we die."""
        status = topic(self._node, Channel.STATUS)
        self._client.will_set(status, codec.encode(will), QOS, retain=True)
        self._client.connect_async(self._broker.host, self._broker.port, self._broker.keepalive_s)
        self._client.loop_start()

    def send(self, envelope: Envelope) -> None:
        """Hand an envelope to paho."""
        where = topic(self._node, Channel.ENVELOPE)
        sent = self._client.publish(where, codec.encode(envelope), QOS)
        sure = self.unacknowledged() == 0 and self._took
        self._leaving.append(_Leaving(sent, tuple(envelope.seqs), sure))

    def unacknowledged(self) -> int:
        """Return how many envelopes the broker has not acknowledged."""
        while self._leaving and self._leaving[0].taken:
            self._leaving.popleft()
            self._took = True
        return len(self._leaving)

    def tell(self, status: NodeStatus) -> None:
        """Leave `status` on the broker."""
        self._leave(status)

    def carried_bytes(self) -> int:
        """Return the bytes both ways of all connections so far, TLS and keep-alives included."""
        running = carried_bytes(self._client.socket())
        # A connection that is being closed in this moment may be missed once, never taken back.
        self._carried_bytes = max(self._carried_bytes, self._closed_bytes + running)
        return self._carried_bytes

    def close(self, farewell: NodeStatus) -> None:
        """Say goodbye, wait a moment for it to leave, and let go."""
        self._closing = True
        if self._client.is_connected():
            # The link may be lost in this very moment; the last will speaks then.
            with suppress(RuntimeError, ValueError):
                self._leave(farewell).wait_for_publish(GOODBYE_S)
        self._client.disconnect()
        self._client.loop_stop()

    def _leave(self, status: NodeStatus) -> paho.MQTTMessageInfo:
        where = topic(self._node, Channel.STATUS)
        return self._client.publish(where, codec.encode(status), QOS, retain=True)

    def _on_connect(
        self,
        client: paho.Client,
        userdata: Any,  # noqa: ANN401, ARG002 - paho's signature
        flags: paho.ConnectFlags,  # noqa: ARG002
        reason: ReasonCode,
        properties: Any,  # noqa: ANN401, ARG002
    ) -> None:
        if reason.is_failure:
            self._post(LinkLost(f"the broker refuses {self._node}: {reason}"))
            return
        client.drop_out_messages()
        # On every connect: a broker that lost its state lost the subscriptions too.
        client.subscribe(
            [(topic(self._node, Channel.RECEIPT), QOS), (everyone(Channel.PRESENCE), QOS)]
        )
        self._post(LinkUp())

    def _on_disconnect(
        self,
        client: paho.Client,  # noqa: ARG002
        userdata: Any,  # noqa: ANN401, ARG002
        flags: paho.DisconnectFlags,  # noqa: ARG002
        reason: ReasonCode,
        properties: Any,  # noqa: ANN401, ARG002
    ) -> None:
        self._call(self._lose, str(reason), reason == SILENT)

    def _on_socket_close(
        self,
        client: paho.Client,  # noqa: ARG002
        userdata: Any,  # noqa: ANN401, ARG002
        connection: Any,  # noqa: ANN401 - a socket, a TLS socket, or one through a proxy
    ) -> None:
        self._closed_bytes += carried_bytes(connection)

    def _on_message(
        self,
        client: paho.Client,  # noqa: ARG002
        userdata: Any,  # noqa: ANN401, ARG002
        message: paho.MQTTMessage,
    ) -> None:
        try:
            if parse(message.topic).channel is Channel.RECEIPT:
                self._post(codec.decode(message.payload, Receipt))
            else:
                self._post(codec.decode(message.payload, IngesterPresence))
        except Malformed as error:
            log.warning("%s: %s: %s", self._node, message.topic, error)

    def _lose(self, reason: str, silent: bool) -> None:  # noqa: FBT001 - called by the loop
        sure = self.unacknowledged() > 0 and self._leaving[0].sure
        untaken = tuple(one.seqs for one in self._leaving if not one.taken)
        self._leaving.clear()
        self._took = False
        self._hear(LinkLost(reason, untaken, sure, silent))

    def _post(self, event: Event) -> None:
        self._call(self._hear, event)

    def _call(self, tell: Callable[[Unpack[Told]], object], *told: *Told) -> None:
        # What paho says once we have said goodbye is news to nobody.
        if not self._closing and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(tell, *told)


def _client(broker: Broker, node: str) -> paho.Client:
    client = paho.Client(
        CallbackAPIVersion.VERSION2,
        client_id=node,
        # A clean session: what was not receipted is in the outbox, not in the broker.
        clean_session=True,
        protocol=paho.MQTTv311,
    )
    client.reconnect_delay_set(min_delay=1, max_delay=30)
    client.max_inflight_messages_set(100)
    if broker.username is not None:
        client.username_pw_set(broker.username, broker.password())
    if broker.ca_file is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        client.tls_set_context(context)
        client.on_pre_connect = partial(_identify, context, broker)
    return client


def _identify(
    context: ssl.SSLContext,
    broker: Broker,
    client: paho.Client,  # noqa: ARG001
    userdata: Any,  # noqa: ANN401, ARG001 - paho's signature
) -> None:
    """Show what is on disk now: it may be renewed, or there for the first time.

    What is not there yet is an OSError, after which paho tries again, as if nobody answered.
    """
    if broker.ca_file is not None:
        context.load_verify_locations(broker.ca_file)
    if broker.cert_file is not None:
        context.load_cert_chain(broker.cert_file, broker.key_file)
