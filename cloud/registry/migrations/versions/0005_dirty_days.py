"""Days whose derived series must be made anew, and plans that would have differed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MARKS = "plan_marks"


def upgrade() -> None:
    op.create_table(
        "dirty_days",
        sa.Column("container", sa.String(64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("since_us", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("container", "day", name="pk_dirty_days"),
        sa.ForeignKeyConstraint(["container"], ["containers.id"], name="fk_dirty_days_container"),
    )
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        MARKS,
        sa.Column("id", number, nullable=False),
        sa.Column("plan", number, nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{MARKS}"),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name=f"fk_{MARKS}_plan"),
    )
    op.create_index(f"ix_{MARKS}_plan", MARKS, ["plan"])
    _append_only()


def _append_only() -> None:
    if op.get_bind().dialect.name == "postgresql":
        # The function is that of the first migration.
        op.execute(
            f"CREATE TRIGGER {MARKS}_append_only BEFORE UPDATE OR DELETE ON {MARKS} "
            "FOR EACH ROW EXECUTE FUNCTION append_only()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {MARKS}_no_{verb.lower()} BEFORE {verb} ON {MARKS} "
            f"BEGIN SELECT RAISE(ABORT, '{MARKS} are append-only'); END"
        )
