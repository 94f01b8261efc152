"""Alarms with the messages that tell of them, tickets of weighbridges, and unloadings."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_OPEN = sa.text("closed_us IS NULL")


def upgrade() -> None:
    _alarms()
    op.create_table(
        "tickets",
        sa.Column("site", sa.String(64), nullable=False),
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("plate", sa.String(16), nullable=False),
        sa.Column("gross_kg", sa.Integer(), nullable=False),
        sa.Column("tare_kg", sa.Integer(), nullable=False),
        sa.Column("stream", sa.String(64), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("imported_us", sa.BigInteger(), nullable=False),
        sa.Column("imported_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("site", "number", name="pk_tickets"),
        sa.ForeignKeyConstraint(["site"], ["sites.id"], name="fk_tickets_site"),
    )
    op.create_index("ix_tickets_at_us", "tickets", ["at_us"])
    op.create_table(
        "unloadings",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("truck", sa.String(64), nullable=False),
        sa.Column("tip", sa.String(64), nullable=False),
        sa.Column("stream", sa.String(64), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("weight_kg", sa.Integer()),
        sa.Column("source", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unloadings"),
        sa.ForeignKeyConstraint(["truck"], ["trucks.id"], name="fk_unloadings_truck"),
        sa.ForeignKeyConstraint(["tip"], ["sites.id"], name="fk_unloadings_tip"),
    )
    op.create_index("ix_unloadings_at_us", "unloadings", ["at_us"])


def _alarms() -> None:
    op.create_table(
        "alarms",
        _counted(),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject", sa.String(130), nullable=False),
        *(
            sa.Column(name, sa.BigInteger(), nullable=False)
            for name in ("opened_us", "since_us", "seen_us")
        ),
        sa.Column("closed_us", sa.BigInteger()),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.BigInteger()) for name in ("call_us", "told_us", "acknowledged_us")),
        sa.Column("acknowledged_by", sa.Text()),
        sa.Column("figure", sa.Float()),
        sa.PrimaryKeyConstraint("id", name="pk_alarms"),
    )
    op.create_index(
        "uq_alarms_open",
        "alarms",
        ["kind", "subject"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_table(
        "alarm_messages",
        _counted(),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("alarm", sa.BigInteger().with_variant(sa.Integer(), "sqlite")),
        sa.Column("event", sa.String(16), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("made_us", sa.BigInteger(), nullable=False),
        sa.Column("next_us", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.BigInteger()) for name in ("sent_us", "dropped_us")),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_alarm_messages"),
        sa.UniqueConstraint("key", name="uq_alarm_messages_key"),
        sa.ForeignKeyConstraint(["alarm"], ["alarms.id"], name="fk_alarm_messages_alarm"),
    )
    op.create_index("ix_alarm_messages_alarm", "alarm_messages", ["alarm"])


def _counted() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def downgrade() -> None:
    for table in ("unloadings", "tickets", "alarm_messages", "alarms"):
        op.drop_table(table)
