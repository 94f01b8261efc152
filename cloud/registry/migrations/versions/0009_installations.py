"""Places to visit, the visits that close nodes, their photos and signed records."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# In the order in which they may be dropped.
TABLES = ("installation_records", "installations", "installation_photos", "places_to_visit")


def upgrade() -> None:
    _places()
    op.create_table(
        "installation_photos",
        _is("sha256", sa.String(64)),
        _is("jpeg", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("sha256", name="pk_installation_photos"),
    )
    _installations()
    op.create_table(
        "installation_records",
        _is("installation", sa.String(36)),
        _is("pdf", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("installation", name="pk_installation_records"),
        sa.ForeignKeyConstraint(
            ["installation"], ["installations.id"], name="fk_installation_records_installation"
        ),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _places() -> None:
    op.create_table(
        "places_to_visit",
        _is("id", sa.String(64)),
        _is("stands", sa.String(16)),
        *(_is(name, sa.Text()) for name in ("title", "street", "commune")),
        sa.Column("lat", sa.Float()),
        sa.Column("lon", sa.Float()),
        *(_is(name, sa.Text()) for name in ("keys", "permit")),
        sa.Column("node", sa.String(64)),
        sa.Column("who", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_places_to_visit"),
    )


def _installations() -> None:
    op.create_table(
        "installations",
        _is("id", sa.String(36)),
        *(_is(name, sa.String(64)) for name in ("node", "place")),
        _is("state", sa.String(16)),
        _is("who", sa.Text()),
        *(_is(name, sa.BigInteger()) for name in ("at_us", "received_us")),
        _is("body", sa.Text()),
        _is("refused", sa.JSON()),
        sa.Column("photo", sa.String(64)),
        sa.Column("proven_us", sa.BigInteger()),
        sa.Column("proof", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_installations"),
        sa.ForeignKeyConstraint(
            ["photo"], ["installation_photos.sha256"], name="fk_installations_photo"
        ),
    )
    for column in ("node", "place"):
        op.create_index(f"ix_installations_{column}", "installations", [column])


def _is(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)
