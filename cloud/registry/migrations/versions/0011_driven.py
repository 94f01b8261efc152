"""What crews told of their rounds, and the desk's drafts, sendings, incidents and looks."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEY = ("device", "epoch", "seq")
# In the order in which they may be dropped.
TABLES = (
    "plan_wishes",
    "plan_drafts",
    "looks",
    "incidents",
    "plan_sendings",
    "rounds_given",
    "crew_photos",
    "crew_passages",
    "crew_positions",
    "crew_deeds",
)


def upgrade() -> None:
    _deeds()
    _positions()
    _given_and_sent()
    _looks()
    _drafts()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _deeds() -> None:
    op.create_table(
        "crew_deeds",
        *_key(),
        _is("truck", sa.String(64)),
        _is("day", sa.Date()),
        _is("kind", sa.String(16)),
        _is("at_us", sa.BigInteger()),
        _is("came_us", sa.BigInteger()),
        sa.Column("body", sa.Text()),
        sa.Column("person", sa.String(64)),
        sa.PrimaryKeyConstraint(*KEY, name="pk_crew_deeds"),
        _person("crew_deeds", "person"),
    )
    op.create_index("ix_crew_deeds_day_truck", "crew_deeds", ["day", "truck"])
    op.create_table(
        "crew_photos",
        _is("sha256", sa.String(64)),
        _is("came_us", sa.BigInteger()),
        _is("jpeg", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("sha256", name="pk_crew_photos"),
    )


def _positions() -> None:
    op.create_table(
        "crew_positions",
        *_key(),
        _is("truck", sa.String(64)),
        _is("day", sa.Date()),
        _is("at_us", sa.BigInteger()),
        _is("body", sa.Text()),
        sa.Column("person", sa.String(64)),
        sa.PrimaryKeyConstraint(*KEY, name="pk_crew_positions"),
        _person("crew_positions", "person"),
        sa.ForeignKeyConstraint(
            list(KEY), [f"crew_deeds.{name}" for name in KEY], name="fk_crew_positions_device"
        ),
    )
    op.create_index("ix_crew_positions_truck_at_us", "crew_positions", ["truck", "at_us"])
    op.create_index("ix_crew_positions_day", "crew_positions", ["day"])
    op.create_table(
        "crew_passages",
        _is("truck", sa.String(64)),
        _is("day", sa.Date()),
        _is("ref", sa.String(130)),
        _is("first_us", sa.BigInteger()),
        _is("last_us", sa.BigInteger()),
        sa.PrimaryKeyConstraint("truck", "day", "ref", name="pk_crew_passages"),
    )


def _given_and_sent() -> None:
    op.create_table(
        "rounds_given",
        _is("person", sa.String(64)),
        _is("truck", sa.String(64)),
        _is("day", sa.Date()),
        _is("at_us", sa.BigInteger()),
        sa.PrimaryKeyConstraint("person", "truck", "day", name="pk_rounds_given"),
        _person("rounds_given", "person"),
    )
    op.create_table(
        "plan_sendings",
        _is("truck", sa.String(64)),
        _is("plan_us", sa.BigInteger()),
        _is("day", sa.Date()),
        _is("sent_us", sa.BigInteger()),
        sa.PrimaryKeyConstraint("truck", "plan_us", name="pk_plan_sendings"),
    )


def _looks() -> None:
    op.create_table(
        "incidents",
        _is("id", NUMBER),
        _is("truck", sa.String(64)),
        _is("why", sa.Text()),
        _is("opened_us", sa.BigInteger()),
        sa.Column("opened_by", sa.String(64)),
        sa.Column("closed_us", sa.BigInteger()),
        sa.Column("closed_by", sa.String(64)),
        sa.PrimaryKeyConstraint("id", name="pk_incidents"),
        _person("incidents", "opened_by"),
        _person("incidents", "closed_by"),
    )
    op.create_index("ix_incidents_truck", "incidents", ["truck"])
    op.create_table(
        "looks",
        _is("id", NUMBER),
        _is("incident", NUMBER),
        _is("at_us", sa.BigInteger()),
        sa.Column("who", sa.String(64)),
        sa.PrimaryKeyConstraint("id", name="pk_looks"),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], name="fk_looks_incident"),
        _person("looks", "who"),
    )
    op.create_index("ix_looks_incident", "looks", ["incident"])


def _drafts() -> None:
    op.create_table(
        "plan_drafts",
        _is("day", sa.Date()),
        _is("version", sa.BigInteger()),
        _is("base_us", sa.BigInteger()),
        _is("at_us", sa.BigInteger()),
        sa.Column("who", sa.String(64)),
        _is("what", sa.Text()),
        _is("locks", sa.JSON()),
        _is("body", sa.LargeBinary()),
        _is("published", sa.Boolean()),
        sa.PrimaryKeyConstraint("day", "version", name="pk_plan_drafts"),
        _person("plan_drafts", "who"),
    )
    op.create_table(
        "plan_wishes",
        _is("container", sa.String(64)),
        _is("day", sa.Date()),
        _is("from_day", sa.Date()),
        _is("at_us", sa.BigInteger()),
        sa.Column("who", sa.String(64)),
        sa.PrimaryKeyConstraint("container", "day", name="pk_plan_wishes"),
        _person("plan_wishes", "who"),
    )


def _key() -> tuple[sa.Column[Any], ...]:
    return (
        _is("device", sa.String(64)),
        _is("epoch", sa.String(12)),
        _is("seq", sa.BigInteger()),
    )


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["people.id"], name=f"fk_{table}_{column}")


def _is(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)
