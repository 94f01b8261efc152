"""A live session is ended by taking its client id over: a reload leaves it alone."""

from collections.abc import Iterable

from cloud.errors import BrokerDown
from cloud.provision.mosquitto.layout import WARDEN
from cloud.provision.mosquitto.session import Place, Refusal, session
from cloud.provision.mosquitto.wire import Hello


def take_over(cloud: Place, password: str, nodes: Iterable[str]) -> int:
    """End the session of each of `nodes`, if it has one, and return how many were tried.

    Only where the cloud listens may a client id be chosen. Raises BrokerDown.
    """
    count = 0
    for node in nodes:
        with session(cloud, Hello(node, WARDEN, password)) as opened:
            if isinstance(opened, Refusal):
                raise BrokerDown(f"the broker refuses the warden: {opened.why}")
        count += 1
    return count
