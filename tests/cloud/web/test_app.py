"""What is at which address, to whom, and under which headers."""

from dataclasses import replace

import pytest

from tests.cloud.web.conftest import FakeDesk, Get

PATHS = (
    *("/", "/plan.geojson", "/plan.gpx", "/plan/benne-1.gpx", "/healthz", "/nothing"),
    *("/zones", "/zone/cosmo", "/zone/cosmo.csv", "/zone/cosmo.json", "/zone/nowhere"),
)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_forbids_what_comes_from_outside(get: Get, path: str) -> None:
    answer = get(path)

    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000", "tournees.example"])
def test_loopback_and_configured_hosts_are_answered(get: Get, host: str) -> None:
    assert get("/healthz", host).status_code == 200


def test_an_unknown_host_is_refused(get: Get) -> None:
    answer = get("/", "evil.example")

    assert answer.status_code == 400
    assert answer.headers["x-frame-options"] == "DENY"
    assert "Gignac" not in answer.text


@pytest.mark.parametrize(
    ("path", "accept", "language"),
    [
        ("/", "", "fr"),
        ("/", "de-DE,de;q=0.9", "fr"),
        ("/", "de, en-GB;q=0.8, fr;q=0.3", "en"),
        ("/", "en;q=nonsense", "fr"),
        ("/?lang=en", "fr", "en"),
        ("/?lang=fr", "en", "fr"),
        ("/?lang=<script>", "", "fr"),
    ],
)
def test_the_page_speaks_the_language_that_is_asked_for_and_else_french(
    get: Get, path: str, accept: str, language: str
) -> None:
    answer = get(path, accept_language=accept)

    assert answer.headers["content-language"] == language
    assert f'<html lang="{language}">' in answer.text


@pytest.mark.parametrize("path", ["/nothing", "/plan/no-truck.gpx", "/docs", "/openapi.json"])
def test_what_is_not_there_is_a_page_in_french(get: Get, path: str) -> None:
    answer = get(path)

    assert answer.status_code == 404
    assert "Page introuvable" in answer.text


def test_without_a_plan_there_is_nothing_to_download(get: Get, desk: FakeDesk) -> None:
    desk.shown = replace(desk.shown, plan=None)

    assert {get(path).status_code for path in PATHS[1:4]} == {404}


def test_a_store_that_is_down_is_one_sentence_and_a_503(get: Get, desk: FakeDesk) -> None:
    desk.down = True

    page, health = get("/"), get("/healthz")

    assert page.status_code == health.status_code == 503
    assert "Rechargez la page" in page.text
    assert health.json() == {"status": "down"}


def test_health_says_what_the_page_has(get: Get) -> None:
    health = get("/healthz").json()

    assert health["status"] == "ok"
    assert health["containers"] == 30
    assert health["plan"] == "2026-11-25"


def test_a_truck_cannot_write_headers_with_its_name(get: Get, desk: FakeDesk) -> None:
    plan = desk.shown.plan
    assert plan is not None
    route = replace(plan.routes[0], truck='a";b')
    desk.shown = replace(desk.shown, plan=replace(plan, routes=(route,)))

    answer = get("/plan/a%22;b.gpx")

    assert answer.headers["content-disposition"] == 'attachment; filename="a-b-2026-11-25.gpx"'


def test_a_method_that_changes_things_is_not_offered(get: Get) -> None:
    answer = get("/", method="POST")

    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}


def test_a_head_is_answered_like_a_get_without_its_body(get: Get) -> None:
    answer = get("/healthz", method="HEAD")

    assert answer.status_code == 200
