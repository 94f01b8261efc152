"""First tables: the territory, what hangs in it, dead letters, and what was issued."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = ("plans", "forecasts")


def upgrade() -> None:
    _territory()
    _fleet()
    _containers()
    _nodes()
    _letters()
    for name in APPEND_ONLY:
        _issued(name)
    _append_only()


def _id() -> sa.Column[str]:
    return sa.Column("id", sa.String(64), nullable=False)


def _is(name: str, kind: Any) -> sa.Column[Any]:  # noqa: ANN401 - a type or its instance
    return sa.Column(name, kind, nullable=False)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}")


def _territory() -> None:
    op.create_table(
        "territories",
        _is("name", sa.Text()),
        _is("timezone", sa.Text()),
        _key("territories", "name"),
    )
    op.create_table("operators", _id(), _is("name", sa.Text()), _key("operators", "id"))
    op.create_table(
        "communes",
        _is("insee", sa.String(5)),
        _is("name", sa.Text()),
        _is("population", sa.Integer()),
        _is("lat", sa.Float()),
        _is("lon", sa.Float()),
        sa.Column("outline", sa.Text()),
        _key("communes", "insee"),
    )


def _fleet() -> None:
    op.create_table(
        "sites",
        _id(),
        _is("name", sa.Text()),
        _is("kind", sa.String(16)),
        _is("operator", sa.String(64)),
        _is("streams", sa.JSON()),
        _is("lat", sa.Float()),
        _is("lon", sa.Float()),
        _is("opens_s", sa.Integer()),
        _is("closes_s", sa.Integer()),
        _is("unload_s", sa.Integer()),
        _is("invented", sa.Boolean()),
        _is("note", sa.Text()),
        _key("sites", "id"),
        _to("sites", "operator", "operators.id"),
    )
    op.create_table(
        "trucks",
        _id(),
        _is("name", sa.Text()),
        _is("operator", sa.String(64)),
        _is("depot", sa.String(64)),
        _is("gear", sa.JSON()),
        _is("streams", sa.JSON()),
        _is("capacity_kg", sa.Integer()),
        _is("capacity_l", sa.Integer()),
        _is("compaction", sa.Float()),
        _is("starts_s", sa.Integer()),
        _is("ends_s", sa.Integer()),
        _is("invented", sa.Boolean()),
        _key("trucks", "id"),
        _to("trucks", "operator", "operators.id"),
        _to("trucks", "depot", "sites.id"),
    )
    op.create_table(
        "rounds",
        _id(),
        _is("name", sa.Text()),
        _is("operator", sa.String(64)),
        _is("stream", sa.String(64)),
        _is("truck", sa.String(64)),
        _is("weekdays", sa.JSON()),
        _is("every_weeks", sa.Integer()),
        _is("anchor", sa.Date()),
        _is("communes", sa.JSON()),
        _is("invented", sa.Boolean()),
        _key("rounds", "id"),
        _to("rounds", "operator", "operators.id"),
        _to("rounds", "truck", "trucks.id"),
    )


def _containers() -> None:
    op.create_table(
        "models",
        _id(),
        _is("gear", sa.String(64)),
        _is("depth_mm", sa.Integer()),
        _is("bottom_mm", sa.JSON()),
        _is("top_mm", sa.JSON()),
        _is("sensor_above_full_mm", sa.Integer()),
        _key("models", "id"),
    )
    op.create_table(
        "containers",
        _id(),
        _is("name", sa.Text()),
        _is("insee", sa.String(5)),
        _is("operator", sa.String(64)),
        _is("stream", sa.String(64)),
        _is("model", sa.String(64)),
        _is("lat", sa.Float()),
        _is("lon", sa.Float()),
        _is("kg_per_m3", sa.Float()),
        _is("litres_per_day", sa.Float()),
        _is("service_s", sa.Integer()),
        _is("invented", sa.Boolean()),
        _key("containers", "id"),
        _to("containers", "insee", "communes.insee"),
        _to("containers", "operator", "operators.id"),
        _to("containers", "model", "models.id"),
    )


def _nodes() -> None:
    op.create_table("nodes", _id(), _key("nodes", "id"))
    op.create_table(
        "sensors",
        _is("node", sa.String(64)),
        _is("name", sa.String(64)),
        _is("model", sa.String(64)),
        _key("sensors", "node", "name"),
        _to("sensors", "node", "nodes.id"),
    )
    op.create_table(
        "mounts",
        _is("node", sa.String(64)),
        _is("sensor", sa.String(64)),
        _is("container", sa.String(64)),
        _is("from_us", sa.BigInteger()),
        sa.Column("until_us", sa.BigInteger()),
        _key("mounts", "node", "sensor", "from_us"),
        _to("mounts", "container", "containers.id"),
        sa.ForeignKeyConstraint(
            ["node", "sensor"], ["sensors.node", "sensors.name"], name="fk_mounts_node"
        ),
        sa.CheckConstraint("until_us > from_us", name="ck_mounts_forwards"),
    )
    still_there = sa.text("until_us IS NULL")
    op.create_index(
        "uq_mounts_open",
        "mounts",
        ["node", "sensor"],
        unique=True,
        sqlite_where=still_there,
        postgresql_where=still_there,
    )
    op.create_table(
        "node_status",
        _is("node", sa.String(64)),
        _is("epoch", sa.String(12)),
        _is("link", sa.String(8)),
        _is("at_us", sa.BigInteger()),
        _is("produced", sa.BigInteger()),
        _is("pending", sa.BigInteger()),
        _is("dropped", sa.BigInteger()),
        _key("node_status", "node"),
        _to("node_status", "node", "nodes.id"),
    )


def _number() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def _letters() -> None:
    op.create_table(
        "dead_letters",
        _number(),
        _is("at_us", sa.BigInteger()),
        _is("topic", sa.Text()),
        sa.Column("node", sa.Text()),
        sa.Column("epoch", sa.Text()),
        sa.Column("seq", sa.BigInteger()),
        _is("rule", sa.String(64)),
        _is("reason", sa.Text()),
        _is("payload", sa.LargeBinary()),
        sa.Column("replayed_at_us", sa.BigInteger()),
        _key("dead_letters", "id"),
    )


def _issued(name: str) -> None:
    op.create_table(
        name,
        _number(),
        _is("day", sa.Date()),
        _is("issued_at_us", sa.BigInteger()),
        _is("body", sa.Text()),
        _is("figures", sa.JSON()),
        _key(name, "id"),
    )
    op.create_index(f"ix_{name}_day", name, ["day"])


def _append_only() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% are append-only', TG_TABLE_NAME; END $$"
        )
        for name in APPEND_ONLY:
            op.execute(
                f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE ON {name} "
                "FOR EACH ROW EXECUTE FUNCTION append_only()"
            )
        return
    for name in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON {name} "
                f"BEGIN SELECT RAISE(ABORT, '{name} are append-only'); END"
            )
