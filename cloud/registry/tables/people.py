"""Tables of the people who may sign in, and of their coming and going.

What is kept of a person is found by the foreign keys to `people`: a table that names somebody
without one is missing in what he may ask for, and is not erased with him. A key that may be empty
is emptied when its person is erased, so that a fact of service stays without the name; a row whose
key may not be empty goes with him, and so does that of a table which is marked GOES_WITH.
"""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, LargeBinary, String, Table, Text

from cloud.registry.columns import counted, must, own_id, title
from cloud.registry.tables.metadata import METADATA

# A column marked so is never given out, only that there is something in it.
SECRET: Final = {"secret": True}
# A table marked so loses the rows of a person who is erased.
GOES_WITH: Final = {"goes_with": True}

people = Table(
    "people",
    METADATA,
    own_id(),
    title(),
    must("language", String(2)),
    # No foreign key: a territory that is loaded anew may lack the truck.
    Column("truck", String(64)),
    must("active", Boolean),
)

people_roles = Table(
    "people_roles",
    METADATA,
    Column("person", ForeignKey("people.id"), primary_key=True),
    Column("role", String(16), primary_key=True),
)

people_keys = Table(
    "people_keys",
    METADATA,
    Column("person", ForeignKey("people.id"), primary_key=True),
    Column("password", Text, info=SECRET),
    Column("totp", LargeBinary, info=SECRET),
    Column("totp_step", BigInteger),
)

people_sessions = Table(
    "people_sessions",
    METADATA,
    Column("hash", String(64), primary_key=True, info=SECRET),
    Column("person", ForeignKey("people.id"), nullable=False, index=True),
    must("made_us", BigInteger),
    must("seen_us", BigInteger),
    must("until_us", BigInteger),
    must("host", Text),
    must("way", String(16)),
)

people_links = Table(
    "people_links",
    METADATA,
    Column("hash", String(64), primary_key=True, info=SECRET),
    Column("person", ForeignKey("people.id"), nullable=False, index=True),
    must("made_us", BigInteger),
    must("until_us", BigInteger),
    Column("made_by", ForeignKey("people.id")),
    Column("used_us", BigInteger),
)

# What was typed as a name is kept as its SHA-256: it may be a password in the wrong field.
people_tries = Table(
    "people_tries",
    METADATA,
    counted(),
    Column("account", String(64), nullable=False, index=True),
    Column("address", String(64), nullable=False, index=True),
    must("at_us", BigInteger),
    Column("person", ForeignKey("people.id")),
    info=GOES_WITH,
)

# Lines are never changed, by trigger, but for the names in them: those an erasure takes out.
people_journal = Table(
    "people_journal",
    METADATA,
    counted(),
    must("at_us", BigInteger),
    Column("who", ForeignKey("people.id")),
    Column("person", ForeignKey("people.id")),
    must("what", String(32)),
    must("detail", Text),
)
