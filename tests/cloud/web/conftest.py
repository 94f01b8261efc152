"""A valley of thirty containers, two trucks and a plan, and a way to ask the page for it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from math import asin, cos, radians, sin, sqrt
from zoneinfo import ZoneInfo

import httpx
import pytest

from cloud.errors import StoreDown
from cloud.forecast.need import Need
from cloud.plan.route import Left, Plan, Route, Stop
from cloud.web.app import create_app
from cloud.web.view import Commune, Container, Site, Truck, View
from tests.cloud.web.cosmo import FakeZones

PARIS = ZoneInfo("Europe/Paris")
NOW_US = int(datetime(2026, 11, 24, 18, 5, tzinfo=PARIS).timestamp()) * 1_000_000
HOUR_US = 3_600_000_000

# Villages: name, INSEE code, inhabitants, latitude, longitude (INSEE, GeoNames CC BY 4.0).
VILLAGES = {
    "Gignac": ("34114", 6713, 43.65207, 3.55096),
    "Saint-André-de-Sangonis": ("34239", 6364, 43.64972, 3.5033),
    "Montarnaud": ("34163", 4186, 43.64909, 3.69833),
    "Aniane": ("34010", 2956, 43.68561, 3.5863),
    "Saint-Pargoire": ("34281", 2438, 43.52847, 3.51972),
    "Le Pouget": ("34210", 2101, 43.59197, 3.5245),
    "Saint-Jean-de-Fos": ("34267", 1743, 43.70065, 3.55132),
    "Plaissan": ("34204", 1610, 43.55818, 3.5258),
    "Montpeyroux": ("34173", 1418, 43.69565, 3.50532),
    "Saint-Paul-et-Valmalle": ("34282", 1367, 43.62722, 3.67556),
    "Pouzols": ("34215", 956, 43.61802, 3.51308),
    "Jonquières": ("34122", 588, 43.67359, 3.47859),
    "Saint-Guilhem-le-Désert": ("34261", 243, 43.73480, 3.54930),
}

# id, place, village, north and east of the village in metres, stream, fill, risk, kilograms.
CONTAINERS = (
    ("gignac-01", "Place du Jeu-de-Ballon", "Gignac", 60, 40, "residual", 0.93, 0.97, 310),
    ("gignac-02", "Rue du Four", "Gignac", -90, 130, "residual", 0.71, 0.34, 240),
    ("gignac-03", "Boulevard de l’Esplanade", "Gignac", 150, -160, "biowaste", 0.86, 0.88, 190),
    ("gignac-04", "Cosmo", "Gignac", -700, 650, "residual", 1.04, 0.998, 360),
    ("gignac-05", "Gare routière", "Gignac", 520, 420, "biowaste", 0.38, 0.02, 80),
    (
        "sangonis-01",
        "Cours de la Place",
        "Saint-André-de-Sangonis",
        20,
        10,
        "residual",
        0.88,
        0.9,
        290,
    ),
    (
        "sangonis-02",
        "Avenue de Montpellier",
        "Saint-André-de-Sangonis",
        40,
        260,
        "residual",
        0.64,
        0.22,
        210,
    ),
    (
        "sangonis-03",
        "Cave coopérative",
        "Saint-André-de-Sangonis",
        -320,
        -210,
        "biowaste",
        0.77,
        0.58,
        170,
    ),
    (
        "sangonis-04",
        "La Garrigue",
        "Saint-André-de-Sangonis",
        -1150,
        1000,
        "residual",
        0.31,
        0.004,
        100,
    ),
    ("montarnaud-01", "Place de l’Église", "Montarnaud", 0, 0, "residual", 0.81, 0.74, 270),
    ("montarnaud-02", "Stade", "Montarnaud", 430, 380, "residual", 0.57, 0.13, 190),
    ("montarnaud-03", "Chemin du Mas-Dieu", "Montarnaud", -210, -120, "biowaste", 0.49, 0.06, 110),
    ("aniane-01", "Abbaye", "Aniane", 30, -30, "residual", 0.9, 0.93, 300),
    ("aniane-02", "Boulevard Saint-Jean", "Aniane", -140, 90, "biowaste", 0.83, 0.79, 180),
    ("aniane-03", "Pont du Diable", "Aniane", 1750, -2250, "residual", 0.22, 0.003, 70),
    ("pargoire-01", "Place de l’Église", "Saint-Pargoire", 0, 20, "residual", 0.69, 0.41, 230),
    (
        "pargoire-02",
        "Route de Villeveyrac",
        "Saint-Pargoire",
        -260,
        330,
        "biowaste",
        0.74,
        0.52,
        160,
    ),
    ("pouget-01", "Le Barri", "Le Pouget", 10, 0, "biowaste", 0.79, 0.67, 170),
    ("pouget-02", "Trois Fontaines", "Le Pouget", -1000, 720, "residual", 0.28, 0.004, 90),
    ("jeandefos-01", "Halle des potiers", "Saint-Jean-de-Fos", 0, 0, "residual", 0.84, 0.81, 280),
    ("jeandefos-02", "Route d’Aniane", "Saint-Jean-de-Fos", -160, 280, "biowaste", 0.44, 0.03, 95),
    ("plaissan-01", "Mairie", "Plaissan", 0, 0, "biowaste", 0.72, 0.45, 155),
    ("montpeyroux-01", "Place de l’Horloge", "Montpeyroux", 0, 0, "residual", 0.66, 0.28, 220),
    ("montpeyroux-02", "Le Barry", "Montpeyroux", 170, -170, "biowaste", None, 0.3, 120),
    ("valmalle-01", "Mairie", "Saint-Paul-et-Valmalle", 0, 0, "residual", 0.61, 0.19, 200),
    ("pouzols-01", "Place de la Fontaine", "Pouzols", 0, 0, "biowaste", 0.68, 0.33, 150),
    ("pouzols-02", "Salle des fêtes", "Pouzols", 120, 150, "residual", 0.12, 0.0, 40),
    ("jonquieres-01", "Château", "Jonquières", 0, 0, "biowaste", 0.53, 0.09, 115),
    ("guilhem-01", "Parking haut", "Saint-Guilhem-le-Désert", 0, 0, "residual", 0.95, 0.96, 330),
    (
        "guilhem-02",
        "Place de la Liberté",
        "Saint-Guilhem-le-Désert",
        -220,
        60,
        "residual",
        0.78,
        0.61,
        260,
    ),
)
TROUBLE = {"montpeyroux-02": "silent", "sangonis-03": "stuck", "pouzols-02": "short"}
LEFT = {"guilhem-02": "no-time", "montpeyroux-02": "silent"}

SITES = (
    Site("depot", "Dépôt de Gignac", "depot", 43.6445, 3.5612, invented=True),
    Site("soumont", "Soumont", "tip", 43.72371, 3.35072),
    Site("aspiran", "Aspiran", "tip", 43.56586, 3.45031),
)
TRUCKS = (
    Truck("benne-1", "Benne 1", "Communauté de communes", 3500, 24_000, invented=True),
    Truck("benne-2", "Benne 2", "Communauté de communes", 2600, 16_000, invented=True),
)
ROUNDS = {
    "benne-1": (
        "montarnaud-01 gignac-04 gignac-01 aniane-01 guilhem-01 jeandefos-01 soumont"
        " sangonis-01 pargoire-01 gignac-02 soumont"
    ),
    "benne-2": (
        "gignac-03 aniane-02 sangonis-03 pouzols-01 pouget-01 aspiran plaissan-01 pargoire-02"
        " montpeyroux-01 aspiran"
    ),
}


def valley() -> View:
    """Thirty containers, two trucks of nine and eight stops with two unloads each."""
    containers = tuple(_container(*row) for row in CONTAINERS)
    return View(
        NOW_US,
        "Vallée de l’Hérault",
        "Europe/Paris",
        tuple(_commune(name, *facts) for name, facts in VILLAGES.items()),
        containers,
        SITES,
        TRUCKS,
        _plan(containers),
        attribution=("Communes : INSEE",),
    )


def _commune(name: str, insee: str, population: int, lat: float, lon: float) -> Commune:
    w, h = 0.022, 0.015
    ring = ((lon - w, lat), (lon, lat - h), (lon + w, lat), (lon, lat + h), (lon - w, lat))
    return Commune(insee, name, population, lat, lon, (ring,))


def _container(  # noqa: PLR0913, PLR0917 - a row of the table above
    ident: str,
    place: str,
    village: str,
    north_m: int,
    east_m: int,
    stream: str,
    fill: float | None,
    risk: float,
    load_kg: int,
) -> Container:
    _, _, lat, lon = VILLAGES[village]
    trouble = TROUBLE.get(ident)
    read_at_us = NOW_US - (75 * HOUR_US if trouble == "silent" else 7 * 60_000_000)
    full_in_h = None if fill is None or risk < 0.1 else max(int((1 - fill) * 150), -1)
    need = Need(
        ident,
        read_at_us,
        fill,
        (fill or 0.5) + 0.06,
        load_kg,
        load_kg // 8,
        risk,
        None if full_in_h is None else NOW_US + full_in_h * HOUR_US,
        NOW_US - 90 * HOUR_US,
        trouble,
    )
    return Container(
        ident,
        f"{village} – {place}",
        village,
        stream,
        lat + north_m / 111_200,
        lon + east_m / 80_400,
        fill,
        read_at_us,
        need,
        invented=True,
    )


def _plan(containers: tuple[Container, ...]) -> Plan:
    routes = tuple(_route(truck, containers) for truck in TRUCKS)
    served = {stop.ref for route in routes for stop in route.containers}
    needs = [c.need for c in containers if c.need is not None]
    left = tuple(
        Left(
            need.container,
            need.p_overflow_if_left,
            LEFT.get(need.container, "can-wait"),
            "expected at 62 % of the full line by then",
        )
        for need in needs
        if need.container not in served
    )
    avoided = sum(need.p_overflow_if_left for need in needs if need.container in served)
    day, issued_at_us = "2026-11-25", NOW_US - 3 * 60_000_000
    return Plan(
        day, issued_at_us, "crow flight × 1.35 at 40 km/h", False, routes, left, avoided, 7, 400
    )


def _route(truck: Truck, containers: tuple[Container, ...]) -> Route:
    known = {c.id: c for c in containers}
    depot = SITES[0]
    at: Container | Site = depot
    clock_s, load_kg = 5 * 3600 + 1800, 0
    stops = [_stop("depot", depot, clock_s, clock_s, 0, 0)]
    for ref in (*ROUNDS[truck.id].split(), "depot"):
        place = known.get(ref) or next(site for site in SITES if site.id == ref)
        metres = round(_crow_m(at, place) * 1.35)
        clock_s += metres // 11
        if isinstance(place, Container):
            assert place.need is not None
            load_kg += place.need.load_kg
            kind, stay_s, risk = "container", 300, place.need.p_overflow_if_left
            stop = _stop(kind, place, clock_s, clock_s + stay_s, metres, load_kg, risk)
        else:
            load_kg = 0
            stay_s = 900 if place.kind == "tip" else 0
            stop = _stop(place.kind, place, clock_s, clock_s + stay_s, metres, 0)
        clock_s += stay_s
        stops.append(stop)
        at = place
    return Route(truck.id, truck.name, "ccvh", tuple(stops))


def _stop(
    kind: str,
    place: Container | Site,
    arrive_s: int,
    leave_s: int,
    metres: int,
    load_kg: int,
    risk: float | None = None,
) -> Stop:
    return Stop(
        kind,  # type: ignore[arg-type]  # an outlet is no stop, and none is in the rounds
        place.id,
        place.name,
        place.lat,
        place.lon,
        arrive_s,
        leave_s,
        metres,
        load_kg,
        load_kg * 7,
        risk,
        risk is not None and risk > 0.9,
    )


def _crow_m(a: Container | Site, b: Container | Site) -> float:
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    across = sin(radians(b.lon - a.lon) / 2) ** 2
    h = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * across
    return 2 * 6_371_009 * asin(sqrt(h))


@dataclass
class FakeDesk:
    """A desk that says what it was told, or that its store is down."""

    shown: View = field(default_factory=valley)
    down: bool = False

    def view(self) -> View:
        if self.down:
            raise StoreDown("no answer")
        return self.shown


@pytest.fixture
def view() -> View:
    return valley()


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def zones() -> FakeZones:
    return FakeZones()


Get = Callable[..., httpx.Response]


@pytest.fixture
def get(desk: FakeDesk, zones: FakeZones) -> Get:
    """Ask the application for a path, as a browser on this machine would."""
    app = create_app(desk, zones, allowed_hosts=("tournees.example",))

    def ask(
        path: str, host: str = "127.0.0.1:8000", method: str = "GET", **headers: str
    ) -> httpx.Response:
        async def go() -> httpx.Response:
            transport = httpx.ASGITransport(app)
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
                return await client.request(method, path, headers=named)

        return asyncio.run(go())

    return ask
