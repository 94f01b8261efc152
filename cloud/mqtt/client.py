"""A paho client as our settings want it."""

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from contract.broker import Broker


def client(broker: Broker, name: str, *, keeps: bool) -> paho.Client:
    """Return a client that has not connected yet; `keeps` asks the broker for a lasting session.

    A session that lasts is acknowledged by hand, and its name must be nobody else's. Raises
    BadSettings if the password's file cannot be read.
    """
    made = paho.Client(
        CallbackAPIVersion.VERSION2,
        client_id=name,
        clean_session=not keeps,
        protocol=paho.MQTTv311,
        manual_ack=keeps,
    )
    made.reconnect_delay_set(min_delay=1, max_delay=10)
    if broker.username is not None:
        made.username_pw_set(broker.username, broker.password())
    if broker.ca_file is not None:
        made.tls_set(
            str(broker.ca_file),
            str(broker.cert_file) if broker.cert_file else None,
            str(broker.key_file) if broker.key_file else None,
        )
    return made
