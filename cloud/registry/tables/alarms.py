"""Tables of alarms, and of the messages that wait until they are delivered."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)
from sqlalchemy import text as sql

from cloud.registry.columns import counted, must, named
from cloud.registry.tables.metadata import METADATA

alarms = Table(
    "alarms",
    METADATA,
    counted(),
    must("kind", String(16)),
    must("subject", String(130)),
    must("opened_us", BigInteger),
    must("since_us", BigInteger),
    must("seen_us", BigInteger),
    Column("closed_us", BigInteger),
    must("reopened", Integer),
    must("level", Integer),
    Column("call_us", BigInteger),
    Column("told_us", BigInteger),
    Column("acknowledged_us", BigInteger),
    named("acknowledged_by", empty=True),
    Column("figure", Float),
    # The last line against two programs that open one at once.
    Index(
        "uq_alarms_open",
        "kind",
        "subject",
        unique=True,
        sqlite_where=sql("closed_us IS NULL"),
        postgresql_where=sql("closed_us IS NULL"),
    ),
)

# The outbox: a row goes in with the change that it tells of, and is marked when it was taken.
alarm_messages = Table(
    "alarm_messages",
    METADATA,
    counted(),
    Column("key", String(80), nullable=False, unique=True),
    Column("alarm", ForeignKey("alarms.id"), index=True),
    must("event", String(16)),
    must("channel", String(16)),
    must("address", Text),
    must("content", JSON),
    must("made_us", BigInteger),
    must("next_us", BigInteger),
    must("tries", Integer),
    Column("sent_us", BigInteger),
    Column("dropped_us", BigInteger),
    must("trouble", Text),
)
