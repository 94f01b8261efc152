from datetime import date

import pytest
from sqlalchemy import text

from cloud.errors import RegistryFault
from cloud.registry.database import Database
from cloud.registry.registry import Registry, open_registry
from cloud.registry.values import Issued

MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)


def plan(day: date, issued_at_us: int, body: bytes = b'{"routes": []}') -> Issued:
    return Issued(day, issued_at_us, body, {"distance_m": 12.5})


def test_the_newest_plan_of_a_day_supersedes_the_older_which_stays(registry: Registry) -> None:
    old, new, other = plan(MONDAY, 1), plan(MONDAY, 2, b'{ "v":2 }'), plan(TUESDAY, 3)
    for each in (new, old, other):
        registry.issue_plan(each)

    assert registry.newest_plan(MONDAY) == new
    assert registry.newest_plan() == other
    assert registry.plans(MONDAY) == [new, old]
    assert registry.plans(limit=1) == [other]


def test_of_two_issued_at_one_instant_the_later_written_is_the_newest(registry: Registry) -> None:
    registry.issue_forecast(plan(MONDAY, 1, b"1"))
    registry.issue_forecast(plan(MONDAY, 1, b"2"))

    newest = registry.newest_forecast(MONDAY)

    assert newest is not None
    assert newest.body == b"2"


def test_plans_and_forecasts_are_apart(registry: Registry) -> None:
    registry.issue_forecast(plan(MONDAY, 1))

    assert registry.newest_plan() is None
    assert registry.newest_forecast(TUESDAY) is None


@pytest.mark.parametrize("table", ["plans", "forecasts"])
@pytest.mark.parametrize("change", ["UPDATE {} SET body = '0'", "DELETE FROM {}"])
def test_nobody_rewrites_what_was_issued(
    registry: Registry, url: str, table: str, change: str
) -> None:
    registry.issue_plan(plan(MONDAY, 1))
    registry.issue_forecast(plan(MONDAY, 1))
    database = Database(url)

    with pytest.raises(RegistryFault, match="append-only"), database.writing() as connection:
        connection.execute(text(change.format(table)))
    database.close()

    assert registry.newest_plan() == registry.newest_forecast() == plan(MONDAY, 1)


def test_a_plan_outlives_the_program(url: str) -> None:
    with open_registry(url) as registry:
        registry.issue_plan(plan(MONDAY, 1, '{"nom":"Bélarga"}'.encode()))

    with open_registry(url) as registry:
        assert registry.newest_plan() == plan(MONDAY, 1, '{"nom":"Bélarga"}'.encode())


@pytest.mark.parametrize("body", [b"", b"{", b"NaN", b'"\xff"'])
def test_a_body_that_is_no_json_is_refused(registry: Registry, body: bytes) -> None:
    with pytest.raises(RegistryFault, match="JSON"):
        registry.issue_plan(plan(MONDAY, 1, body))

    assert registry.newest_plan() is None
