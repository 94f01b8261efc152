"""Rounds with sides, how long waste may wait, and what planning asks of trucks and places."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _trucks()
    _places()
    _rounds()
    _sides()
    _ages()


def _is(name: str, kind: Any) -> sa.Column[Any]:  # noqa: ANN401 - a type or its instance
    return sa.Column(name, kind, nullable=False)


def _added(name: str, kind: Any, before: str) -> sa.Column[Any]:  # noqa: ANN401 - a type or its instance
    return sa.Column(name, kind, nullable=False, server_default=before)


def _trucks() -> None:
    op.add_column("trucks", _added("compartments", sa.JSON(), "[]"))
    # Both dialects take this; Alembic would copy SQLite's table, to which rounds refer.
    op.execute(
        "ALTER TABLE trucks ADD COLUMN end_depot VARCHAR(64) "
        "CONSTRAINT fk_trucks_end_depot REFERENCES sites (id)"
    )
    op.add_column("trucks", sa.Column("eur_per_km", sa.Float()))
    op.add_column("trucks", _added("eur_per_hour", sa.Float(), "0"))
    op.add_column("trucks", _added("eur_per_use", sa.Float(), "0"))
    op.add_column("trucks", _added("rules", sa.JSON(), '["labour-code"]'))
    op.add_column("trucks", _added("gross_kg", sa.Integer(), "19000"))
    op.add_column("trucks", _added("height_cm", sa.Integer(), "380"))
    for name in ("daily_kg", "daily_l", "daily_stops"):
        op.add_column("trucks", sa.Column(name, sa.Integer()))


def _places() -> None:
    for table in ("sites", "containers"):
        op.add_column(table, _added("windows", sa.JSON(), "[]"))
    op.add_column("containers", sa.Column("max_truck_kg", sa.Integer()))
    op.add_column("containers", sa.Column("max_truck_cm", sa.Integer()))
    op.add_column("containers", sa.Column("age_zone", sa.String(64)))


def _rounds() -> None:
    with op.batch_alter_table("rounds") as rounds:
        rounds.alter_column("truck", existing_type=sa.String(64), nullable=True)
        rounds.add_column(sa.Column("gear", sa.String(64)))
        rounds.add_column(sa.Column("season", sa.JSON()))
        rounds.add_column(sa.Column("until", sa.Date()))
        rounds.add_column(_added("on_holiday", sa.String(16), "keep"))
        rounds.add_column(_added("holidays", sa.JSON(), "[]"))


def _sides() -> None:
    op.create_table(
        "sides",
        _is("round", sa.String(64)),
        _is("number", sa.Integer()),
        _is("street", sa.Text()),
        _is("side", sa.String(8)),
        *(_is(name, sa.Float()) for name in ("lat", "lon", "exit_lat", "exit_lon")),
        *(_is(name, sa.Integer()) for name in ("metres", "seconds")),
        *(_is(name, sa.Integer()) for name in ("load_kg", "load_l", "spread_kg", "spread_l")),
        sa.PrimaryKeyConstraint("round", "number", name="pk_sides"),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name="fk_sides_round"),
    )


def _ages() -> None:
    op.create_table(
        "ages",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        _is("territory", sa.Text()),
        _is("stream", sa.String(64)),
        _is("days", sa.Integer()),
        sa.Column("zone", sa.String(64)),
        sa.Column("season", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_ages"),
        sa.ForeignKeyConstraint(["territory"], ["territories.name"], name="fk_ages_territory"),
    )
