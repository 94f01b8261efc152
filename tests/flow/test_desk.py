"""The page's desk on a real registry: what was read, forecast and planned, and what is stale."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cloud.forecast.need import Need
from cloud.forecast.survey import Forecast
from cloud.plan.route import Plan, write_plan
from cloud.registry.registry import Registry, open_registry
from cloud.registry.values import Issued
from cloud.series.container import FIELD, MEASUREMENT, series_of
from cloud.store.memory import MemoryStore
from cloud.store.point import Point
from cloud.web.board import join
from cloud.web.desk import RegistryDesk
from tests.flow.conftest import TERRITORY, Valley
from tests.services.asked import Asked
from tests.services.registries import newest

DAY = date(2025, 11, 19)
HOUR_US = 3_600_000_000


@pytest.fixture
def desk(valley: Valley, needs: dict[str, Need], plan: Plan) -> RegistryDesk:
    registry, now_us = valley.registry, valley.now_us
    registry.issue_forecast(Forecast(DAY, now_us, tuple(needs.values())).issued())
    registry.issue_plan(Issued(DAY, now_us, write_plan(plan), {}))
    return RegistryDesk(registry, valley.store, lambda: now_us)


def test_everything_that_is_known_is_on_the_desk(desk: RegistryDesk, plan: Plan) -> None:
    view = desk.view()

    assert (len(view.communes), len(view.containers), len(view.trucks)) == (28, 30, 2)
    assert all(commune.outline for commune in view.communes)
    assert all(box.need and box.fill_ratio is not None for box in view.containers)
    assert all(view.now_us - (box.read_at_us or 0) < HOUR_US for box in view.containers)
    assert view.plan == plan
    assert view.notes == ()


def test_no_truck_is_shown_fuller_than_full(desk: RegistryDesk) -> None:
    steps = [step for panel in join(desk.view()).panels for step in panel.steps]

    assert max(step.l_share or 0 for step in steps) > 0.5
    assert all((step.kg_share or 0) <= 1 and (step.l_share or 0) <= 1 for step in steps)


def test_without_its_store_the_page_shows_the_forecasts_levels_and_says_so(
    desk: RegistryDesk,
) -> None:
    down = MemoryStore()
    down.down = True

    view = RegistryDesk(desk.registry, down, desk.now_us).view()

    assert [note.kind for note in view.notes] == ["store-down"]
    assert all(box.fill_ratio is not None for box in view.containers)


def test_the_store_is_asked_once_for_all_containers(desk: RegistryDesk) -> None:
    store = Asked(desk.store)

    view = RegistryDesk(desk.registry, store, desk.now_us).view()

    assert store.questions == ["newest"]
    assert view == desk.view()


def test_a_container_that_is_gone_makes_no_readings_new(empty: Registry) -> None:
    empty.load_territory(TERRITORY)
    store = MemoryStore()
    store.write([Point(MEASUREMENT, series_of("taken-away"), 0, {FIELD: 0.5})])

    view = RegistryDesk(empty, store, lambda: 1).view()

    assert [(note.kind, note.since_us) for note in view.notes] == [("readings-old", None)]


def test_old_readings_and_an_old_forecast_are_said_to_be_old(desk: RegistryDesk) -> None:
    now_us = desk.now_us()

    later = RegistryDesk(desk.registry, desk.store, lambda: now_us + 40 * HOUR_US).view()

    assert {note.kind for note in later.notes} == {"readings-old", "forecast-old"}
    assert all(now_us - HOUR_US < (note.since_us or 0) <= now_us for note in later.notes)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Registry]:
    with open_registry(newest(f"sqlite:///{tmp_path}/registry.sqlite")) as registry:
        yield registry


def test_a_territory_without_readings_or_plan_is_shown_as_that(empty: Registry) -> None:
    empty.load_territory(TERRITORY)

    view = RegistryDesk(empty, MemoryStore(), lambda: 0).view()

    assert view.plan is None
    assert all(box.fill_ratio is None and box.need is None for box in view.containers)
    assert [(note.kind, note.since_us) for note in view.notes] == [("readings-old", None)]


def test_a_plan_that_would_have_differed_says_since_when(empty: Registry) -> None:
    empty.load_territory(TERRITORY)
    today = date(2025, 11, 19)
    body = write_plan(Plan(today.isoformat(), 5, "crow flight", False, (), (), 0.0, 1, 1))
    empty.issue_plan(Issued(today, 5, body, {}))
    desk = RegistryDesk(empty, MemoryStore(), lambda: 0)
    before = [note.kind for note in desk.view().notes]

    empty.mark_plans([("gignac-01", date(1970, 1, 1))], history_days=56)

    (marked,) = (note for note in desk.view().notes if note.kind == "plan-marked")
    assert "plan-marked" not in before
    assert marked.since_us == empty.plan_marks()[0].at_us
