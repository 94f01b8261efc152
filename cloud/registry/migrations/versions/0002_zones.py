"""Zones with their radios and beacons, people counted by hand, and ports of sensors."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sensors", sa.Column("port", sa.Text()))
    _zones()
    _radios()
    _beacons()
    _manual_counts()


def _is(name: str, kind: Any) -> sa.Column[Any]:  # noqa: ANN401 - a type or its instance
    return sa.Column(name, kind, nullable=False)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _to(table: str, columns: list[str], targets: list[str]) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(columns, targets, name=f"fk_{table}_{columns[0]}")


def _zones() -> None:
    op.create_table(
        "zones",
        _is("id", sa.String(64)),
        _is("name", sa.Text()),
        _is("insee", sa.String(5)),
        _is("lat", sa.Float()),
        _is("lon", sa.Float()),
        _is("invented", sa.Boolean()),
        _is("note", sa.Text()),
        _key("zones", "id"),
        _to("zones", ["insee"], ["communes.insee"]),
    )


def _radios() -> None:
    op.create_table(
        "radios",
        _is("node", sa.String(64)),
        _is("sensor", sa.String(64)),
        _is("zone", sa.String(64)),
        _is("gate", sa.Text()),
        _is("lat", sa.Float()),
        _is("lon", sa.Float()),
        _is("people_per_day", sa.Float()),
        _is("invented", sa.Boolean()),
        _key("radios", "node", "sensor"),
        _to("radios", ["zone"], ["zones.id"]),
        _to("radios", ["node", "sensor"], ["sensors.node", "sensors.name"]),
    )
    op.create_index("uq_radios_node", "radios", ["node"], unique=True)


def _beacons() -> None:
    op.create_table(
        "beacons",
        _is("id", sa.String(64)),
        _is("name", sa.Text()),
        _is("zone", sa.String(64)),
        _is("node", sa.String(64)),
        _is("identity", sa.Text()),
        _is("lat", sa.Float()),
        _is("lon", sa.Float()),
        _is("invented", sa.Boolean()),
        _key("beacons", "id"),
        _to("beacons", ["zone"], ["zones.id"]),
        _to("beacons", ["node", "id"], ["sensors.node", "sensors.name"]),
    )


def _manual_counts() -> None:
    op.create_table(
        "manual_counts",
        _is("node", sa.String(64)),
        _is("sensor", sa.String(64)),
        _is("from_us", sa.BigInteger()),
        _is("until_us", sa.BigInteger()),
        _is("people", sa.Integer()),
        _key("manual_counts", "node", "sensor", "from_us"),
        _to("manual_counts", ["node", "sensor"], ["radios.node", "radios.sensor"]),
        sa.CheckConstraint("until_us > from_us", name="ck_manual_counts_forwards"),
    )
