"""What becomes of dead letters, the journal of that, and what was renamed since."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

JOURNAL = "dead_letter_journal"


def upgrade() -> None:
    op.add_column(
        "dead_letters",
        sa.Column("state", sa.String(16), nullable=False, server_default="new"),
    )
    op.execute("UPDATE dead_letters SET state = 'replayed' WHERE replayed_at_us IS NOT NULL")
    op.create_index("ix_dead_letters_state", "dead_letters", ["state"])
    op.create_table(
        "renamings",
        _number(),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("node", sa.String(64), nullable=False),
        sa.Column("sensor", sa.String(64)),
        sa.Column("new", sa.String(64), nullable=False),
        sa.Column("since_us", sa.BigInteger()),
        sa.Column("until_us", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_renamings"),
        sa.CheckConstraint("until_us > since_us", name="ck_renamings_forwards"),
    )
    op.create_table(
        JOURNAL,
        _number(),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("letters", sa.JSON(), nullable=False),
        sa.Column("rule", sa.String(64)),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{JOURNAL}"),
    )
    _append_only()


def _number() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def _append_only() -> None:
    if op.get_bind().dialect.name == "postgresql":
        # The function is that of the first migration.
        op.execute(
            f"CREATE TRIGGER {JOURNAL}_append_only BEFORE UPDATE OR DELETE ON {JOURNAL} "
            "FOR EACH ROW EXECUTE FUNCTION append_only()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {JOURNAL}_no_{verb.lower()} BEFORE {verb} ON {JOURNAL} "
            f"BEGIN SELECT RAISE(ABORT, '{JOURNAL} is append-only'); END"
        )
