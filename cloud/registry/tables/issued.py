"""Tables of what was issued and never is rewritten, and of what must be made anew."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    ForeignKey,
    String,
    Table,
    Text,
)

from cloud.registry.columns import counted, must
from cloud.registry.tables.metadata import METADATA


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
