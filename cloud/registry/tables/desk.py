"""Tables of the dead-letter desk: letters, who is called what now, and who did what."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    LargeBinary,
    String,
    Table,
    Text,
)

from cloud.registry.columns import Listed, counted, must
from cloud.registry.tables.metadata import METADATA

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
