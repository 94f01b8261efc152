"""Tables of nodes, of what they hear and where it hangs, and of what was counted by hand."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from cloud.registry.columns import must, own_id, points_to, title
from cloud.registry.tables.metadata import METADATA

nodes = Table("nodes", METADATA, own_id())

sensors = Table(
    "sensors",
    METADATA,
    Column("node", ForeignKey("nodes.id"), primary_key=True),
    Column("name", String(64), primary_key=True),
    must("model", String(64)),
    Column("port", Text),
)

radios = Table(
    "radios",
    METADATA,
    Column("node", String(64), primary_key=True),
    Column("sensor", String(64), primary_key=True),
    points_to("zones.id", "zone"),
    must("gate", Text),
    must("lat", Float),
    must("lon", Float),
    must("people_per_day", Float),
    must("invented", Boolean),
    ForeignKeyConstraint(["node", "sensor"], ["sensors.node", "sensors.name"]),
    # A node's settings have room for one.
    Index("uq_radios_node", "node", unique=True),
)

beacons = Table(
    "beacons",
    METADATA,
    own_id(),
    title(),
    points_to("zones.id", "zone"),
    must("node", String(64)),
    must("identity", Text),
    must("lat", Float),
    must("lon", Float),
    must("invented", Boolean),
    ForeignKeyConstraint(["node", "id"], ["sensors.node", "sensors.name"]),
)

manual_counts = Table(
    "manual_counts",
    METADATA,
    Column("node", String(64), primary_key=True),
    Column("sensor", String(64), primary_key=True),
    Column("from_us", BigInteger, primary_key=True),
    must("until_us", BigInteger),
    must("people", Integer),
    ForeignKeyConstraint(["node", "sensor"], ["radios.node", "radios.sensor"]),
    CheckConstraint("until_us > from_us", name="forwards"),
)

mounts = Table(
    "mounts",
    METADATA,
    Column("node", String(64), primary_key=True),
    Column("sensor", String(64), primary_key=True),
    points_to("containers.id", "container"),
    Column("from_us", BigInteger, primary_key=True),
    Column("until_us", BigInteger),
    ForeignKeyConstraint(["node", "sensor"], ["sensors.node", "sensors.name"]),
    CheckConstraint("until_us > from_us", name="forwards"),
    # The last line against two programs that mount one sensor at once.
    Index(
        "uq_mounts_open",
        "node",
        "sensor",
        unique=True,
        sqlite_where=text("until_us IS NULL"),
        postgresql_where=text("until_us IS NULL"),
    ),
)

node_status = Table(
    "node_status",
    METADATA,
    Column("node", ForeignKey("nodes.id"), primary_key=True),
    must("epoch", String(12)),
    must("link", String(8)),
    must("at_us", BigInteger),
    must("produced", BigInteger),
    must("pending", BigInteger),
    must("dropped", BigInteger),
    Column("sent_bytes", BigInteger, nullable=False, server_default="0"),
)
