"""The tables of the registry, as the newest migration leaves them.

A column is named like the field of the value that is made from it (`values.py`), so that a row
becomes a value without a translation.
"""

from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Dialect,
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
    TypeDecorator,
    text,
)

METADATA: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


class Listed(TypeDecorator[tuple[Any, ...]]):
    """A tuple, kept as a JSON array."""

    impl = JSON
    cache_ok = True

    def process_bind_param(
        self,
        value: tuple[Any, ...] | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> list[Any] | None:
        """Give JSON a list."""
        return None if value is None else list(value)

    def process_result_value(
        self,
        value: Any | None,  # noqa: ANN401 - whatever JSON holds
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> tuple[Any, ...] | None:
        """Take a list back as a tuple."""
        return None if value is None else tuple(value)


def _id() -> Column[str]:
    return Column("id", String(64), primary_key=True)


def _name() -> Column[str]:
    return Column("name", Text, nullable=False)


def _number() -> Column[int]:
    # SQLite numbers rows by itself only in a column that is INTEGER to the letter.
    return Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True)


def _to(column: str, name: str) -> Column[str]:
    return Column(name, ForeignKey(column), nullable=False)


def _is(name: str, kind: Any) -> Column[Any]:  # noqa: ANN401 - a type or its instance
    return Column(name, kind, nullable=False)


territories = Table(
    "territories",
    METADATA,
    Column("name", Text, primary_key=True),
    _is("timezone", Text),
)

operators = Table("operators", METADATA, _id(), _name())

communes = Table(
    "communes",
    METADATA,
    Column("insee", String(5), primary_key=True),
    _name(),
    _is("population", Integer),
    _is("lat", Float),
    _is("lon", Float),
    Column("outline", Text),
)

zones = Table(
    "zones",
    METADATA,
    _id(),
    _name(),
    _to("communes.insee", "insee"),
    _is("lat", Float),
    _is("lon", Float),
    _is("invented", Boolean),
    _is("note", Text),
)

models = Table(
    "models",
    METADATA,
    _id(),
    _is("gear", String(64)),
    _is("depth_mm", Integer),
    _is("bottom_mm", Listed),
    _is("top_mm", Listed),
    _is("sensor_above_full_mm", Integer),
)

sites = Table(
    "sites",
    METADATA,
    _id(),
    _name(),
    _is("kind", String(16)),
    _to("operators.id", "operator"),
    _is("streams", Listed),
    _is("lat", Float),
    _is("lon", Float),
    _is("opens_s", Integer),
    _is("closes_s", Integer),
    _is("unload_s", Integer),
    _is("invented", Boolean),
    _is("note", Text),
)

trucks = Table(
    "trucks",
    METADATA,
    _id(),
    _name(),
    _to("operators.id", "operator"),
    _to("sites.id", "depot"),
    _is("gear", Listed),
    _is("streams", Listed),
    _is("capacity_kg", Integer),
    _is("capacity_l", Integer),
    _is("compaction", Float),
    _is("starts_s", Integer),
    _is("ends_s", Integer),
    _is("invented", Boolean),
)

rounds = Table(
    "rounds",
    METADATA,
    _id(),
    _name(),
    _to("operators.id", "operator"),
    _is("stream", String(64)),
    _to("trucks.id", "truck"),
    _is("weekdays", Listed),
    _is("every_weeks", Integer),
    _is("anchor", Date),
    _is("communes", Listed),
    _is("invented", Boolean),
)

containers = Table(
    "containers",
    METADATA,
    _id(),
    _name(),
    _to("communes.insee", "insee"),
    _to("operators.id", "operator"),
    _is("stream", String(64)),
    _to("models.id", "model"),
    _is("lat", Float),
    _is("lon", Float),
    _is("kg_per_m3", Float),
    _is("litres_per_day", Float),
    _is("service_s", Integer),
    _is("invented", Boolean),
)

nodes = Table("nodes", METADATA, _id())

sensors = Table(
    "sensors",
    METADATA,
    Column("node", ForeignKey("nodes.id"), primary_key=True),
    Column("name", String(64), primary_key=True),
    _is("model", String(64)),
    Column("port", Text),
)

radios = Table(
    "radios",
    METADATA,
    Column("node", String(64), primary_key=True),
    Column("sensor", String(64), primary_key=True),
    _to("zones.id", "zone"),
    _is("gate", Text),
    _is("lat", Float),
    _is("lon", Float),
    _is("people_per_day", Float),
    _is("invented", Boolean),
    ForeignKeyConstraint(["node", "sensor"], ["sensors.node", "sensors.name"]),
    # A node's settings have room for one.
    Index("uq_radios_node", "node", unique=True),
)

beacons = Table(
    "beacons",
    METADATA,
    _id(),
    _name(),
    _to("zones.id", "zone"),
    _is("node", String(64)),
    _is("identity", Text),
    _is("lat", Float),
    _is("lon", Float),
    _is("invented", Boolean),
    ForeignKeyConstraint(["node", "id"], ["sensors.node", "sensors.name"]),
)

manual_counts = Table(
    "manual_counts",
    METADATA,
    Column("node", String(64), primary_key=True),
    Column("sensor", String(64), primary_key=True),
    Column("from_us", BigInteger, primary_key=True),
    _is("until_us", BigInteger),
    _is("people", Integer),
    ForeignKeyConstraint(["node", "sensor"], ["radios.node", "radios.sensor"]),
    CheckConstraint("until_us > from_us", name="forwards"),
)

mounts = Table(
    "mounts",
    METADATA,
    Column("node", String(64), primary_key=True),
    Column("sensor", String(64), primary_key=True),
    _to("containers.id", "container"),
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
    _is("epoch", String(12)),
    _is("link", String(8)),
    _is("at_us", BigInteger),
    _is("produced", BigInteger),
    _is("pending", BigInteger),
    _is("dropped", BigInteger),
    Column("sent_bytes", BigInteger, nullable=False, server_default="0"),
)

dead_letters = Table(
    "dead_letters",
    METADATA,
    _number(),
    _is("at_us", BigInteger),
    _is("topic", Text),
    # No foreign key: an unknown node is one reason to be here.
    Column("node", Text),
    Column("epoch", Text),
    Column("seq", BigInteger),
    _is("rule", String(64)),
    _is("reason", Text),
    _is("payload", LargeBinary),
    Column("replayed_at_us", BigInteger),
    Column("state", String(16), nullable=False, server_default="new", index=True),
)

# What a letter's node or sensor is called now; used when it is handed in again.
renamings = Table(
    "renamings",
    METADATA,
    _number(),
    _is("kind", String(16)),
    _is("node", String(64)),
    Column("sensor", String(64)),
    _is("new", String(64)),
    Column("since_us", BigInteger),
    Column("until_us", BigInteger),
    CheckConstraint("until_us > since_us", name="forwards"),
)

# Append-only, by trigger, like what was issued.
dead_letter_journal = Table(
    "dead_letter_journal",
    METADATA,
    _number(),
    _is("at_us", BigInteger),
    _is("who", Text),
    _is("action", String(16)),
    _is("letters", Listed),
    Column("rule", String(64)),
    _is("detail", Text),
)


def _issued(name: str) -> Table:
    return Table(
        name,
        METADATA,
        _number(),
        Column("day", Date, nullable=False, index=True),
        _is("issued_at_us", BigInteger),
        _is("body", Text),
        _is("figures", JSON),
    )


# Append-only: the first migration gives both a trigger that refuses UPDATE and DELETE.
plans = _issued("plans")
forecasts = _issued("forecasts")

# Append-only likewise: why a plan would have been another one.
plan_marks = Table(
    "plan_marks",
    METADATA,
    _number(),
    Column("plan", ForeignKey("plans.id"), nullable=False, index=True),
    _is("at_us", BigInteger),
    _is("reason", Text),
)

dirty_days = Table(
    "dirty_days",
    METADATA,
    Column("container", ForeignKey("containers.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    _is("since_us", BigInteger),
    _is("why", String(32)),
)
