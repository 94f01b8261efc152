"""The tables of the registry, as the newest migration leaves them.

A column is named like the field of the value that is made from it (`values/`), so that a row
becomes a value without a translation.
"""

from typing import Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

from cloud.registry.columns import Kept, Listed, added, counted, must, own_id, points_to, title
from cloud.registry.values import Compartment, Hours
from cloud.rounds.holidays import Holiday
from cloud.rounds.season import Season

METADATA: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


territories = Table(
    "territories",
    METADATA,
    Column("name", Text, primary_key=True),
    must("timezone", Text),
)

operators = Table("operators", METADATA, own_id(), title())

communes = Table(
    "communes",
    METADATA,
    Column("insee", String(5), primary_key=True),
    title(),
    must("population", Integer),
    must("lat", Float),
    must("lon", Float),
    Column("outline", Text),
)

zones = Table(
    "zones",
    METADATA,
    own_id(),
    title(),
    points_to("communes.insee", "insee"),
    must("lat", Float),
    must("lon", Float),
    must("invented", Boolean),
    must("note", Text),
)

models = Table(
    "models",
    METADATA,
    own_id(),
    must("gear", String(64)),
    must("depth_mm", Integer),
    must("bottom_mm", Listed),
    must("top_mm", Listed),
    must("sensor_above_full_mm", Integer),
)

sites = Table(
    "sites",
    METADATA,
    own_id(),
    title(),
    must("kind", String(16)),
    points_to("operators.id", "operator"),
    must("streams", Listed),
    must("lat", Float),
    must("lon", Float),
    must("opens_s", Integer),
    must("closes_s", Integer),
    must("unload_s", Integer),
    must("invented", Boolean),
    must("note", Text),
    added("windows", Kept(tuple[Hours, ...]), "[]"),
)

trucks = Table(
    "trucks",
    METADATA,
    own_id(),
    title(),
    points_to("operators.id", "operator"),
    points_to("sites.id", "depot"),
    must("gear", Listed),
    must("streams", Listed),
    must("capacity_kg", Integer),
    must("capacity_l", Integer),
    must("compaction", Float),
    must("starts_s", Integer),
    must("ends_s", Integer),
    must("invented", Boolean),
    added("compartments", Kept(tuple[Compartment, ...]), "[]"),
    Column("end_depot", ForeignKey("sites.id")),
    Column("eur_per_km", Float),
    added("eur_per_hour", Float, "0"),
    added("eur_per_use", Float, "0"),
    added("rules", Listed, '["labour-code"]'),
    added("gross_kg", Integer, "19000"),
    added("height_cm", Integer, "380"),
    Column("daily_kg", Integer),
    Column("daily_l", Integer),
    Column("daily_stops", Integer),
)

# A round goes over the columns of its communes, or it has sides.
rounds = Table(
    "rounds",
    METADATA,
    own_id(),
    title(),
    points_to("operators.id", "operator"),
    must("stream", String(64)),
    Column("gear", String(64)),
    Column("truck", ForeignKey("trucks.id")),
    must("weekdays", Listed),
    must("every_weeks", Integer),
    must("anchor", Date),
    Column("season", Kept(Season)),
    Column("until", Date),
    added("on_holiday", String(16), "keep"),
    added("holidays", Kept(tuple[Holiday, ...]), "[]"),
    must("communes", Listed),
    must("invented", Boolean),
)

sides = Table(
    "sides",
    METADATA,
    Column("round", ForeignKey("rounds.id"), primary_key=True),
    # From 0, in the order of driving.
    Column("number", Integer, primary_key=True),
    must("street", Text),
    must("side", String(8)),
    must("lat", Float),
    must("lon", Float),
    must("exit_lat", Float),
    must("exit_lon", Float),
    must("metres", Integer),
    must("seconds", Integer),
    must("load_kg", Integer),
    must("load_l", Integer),
    must("spread_kg", Integer),
    must("spread_l", Integer),
)

ages = Table(
    "ages",
    METADATA,
    counted(),
    points_to("territories.name", "territory"),
    must("stream", String(64)),
    must("days", Integer),
    Column("zone", String(64)),
    Column("season", Kept(Season)),
)

containers = Table(
    "containers",
    METADATA,
    own_id(),
    title(),
    points_to("communes.insee", "insee"),
    points_to("operators.id", "operator"),
    must("stream", String(64)),
    points_to("models.id", "model"),
    must("lat", Float),
    must("lon", Float),
    must("kg_per_m3", Float),
    must("litres_per_day", Float),
    must("service_s", Integer),
    must("invented", Boolean),
    added("windows", Kept(tuple[Hours, ...]), "[]"),
    Column("max_truck_kg", Integer),
    Column("max_truck_cm", Integer),
    Column("age_zone", String(64)),
)

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

dead_letters = Table(
    "dead_letters",
    METADATA,
    counted(),
    must("at_us", BigInteger),
    must("topic", Text),
    # No foreign key: an unknown node is one reason to be here.
    Column("node", Text),
    Column("epoch", Text),
    Column("seq", BigInteger),
    must("rule", String(64)),
    must("reason", Text),
    must("payload", LargeBinary),
    Column("replayed_at_us", BigInteger),
    Column("state", String(16), nullable=False, server_default="new", index=True),
)

# What a letter's node or sensor is called now; used when it is handed in again.
renamings = Table(
    "renamings",
    METADATA,
    counted(),
    must("kind", String(16)),
    must("node", String(64)),
    Column("sensor", String(64)),
    must("new", String(64)),
    Column("since_us", BigInteger),
    Column("until_us", BigInteger),
    CheckConstraint("until_us > since_us", name="forwards"),
)

# Append-only, by trigger, like what was issued.
dead_letter_journal = Table(
    "dead_letter_journal",
    METADATA,
    counted(),
    must("at_us", BigInteger),
    must("who", Text),
    must("action", String(16)),
    must("letters", Listed),
    Column("rule", String(64)),
    must("detail", Text),
)


def _issued(name: str) -> Table:
    return Table(
        name,
        METADATA,
        counted(),
        Column("day", Date, nullable=False, index=True),
        must("issued_at_us", BigInteger),
        must("body", Text),
        must("figures", JSON),
    )


# Append-only: the first migration gives both a trigger that refuses UPDATE and DELETE.
plans = _issued("plans")
forecasts = _issued("forecasts")

# Append-only likewise: why a plan would have been another one.
plan_marks = Table(
    "plan_marks",
    METADATA,
    counted(),
    Column("plan", ForeignKey("plans.id"), nullable=False, index=True),
    must("at_us", BigInteger),
    must("reason", Text),
)

dirty_days = Table(
    "dirty_days",
    METADATA,
    Column("container", ForeignKey("containers.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    must("since_us", BigInteger),
    must("why", String(32)),
)
