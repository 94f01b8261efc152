"""Tables of what a territory's files say: ground, fleet, fixed rounds, containers."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
)

from cloud.registry.columns import (
    Kept,
    Listed,
    added,
    counted,
    mentioning,
    must,
    own_id,
    points_to,
    title,
)
from cloud.registry.tables.metadata import METADATA
from cloud.registry.values import Compartment, Hours
from cloud.rounds.holidays import Holiday
from cloud.rounds.season import Season

territories = Table(
    "territories",
    METADATA,
    Column("name", Text, primary_key=True),
    must("timezone", Text),
)

operators = Table("operators", METADATA, own_id(), title())

communes = Table(
    "communes",
    METADATA,
    Column("insee", String(5), primary_key=True),
    title(),
    must("population", Integer),
    must("lat", Float),
    must("lon", Float),
    Column("outline", Text),
)

zones = Table(
    "zones",
    METADATA,
    own_id(),
    title(),
    points_to("communes.insee", "insee"),
    must("lat", Float),
    must("lon", Float),
    must("invented", Boolean),
    must("note", Text),
)

models = Table(
    "models",
    METADATA,
    own_id(),
    must("gear", String(64)),
    must("depth_mm", Integer),
    must("bottom_mm", Listed),
    must("top_mm", Listed),
    must("sensor_above_full_mm", Integer),
)

sites = Table(
    "sites",
    METADATA,
    own_id(),
    title(),
    must("kind", String(16)),
    points_to("operators.id", "operator"),
    must("streams", Listed),
    must("lat", Float),
    must("lon", Float),
    must("opens_s", Integer),
    must("closes_s", Integer),
    must("unload_s", Integer),
    must("invented", Boolean),
    must("note", Text),
    added("windows", Kept(tuple[Hours, ...]), "[]"),
)

trucks = Table(
    "trucks",
    METADATA,
    own_id(),
    title(),
    points_to("operators.id", "operator"),
    points_to("sites.id", "depot"),
    must("gear", Listed),
    must("streams", Listed),
    must("capacity_kg", Integer),
    must("capacity_l", Integer),
    must("compaction", Float),
    must("starts_s", Integer),
    must("ends_s", Integer),
    must("invented", Boolean),
    added("compartments", Kept(tuple[Compartment, ...]), "[]"),
    Column("end_depot", ForeignKey("sites.id")),
    Column("eur_per_km", Float),
    added("eur_per_hour", Float, "0"),
    added("eur_per_use", Float, "0"),
    added("rules", Listed, '["labour-code"]'),
    added("gross_kg", Integer, "19000"),
    added("height_cm", Integer, "380"),
    Column("daily_kg", Integer),
    Column("daily_l", Integer),
    Column("daily_stops", Integer),
)

# A round goes over the columns of its communes, or it has sides.
rounds = Table(
    "rounds",
    METADATA,
    own_id(),
    title(),
    points_to("operators.id", "operator"),
    must("stream", String(64)),
    Column("gear", String(64)),
    Column("truck", ForeignKey("trucks.id")),
    must("weekdays", Listed),
    must("every_weeks", Integer),
    must("anchor", Date),
    Column("season", Kept(Season)),
    Column("until", Date),
    added("on_holiday", String(16), "keep"),
    added("holidays", Kept(tuple[Holiday, ...]), "[]"),
    must("communes", Listed),
    must("invented", Boolean),
)

sides = Table(
    "sides",
    METADATA,
    Column("round", ForeignKey("rounds.id"), primary_key=True),
    # From 0, in the order of driving.
    Column("number", Integer, primary_key=True),
    must("street", Text),
    must("side", String(8)),
    must("lat", Float),
    must("lon", Float),
    must("exit_lat", Float),
    must("exit_lon", Float),
    must("metres", Integer),
    must("seconds", Integer),
    must("load_kg", Integer),
    must("load_l", Integer),
    must("spread_kg", Integer),
    must("spread_l", Integer),
)

ages = Table(
    "ages",
    METADATA,
    counted(),
    points_to("territories.name", "territory"),
    must("stream", String(64)),
    must("days", Integer),
    Column("zone", String(64)),
    Column("season", Kept(Season)),
)

containers = Table(
    "containers",
    METADATA,
    own_id(),
    title(),
    points_to("communes.insee", "insee"),
    points_to("operators.id", "operator"),
    must("stream", String(64)),
    points_to("models.id", "model"),
    must("lat", Float),
    must("lon", Float),
    must("kg_per_m3", Float),
    must("litres_per_day", Float),
    must("service_s", Integer),
    must("invented", Boolean),
    added("windows", Kept(tuple[Hours, ...]), "[]"),
    Column("max_truck_kg", Integer),
    Column("max_truck_cm", Integer),
    Column("age_zone", String(64)),
    mentioning("access"),
)
