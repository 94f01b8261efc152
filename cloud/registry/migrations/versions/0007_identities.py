"""Nodes as things, their claims and certificates, and a journal of both."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

JOURNAL = "identity_journal"


def upgrade() -> None:
    op.create_table(
        "devices",
        sa.Column("node", sa.String(64), nullable=False),
        sa.Column("stock", sa.String(16), nullable=False),
        sa.Column("changed_us", sa.BigInteger(), nullable=False),
        sa.Column("serial", sa.String(64)),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("revoked_us", sa.BigInteger()),
        sa.Column("revoked_why", sa.Text()),
        sa.PrimaryKeyConstraint("node", name="pk_devices"),
        sa.UniqueConstraint("serial", name="uq_devices_serial"),
        sa.ForeignKeyConstraint(["node"], ["nodes.id"], name="fk_devices_node"),
    )
    op.create_table(
        "claims",
        sa.Column("number", sa.String(8), nullable=False),
        sa.Column("node", sa.String(64), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("made_us", sa.BigInteger(), nullable=False),
        sa.Column("until_us", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("used_us", sa.BigInteger()),
        sa.Column("used_key", sa.String(64)),
        sa.PrimaryKeyConstraint("number", name="pk_claims"),
        sa.ForeignKeyConstraint(["node"], ["nodes.id"], name="fk_claims_node"),
    )
    op.create_index("ix_claims_node", "claims", ["node"])
    op.create_table(
        "certificates",
        sa.Column("serial", sa.String(40), nullable=False),
        sa.Column("node", sa.String(64), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("from_us", sa.BigInteger(), nullable=False),
        sa.Column("until_us", sa.BigInteger(), nullable=False),
        sa.Column("pem", sa.Text(), nullable=False),
        sa.Column("revoked_us", sa.BigInteger()),
        sa.Column("revoked_why", sa.Text()),
        sa.PrimaryKeyConstraint("serial", name="pk_certificates"),
        sa.ForeignKeyConstraint(["node"], ["nodes.id"], name="fk_certificates_node"),
    )
    op.create_index("ix_certificates_node", "certificates", ["node", "from_us"])
    op.create_table(
        JOURNAL,
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("who", "what", "node", "detail")),
        sa.PrimaryKeyConstraint("id", name=f"pk_{JOURNAL}"),
    )
    _append_only()


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
