"""Tables of what nodes are as things, and of what proves who they are."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, Text

from cloud.registry.columns import counted, must
from cloud.registry.tables.metadata import METADATA

devices = Table(
    "devices",
    METADATA,
    Column("node", ForeignKey("nodes.id"), primary_key=True),
    must("stock", String(16)),
    must("changed_us", BigInteger),
    Column("serial", String(64), unique=True),
    must("note", Text),
    Column("revoked_us", BigInteger),
    Column("revoked_why", Text),
)

claims = Table(
    "claims",
    METADATA,
    Column("number", String(8), primary_key=True),
    Column("node", ForeignKey("nodes.id"), nullable=False, index=True),
    must("secret_hash", String(64)),
    must("made_us", BigInteger),
    must("until_us", BigInteger),
    must("made_by", Text),
    Column("used_us", BigInteger),
    Column("used_key", String(64)),
)

certificates = Table(
    "certificates",
    METADATA,
    Column("serial", String(40), primary_key=True),
    Column("node", ForeignKey("nodes.id"), nullable=False),
    must("key", String(64)),
    must("from_us", BigInteger),
    must("until_us", BigInteger),
    must("pem", Text),
    Column("revoked_us", BigInteger),
    Column("revoked_why", Text),
    Index("ix_certificates_node", "node", "from_us"),
)

identity_journal = Table(
    "identity_journal",
    METADATA,
    counted(),
    must("at_us", BigInteger),
    must("who", Text),
    must("what", Text),
    # Not a key: what somebody tried in a name that there is not is written down too.
    must("node", Text),
    must("detail", Text),
)
