"""Tables of the places to visit, of the visits, and of the photos and records that go with them."""

from sqlalchemy import BigInteger, Column, Float, ForeignKey, LargeBinary, String, Table, Text

from cloud.registry.columns import Listed, must, named, own_id
from cloud.registry.tables.metadata import METADATA

places_to_visit = Table(
    "places_to_visit",
    METADATA,
    own_id(),
    must("stands", String(16)),
    must("title", Text),
    must("street", Text),
    must("commune", Text),
    Column("lat", Float),
    Column("lon", Float),
    must("keys", Text),
    must("permit", Text),
    Column("node", String(64)),
    named("who", empty=True),
)

installation_photos = Table(
    "installation_photos",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    must("jpeg", LargeBinary),
)

installations = Table(
    "installations",
    METADATA,
    Column("id", String(36), primary_key=True),
    # No foreign keys: an unknown node or place is one reason to be refused.
    Column("node", String(64), nullable=False, index=True),
    Column("place", String(64), nullable=False, index=True),
    must("state", String(16)),
    named("who"),
    must("at_us", BigInteger),
    must("received_us", BigInteger),
    must("body", Text),
    must("refused", Listed),
    Column("photo", ForeignKey("installation_photos.sha256")),
    Column("proven_us", BigInteger),
    Column("proof", Text),
)

# What was signed once is given out as it is, for ever.
installation_records = Table(
    "installation_records",
    METADATA,
    Column("installation", ForeignKey("installations.id"), primary_key=True),
    must("pdf", LargeBinary),
)
