"""The guard: who is let in where, by which cookie, and from whose page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.web.people.returning import local_path
from tests.cloud.people.house import CREW, PASSWORD
from tests.cloud.web.people.conftest import SITE, Visit, Visitor


def test_a_page_sends_a_stranger_to_the_door_and_back_afterwards(visit: Visit) -> None:
    stranger = visit()

    asked = stranger.ask("/essai?jour=2026-11-24")

    assert asked.status_code == 303
    assert asked.headers["location"] == "/entrer?retour=/essai%3Fjour%3D2026-11-24"
    door = stranger.ask(asked.headers["location"])
    assert 'name="retour" value="/essai?jour=2026-11-24"' in door.text
    entered = stranger.enter(retour="/essai?jour=2026-11-24")
    assert entered.headers["location"] == "/essai?jour=2026-11-24"
    assert stranger.ask("/essai").json() == {"id": CREW.id}


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/essai", {"accept": "application/json"}),
        ("/api/essai", {}),
        ("/essai", {"content_type": "application/json"}),
    ],
)
def test_a_program_that_is_not_signed_in_gets_401_as_json(
    visit: Visit, path: str, headers: dict[str, str]
) -> None:
    asked = visit().ask(path, None, **headers)

    assert (asked.status_code, asked.json()) == (401, {"error": "sign in first"})


def test_a_role_opens_its_own_rooms_only(crew: Visitor) -> None:
    assert crew.ask("/essai").status_code == 200
    assert crew.ask("/bureau").status_code == 403
    assert crew.ask("/personnes").status_code == 403
    assert "pas pour vous" in crew.ask("/bureau").text
    assert crew.ask("/bureau", accept="application/json").json().keys() == {"error"}


def test_an_administrator_is_let_in_everywhere_as_himself(admin: Visitor) -> None:
    assert admin.ask("/bureau").json() == {"id": "mairie"}
    assert admin.ask("/essai").json() == {"id": "mairie"}


# CSRF.


def test_csrf_a_form_without_a_token_is_refused(crew: Visitor) -> None:
    assert crew.ask("/sortir", {}).status_code == 403
    assert crew.ask("/sortir", {"token": ""}).status_code == 403
    assert crew.ask("/essai").status_code == 200


def test_csrf_the_token_of_another_session_is_refused(visit: Visit, crew: Visitor) -> None:
    other = visit()
    other.enter()
    assert other.token() != crew.token()

    assert crew.ask("/sortir", {"token": other.token()}).status_code == 403


@pytest.mark.parametrize(
    "says",
    [
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "https://vallee.example.evil.example"},
        {"Origin": "http://vallee.example"},
        {"Origin": "https://vallee.example:8443"},
        {"Origin": "https://["},
        {"Sec-Fetch-Site": "same-site", "Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "null"},
        {},
    ],
)
def test_csrf_a_form_of_another_site_is_refused_though_it_has_the_token(
    crew: Visitor, says: dict[str, str]
) -> None:
    token = crew.token()
    crew.says = says

    assert crew.ask("/sortir", {"token": token}).status_code == 403
    assert crew.ask("/essai").status_code == 200


@pytest.mark.parametrize(
    "says", [{"Origin": SITE}, {"Sec-Fetch-Site": "same-origin", "Origin": "null"}]
)
def test_our_own_page_is_let_through_by_the_header(crew: Visitor, says: dict[str, str]) -> None:
    token = crew.token()
    crew.says = says

    sent = crew.ask("/essai", {}, X_Vallee_Token=token)

    assert sent.json() == {"id": CREW.id}


def test_login_csrf_another_site_cannot_sign_somebody_in(visit: Visit) -> None:
    stranger = visit(says={"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"})

    assert stranger.enter().status_code == 403
    assert stranger.cookies == {}


# Cookies.


def test_the_cookie_is_out_of_reach_of_scripts_other_sites_and_plain_http(visit: Visit) -> None:
    kept = visit().enter().headers["set-cookie"]

    assert kept.startswith("__Host-vallee=")
    assert {"HttpOnly", "Secure", "SameSite=strict", "Path=/"} <= set(kept.split("; "))
    assert "Domain" not in kept
    assert "Max-Age" not in kept


def test_on_this_machine_the_cookie_works_without_tls(visit: Visit) -> None:
    here = visit(site="http://127.0.0.1:8080", address="127.0.0.1")

    kept = here.enter().headers["set-cookie"]

    assert kept.startswith("vallee=")
    assert "Secure" not in kept
    assert here.ask("/essai").status_code == 200


def test_from_afar_over_plain_http_the_cookie_is_secure_all_the_same(visit: Visit) -> None:
    afar = visit(site="http://vallee.example")

    assert "Secure" in afar.enter().headers["set-cookie"]


def test_a_cookie_that_a_sister_domain_planted_is_not_read(crew: Visitor) -> None:
    # Over TLS only the name with the prefix counts, which no other host can set.
    (secret,) = crew.cookies.values()
    crew.cookies = {"vallee": secret}

    assert crew.ask("/essai").status_code == 303


def test_a_stolen_cookie_of_another_host_is_refused(crew: Visitor, visit: Visit) -> None:
    thief = visit(site="https://other.example", cookies=dict(crew.cookies))

    assert thief.ask("/essai").status_code == 303
    assert crew.ask("/essai").status_code == 200


def test_session_fixation_a_planted_cookie_is_replaced_at_sign_in(visit: Visit) -> None:
    planted = "p" * 43
    victim = visit(cookies={"__Host-vallee": planted})

    victim.enter()

    assert victim.cookies["__Host-vallee"] != planted
    assert visit(cookies={"__Host-vallee": planted}).ask("/essai").status_code == 303


# Where one is sent afterwards.

ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "https://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "javascript:alert(1)",
    "evil.example",
    "@evil.example",
    "/ok\r\nSet-Cookie: a=b",
    "/é",
    "",
    "/" + "a" * 600,
    "/entrer",
    "/entrer?retour=/moi",
    "/sortir",
]


@pytest.mark.parametrize("told", ELSEWHERE)
def test_open_redirect_in_retour_is_refused(visit: Visit, told: str) -> None:
    entered = visit().enter(retour=told)

    assert entered.status_code == 303
    assert entered.headers["location"] == "/moi?lang=fr"


@given(st.text(alphabet="/\\.:@%?#ab\t\n é", max_size=12))
def test_whatever_is_a_local_path_stays_here_for_a_browser(told: str) -> None:
    path = local_path(told)
    if path is None:
        return

    # As the URL standard reads it: backslashes are slashes, tabs and line ends are dropped.
    seen = path.replace("\\", "/").translate({ord(c): None for c in "\t\r\n"})
    assert seen.startswith("/")
    assert not seen.startswith("//")


def test_a_password_in_an_address_is_not_taken(visit: Visit) -> None:
    visitor = visit()

    assert visitor.ask(f"/entrer?name=camille&password={PASSWORD}").status_code == 200
    assert visitor.cookies == {}
