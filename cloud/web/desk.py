"""What the page shows, looked up in the registry and the store when it is asked for."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, cast

from cloud.errors import StoreDown
from cloud.forecast.need import Need
from cloud.forecast.survey import read_forecast
from cloud.plan.route import read_plan
from cloud.registry import values
from cloud.registry.registry import Registry
from cloud.series.container import FIELD, MEASUREMENT, series_of
from cloud.store.port import Store
from cloud.web.view import Commune, Container, Note, Ring, Site, SiteKind, Truck, View

# How far back a newest reading is looked for; an older one is the forecast's to tell.
RECENT_US: Final = 2 * 86_400_000_000
# Beyond this a dispatcher must know that what he sees is not now.
OLD_READINGS_US: Final = 6 * 3_600_000_000
OLD_FORECAST_US: Final = 36 * 3_600_000_000
# The newest plan was marked last, with those that rest on the same days.
MARKS: Final = 1000


@dataclass(frozen=True, slots=True)
class RegistryDesk:
    """The territory as registry and store know it; `now_us` tells the time."""

    registry: Registry
    store: Store
    now_us: Callable[[], int]

    def view(self) -> View:
        """Return the state now; raise RegistryFault if the registry does not answer.

        A store that is down costs the newest readings, not the page.
        """
        now_us = self.now_us()
        forecast = self.registry.newest_forecast()
        needs = {need.container: need for need in read_forecast(forecast).needs} if forecast else {}
        communes = self.registry.communes()
        names = {commune.insee: commune.name for commune in communes}
        known = self.registry.containers()
        levels, notes = self._levels(known, now_us)
        if forecast and now_us - forecast.issued_at_us > OLD_FORECAST_US:
            notes.append(Note("forecast-old", forecast.issued_at_us))
        plan = self.registry.newest_plan()
        if plan:
            notes += self._doubts(plan)
        territories = self.registry.territories()
        return View(
            now_us=now_us,
            territory=territories[0].name if territories else "",
            timezone=territories[0].timezone if territories else "Europe/Paris",
            communes=tuple(_commune(commune) for commune in communes),
            containers=tuple(
                _container(one, names, levels.get(one.id), needs.get(one.id)) for one in known
            ),
            sites=tuple(_site(site) for site in self.registry.sites()),
            trucks=tuple(self._trucks()),
            plan=read_plan(plan.body) if plan else None,
            notes=tuple(notes),
            attribution=(
                "Communes : INSEE, IGN (Licence Ouverte 2.0) ; villages : GeoNames (CC BY 4.0)",
            ),
        )

    def _levels(
        self, containers: Iterable[values.Container], now_us: int
    ) -> tuple[dict[str, tuple[int, float]], list[Note]]:
        """Return time and fill of each container's newest reading, and what is wrong with them."""
        since_ns, until_ns = (now_us - RECENT_US) * 1000, (now_us + 1) * 1000
        try:
            newest = self.store.newest(MEASUREMENT, (), since_ns, until_ns)
        except StoreDown:
            return {}, [Note("store-down")]
        levels = {
            container.id: (point.time_ns // 1000, float(point.fields[FIELD]))
            for container in containers
            for point in newest.get(series_of(container.id), ())
        }
        newest_us = max((at_us for at_us, _ in levels.values()), default=None)
        if newest_us is None or now_us - newest_us > OLD_READINGS_US:
            return levels, [Note("readings-old", newest_us)]
        return levels, []

    def _trucks(self) -> Iterable[Truck]:
        operators = {operator.id: operator.name for operator in self.registry.operators()}
        for truck in self.registry.trucks():
            yield Truck(
                truck.id,
                truck.name,
                operators[truck.operator],
                truck.capacity_kg,
                truck.takes_l,
                truck.invented,
            )

    def _doubts(self, plan: values.Issued) -> list[Note]:
        """Return since when it is known that `plan` would have been another one, if it is."""
        known = [
            mark.at_us
            for mark in self.registry.plan_marks(MARKS)
            if (mark.day, mark.issued_at_us) == (plan.day, plan.issued_at_us)
        ]
        return [Note("plan-marked", min(known))] if known else []


def _commune(commune: values.Commune) -> Commune:
    return Commune(
        commune.insee,
        commune.name,
        commune.population,
        commune.lat,
        commune.lon,
        _rings(commune.outline) if commune.outline else (),
    )


def _rings(outline: str) -> tuple[Ring, ...]:
    """Return the rings of a GeoJSON Polygon or MultiPolygon."""
    geometry = json.loads(outline)
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    return tuple(
        tuple((float(lon), float(lat)) for lon, lat, *_ in ring)
        for polygon in polygons
        for ring in polygon
    )


def _container(
    container: values.Container,
    communes: dict[str, str],
    level: tuple[int, float] | None,
    need: Need | None,
) -> Container:
    at_us, fill_ratio = level or (None, None)
    if level is None and need is not None:
        at_us, fill_ratio = need.as_of_us, need.fill_ratio
    return Container(
        id=container.id,
        name=container.name,
        commune=communes[container.insee],
        stream=container.stream,
        lat=container.lat,
        lon=container.lon,
        fill_ratio=fill_ratio,
        read_at_us=at_us,
        need=need,
        invented=container.invented,
    )


def _site(site: values.Site) -> Site:
    # The registry takes no other kind; the type says so here.
    kind = cast("SiteKind", site.kind)
    return Site(site.id, site.name, kind, site.lat, site.lon, site.invented)
