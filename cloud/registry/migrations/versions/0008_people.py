"""People who may sign in, their roles, keys, sessions, links and tries, and a journal."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

JOURNAL = "people_journal"
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# In the order in which they may be dropped.
TABLES = (
    JOURNAL,
    "people_tries",
    "people_links",
    "people_sessions",
    "people_keys",
    "people_roles",
    "people",
)


def upgrade() -> None:
    _accounts()
    _sessions_and_links()
    _tries_and_journal()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP FUNCTION {JOURNAL}_fixed()")


def _accounts() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("truck", sa.String(64)),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )
    op.create_table(
        "people_roles",
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("person", "role", name="pk_people_roles"),
        _person("people_roles"),
    )
    op.create_table(
        "people_keys",
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("password", sa.Text()),
        sa.Column("totp", sa.LargeBinary()),
        sa.Column("totp_step", sa.BigInteger()),
        sa.PrimaryKeyConstraint("person", name="pk_people_keys"),
        _person("people_keys"),
    )


def _sessions_and_links() -> None:
    op.create_table(
        "people_sessions",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("made_us", sa.BigInteger(), nullable=False),
        sa.Column("seen_us", sa.BigInteger(), nullable=False),
        sa.Column("until_us", sa.BigInteger(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("way", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_people_sessions"),
        _person("people_sessions"),
    )
    op.create_index("ix_people_sessions_person", "people_sessions", ["person"])
    op.create_table(
        "people_links",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("made_us", sa.BigInteger(), nullable=False),
        sa.Column("until_us", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.String(64)),
        sa.Column("used_us", sa.BigInteger()),
        sa.PrimaryKeyConstraint("hash", name="pk_people_links"),
        _person("people_links"),
        _person("people_links", "made_by"),
    )
    op.create_index("ix_people_links_person", "people_links", ["person"])


def _tries_and_journal() -> None:
    op.create_table(
        "people_tries",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.String(64)),
        sa.PrimaryKeyConstraint("id", name="pk_people_tries"),
        _person("people_tries"),
    )
    op.create_index("ix_people_tries_account", "people_tries", ["account"])
    op.create_index("ix_people_tries_address", "people_tries", ["address"])
    op.create_table(
        JOURNAL,
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.String(64)),
        sa.Column("person", sa.String(64)),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{JOURNAL}"),
        _person(JOURNAL, "who"),
        _person(JOURNAL),
    )
    _fix_lines()


def _person(table: str, column: str = "person") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["people.id"], name=f"fk_{table}_{column}")


def _fix_lines() -> None:
    """Let an erasure empty the names of a line, and nobody change anything else in it."""
    told = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in ("id", "at_us", "what", "detail"))
    named = " OR ".join(
        f"(NEW.{name} IS NOT NULL AND (OLD.{name} IS NULL OR NEW.{name} <> OLD.{name}))"
        for name in ("who", "person")
    )
    when = f"{told} OR {named}"
    if op.get_bind().dialect.name != "postgresql":
        op.execute(
            f"CREATE TRIGGER {JOURNAL}_fixed BEFORE UPDATE ON {JOURNAL} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{JOURNAL} is not rewritten'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {JOURNAL}_fixed() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{JOURNAL} is not rewritten'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {JOURNAL}_fixed BEFORE UPDATE ON {JOURNAL} "
        f"FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {JOURNAL}_fixed()"
    )
