"""Tables of weighings, and of what trucks say that they unloaded."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table

from cloud.registry.columns import must, named, points_to
from cloud.registry.tables.metadata import METADATA

tickets = Table(
    "tickets",
    METADATA,
    Column("site", ForeignKey("sites.id"), primary_key=True),
    Column("number", String(64), primary_key=True),
    must("plate", String(16)),
    must("gross_kg", Integer),
    must("tare_kg", Integer),
    must("stream", String(64)),
    must("at_us", BigInteger),
    # Of the import, not of the ticket.
    must("imported_us", BigInteger),
    named("imported_by"),
    Index("ix_tickets_at_us", "at_us"),
)

unloadings = Table(
    "unloadings",
    METADATA,
    Column("id", String(64), primary_key=True),
    points_to("trucks.id", "truck"),
    points_to("sites.id", "tip"),
    must("stream", String(64)),
    must("at_us", BigInteger),
    Column("weight_kg", Integer),
    must("source", String(32)),
    Index("ix_unloadings_at_us", "at_us"),
)
