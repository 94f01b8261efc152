"""What a crew must know to get at a container."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("containers", sa.Column("access", sa.Text()))


def downgrade() -> None:
    op.drop_column("containers", "access")
