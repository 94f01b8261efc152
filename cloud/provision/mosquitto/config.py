"""The text of mosquitto.conf.

Every line is there because of what mosquitto 2.0.11 was seen to do without it; each such trap has
a test by name in tests/live/test_broker_traps.py.
"""

from typing import Final

from cloud.provision.mosquitto.layout import Layout
from cloud.settings import Mosquitto
from contract import codec

# A topic of ours and the packet's own head are far below this.
HEAD_BYTES: Final = 1024
# As long as the `[mqtt]` table of a node or a program may ask for.
LONGEST_KEEPALIVE_S: Final = 3600
# Of what one client was not there for, on a machine of 4 GB.
MOST_QUEUED_BYTES: Final = 512 << 20

_CONF: Final = """\
# Written by `vallee-cloud broker write`, which writes it anew: change cloud.toml, not this file.
#
# First, and false: with `true`, an acl_file that stands above a listener is silently not applied.
per_listener_settings false
allow_anonymous false
acl_file {layout.acl}
password_file {layout.passwords}

# Started by root it becomes who wrote these files; started by anybody else it ignores this line.
user {user}
pid_file {layout.pid}
log_dest stderr

# Each second, not at each change: that costs forty times as much, and readings are safe without.
persistence true
persistence_location {layout.data}/
autosave_interval 1
autosave_on_changes false

# An ingester that was away finds what came meanwhile; what does not fit, nodes send again.
max_inflight_messages 1000
max_queued_messages 100000
max_queued_bytes {queued_bytes}
persistent_client_expiration 30d

# The longest message of ours, and what may stand around it.
message_size_limit {message_bytes}
max_packet_size {packet_bytes}
max_keepalive {keepalive_s}

# Nodes: who they are is what their certificate says, whatever they say themselves.
listener {nodes_port} {host}
cafile {layout.ca}
certfile {layout.certificate}
keyfile {layout.certificate}
crlfile {layout.crl}
tls_version tlsv1.2
require_certificate true
use_identity_as_username true
use_username_as_clientid true

# The cloud's own programs, by password, from this machine only. Here a client id is what a program
# says it is: so the warden can take over the session of a node that is revoked.
listener {cloud_port} 127.0.0.1
"""


def config(settings: Mosquitto, layout: Layout, user: str) -> str:
    """Return the settings of a broker that runs as `user`."""
    if not (user.isprintable() and user == user.strip() != ""):
        raise ValueError(f"{user!r} is nobody's name")
    if not (settings.host.isprintable() and settings.host.split() == [settings.host]):
        raise ValueError(f"{settings.host!r} is no address; set mosquitto.host")
    return _CONF.format(
        layout=layout,
        user=user,
        host=settings.host,
        nodes_port=settings.nodes_port,
        cloud_port=settings.cloud_port,
        queued_bytes=MOST_QUEUED_BYTES,
        message_bytes=codec.MAX_BYTES,
        packet_bytes=codec.MAX_BYTES + HEAD_BYTES,
        keepalive_s=LONGEST_KEEPALIVE_S,
    )
