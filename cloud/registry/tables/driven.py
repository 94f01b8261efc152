"""Tables of what crews told of their rounds, and of the desk's drafts and looks."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Table,
    Text,
)

from cloud.registry.columns import Listed, counted, must
from cloud.registry.tables.metadata import METADATA
from cloud.registry.tables.people import GOES_WITH, SECRET


def _by(name: str) -> Column[str]:
    """Return the column of a person: without one the row stays what it is."""
    return Column(name, ForeignKey("people.id"))


# Every number that ever came, settled once; no foreign key to trucks, which come and go.
crew_deeds = Table(
    "crew_deeds",
    METADATA,
    Column("device", String(64), primary_key=True),
    Column("epoch", String(12), primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    must("truck", String(64)),
    must("day", Date),
    must("kind", String(16)),
    must("at_us", BigInteger),
    must("came_us", BigInteger),
    Column("body", Text),
    _by("person"),
    Index("ix_crew_deeds_day_truck", "day", "truck"),
)

# Bodies of positions: they go after two months, and with whom they are about.
crew_positions = Table(
    "crew_positions",
    METADATA,
    Column("device", String(64), primary_key=True),
    Column("epoch", String(12), primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    must("truck", String(64)),
    must("day", Date),
    must("at_us", BigInteger),
    must("body", Text),
    _by("person"),
    ForeignKeyConstraint(
        ["device", "epoch", "seq"],
        ["crew_deeds.device", "crew_deeds.epoch", "crew_deeds.seq"],
    ),
    Index("ix_crew_positions_truck_at_us", "truck", "at_us"),
    Index("ix_crew_positions_day", "day"),
    info=GOES_WITH,
)

# What is left of positions after that, for a year: no place, no person.
crew_passages = Table(
    "crew_passages",
    METADATA,
    Column("truck", String(64), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("ref", String(130), primary_key=True),
    must("first_us", BigInteger),
    must("last_us", BigInteger),
)

crew_photos = Table(
    "crew_photos",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    must("came_us", BigInteger),
    must("jpeg", LargeBinary),
)

# Whose round it was on a day: a crew may tell of it later, whatever it drives by then.
rounds_given = Table(
    "rounds_given",
    METADATA,
    Column("person", ForeignKey("people.id"), primary_key=True),
    Column("truck", String(64), primary_key=True),
    Column("day", Date, primary_key=True),
    must("at_us", BigInteger),
    info=GOES_WITH,
)

plan_sendings = Table(
    "plan_sendings",
    METADATA,
    Column("truck", String(64), primary_key=True),
    Column("plan_us", BigInteger, primary_key=True),
    must("day", Date),
    must("sent_us", BigInteger),
)

incidents = Table(
    "incidents",
    METADATA,
    counted(),
    must("truck", String(64)),
    must("why", Text),
    must("opened_us", BigInteger),
    _by("opened_by"),
    Column("closed_us", BigInteger),
    _by("closed_by"),
    Index("ix_incidents_truck", "truck"),
)

looks = Table(
    "looks",
    METADATA,
    counted(),
    Column("incident", ForeignKey("incidents.id"), nullable=False),
    must("at_us", BigInteger),
    _by("who"),
    Index("ix_looks_incident", "incident"),
)

plan_drafts = Table(
    "plan_drafts",
    METADATA,
    Column("day", Date, primary_key=True),
    Column("version", BigInteger, primary_key=True),
    must("base_us", BigInteger),
    must("at_us", BigInteger),
    _by("who"),
    must("what", Text),
    must("locks", Listed),
    # A whole plan, which says nothing of who made it.
    Column("body", LargeBinary, nullable=False, info=SECRET),
    must("published", Boolean),
)

plan_wishes = Table(
    "plan_wishes",
    METADATA,
    Column("container", String(64), primary_key=True),
    Column("day", Date, primary_key=True),
    must("from_day", Date),
    must("at_us", BigInteger),
    _by("who"),
)
