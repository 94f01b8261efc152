"""The pages of people: signing in and out, what is known of me, and the accounts."""

import re
from html import unescape

import pytest

from cloud.people.limits import MOST
from cloud.registry.people_facts import naming
from cloud.registry.values import Role
from cloud.web.people.page import load_people_pages
from cloud.web.texts.people import PEOPLE
from tests.cloud.people.house import ADMIN, CREW, PASSWORD, House
from tests.cloud.web.people.conftest import SITE, Visit, Visitor
from tests.cloud.web.reader import Reader

EVIL = '"><script>alert(1)</script>'


def secret_of(page: str) -> str:
    found = re.search(r'value="https://vallee\.example/entrer/lien#([^"]+)"', page)
    assert found is not None
    return found[1]


def test_login_brute_force_is_slowed_and_told_on_the_page(visit: Visit) -> None:
    guesser = visit()
    for _ in range(MOST.of_account):
        assert guesser.enter(password="une phrase toute fausse").status_code == 403  # noqa: S106 - of a test

    slowed = guesser.enter()

    assert slowed.status_code == 429
    assert int(slowed.headers["retry-after"]) == MOST.within_us // 1_000_000
    assert "Attendez 15 min" in Reader(slowed.text).text
    assert guesser.cookies == {}


def test_a_wrong_name_and_a_wrong_password_get_the_same_page(visit: Visit) -> None:
    known, unknown = visit().enter(password="x" * 12), visit().enter("camillo", "x" * 12)

    assert known.status_code == unknown.status_code == 403
    assert known.text == unknown.text.replace("camillo", "camille")


def test_what_was_typed_is_shown_again_harmlessly_and_the_password_never(visit: Visit) -> None:
    refused = visit().enter(EVIL, "une phrase secrète")

    assert EVIL not in refused.text
    assert EVIL in unescape(refused.text)
    assert "secrète" not in refused.text


def test_sign_out_really_ends_also_for_who_kept_the_cookie(crew: Visitor, visit: Visit) -> None:
    kept = dict(crew.cookies)

    left = crew.send("/sortir")

    assert left.headers["location"].startswith("/entrer?parti=1")
    assert left.headers["clear-site-data"] == '"cache"'
    assert crew.cookies == {}
    assert visit(cookies=kept).ask("/moi").status_code == 303


def test_signing_out_of_all_devices_ends_the_other_ones(crew: Visitor, visit: Visit) -> None:
    other = visit()
    other.enter()

    crew.send("/moi/sortir")

    assert other.ask("/moi").status_code == 303


def test_me_shows_every_table_that_names_people(crew: Visitor) -> None:
    page = crew.ask("/moi").text
    told = crew.ask("/moi/export.json")

    assert set(told.json()) == {"people", *(table.name for table, _ in naming())}
    assert page.count("<details>") == len(told.json())
    assert told.headers["content-disposition"] == 'attachment; filename="camille.json"'
    assert [row["name"] for row in told.json()["people"]] == [CREW.name]


def test_a_person_sees_himself_and_nobody_else(crew: Visitor) -> None:
    text = crew.ask("/moi").text + crew.ask("/moi/export.json").text

    assert "mairie" not in text
    assert crew.ask("/personnes/mairie").status_code == 403
    assert crew.ask("/personnes/camille/export.json").status_code == 403


def test_a_password_is_changed_on_the_page_and_ends_the_session(crew: Visitor) -> None:
    wrong = crew.send("/moi/password", old="x" * 12, new="une autre phrase")
    short = crew.send("/moi/password", old=PASSWORD, new="court")
    assert (wrong.status_code, short.status_code) == (400, 400)

    crew.send("/moi/password", old=PASSWORD, new="une autre phrase")

    assert crew.cookies == {}
    assert crew.enter(password="une autre phrase").status_code == 303  # noqa: S106 - of a test


# By link.


def test_a_link_from_the_page_lets_in_once(admin: Visitor, visit: Visit) -> None:
    made = admin.send("/personnes/camille/link")
    secret = secret_of(made.text)
    assert "data:image/svg+xml" in made.text
    first, second = visit(), visit()

    assert first.ask("/entrer/lien", {"secret": secret}).headers["location"] == "/moi?lang=fr"
    again = second.ask("/entrer/lien", {"secret": secret})

    assert first.ask("/moi").status_code == 200
    assert again.status_code == 403
    assert "il a déjà servi" in Reader(again.text).text


@pytest.mark.parametrize("secret", ["", "x", "a" * 43, EVIL])
def test_a_guessed_link_is_refused_on_the_page(visit: Visit, secret: str) -> None:
    refused = visit().ask("/entrer/lien", {"secret": secret})

    assert refused.status_code == 403
    assert EVIL not in refused.text


def test_an_expired_link_is_refused_on_the_page(admin: Visitor, visit: Visit, house: House) -> None:
    secret = secret_of(admin.send("/personnes/camille/link").text)

    house.clock.pass_s(house.door.limits.link_us / 1e6)

    assert visit().ask("/entrer/lien", {"secret": secret}).status_code == 403


def test_looking_at_a_link_does_not_use_it_up(admin: Visitor, visit: Visit) -> None:
    secret = secret_of(admin.send("/personnes/camille/link").text)
    preview = visit()
    for _ in range(3):
        assert preview.ask("/entrer/lien").status_code == 200

    assert visit().ask("/entrer/lien", {"secret": secret}).status_code == 303


# The accounts.


def test_an_administrator_adds_a_person_who_comes_in_by_link(admin: Visitor, visit: Visit) -> None:
    fields = {"id": "noor", "name": " Noor  B. ", "role-installer": "on", "language": "en"}

    added = admin.send("/personnes", **fields)
    secret = secret_of(admin.send("/personnes/noor/link").text)
    noor = visit()
    entered = noor.ask("/entrer/lien", {"secret": secret})

    assert added.headers["location"] == "/personnes/noor?fait=added&lang=fr"
    assert entered.headers["location"] == "/moi?lang=en"
    assert "Noor B. · installer" in Reader(noor.ask("/moi").text).text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"id": "No Or"}, "ne va pas comme nom court"),
        ({"id": EVIL}, "ne va pas comme nom court"),
        ({"id": "camille"}, "Il y a déjà une personne"),
        ({"name": "  "}, "de 1 à 80"),
        ({"name": "a\u0000b"}, "de 1 à 80"),
        ({"name": "x" * 81}, "de 1 à 80"),
        ({"role-crew": None}, "un rôle au moins"),
        ({"truck": "../etc"}, "ne va pas comme camion"),
    ],
)
def test_a_bad_person_is_refused_with_what_to_mend(
    admin: Visitor, fields: dict[str, str | None], says: str
) -> None:
    good: dict[str, str | None] = {"id": "noor", "name": "Noor B.", "role-crew": "on"}
    sent = {name: value for name, value in (good | fields).items() if value is not None}

    refused = admin.send("/personnes", **sent)

    assert refused.status_code == 400
    assert says in Reader(refused.text).text
    assert EVIL not in refused.text


def test_a_name_made_of_markup_is_only_a_name(admin: Visitor) -> None:
    admin.send("/personnes", id="noor", name=EVIL, **{"role-crew": "on"})

    for path in ("/personnes", "/personnes/noor"):
        page = admin.ask(path).text
        assert EVIL not in page
        assert EVIL in unescape(page)


def test_role_change_on_the_page_ends_the_persons_sessions(
    admin: Visitor, crew: Visitor, house: House
) -> None:
    fields = {"name": CREW.name, "role-installer": "on", "truck": "benne-1", "active": "on"}

    saved = admin.send("/personnes/camille", **fields)

    assert saved.status_code == 303
    assert house.people.person("camille") is not None
    assert house.people.known("camille").roles == {Role.INSTALLER}
    assert crew.ask("/moi").status_code == 303


def test_the_last_administrator_is_kept_by_the_page(admin: Visitor) -> None:
    fields = {"name": ADMIN.name, "role-crew": "on", "active": "on"}

    for refused in (
        admin.send("/personnes/mairie", **fields),
        admin.send("/personnes/mairie/erase"),
    ):
        assert refused.status_code == 400
        assert "dernier administrateur" in Reader(refused.text).text


def test_sessions_are_ended_and_a_person_is_erased_from_the_page(
    admin: Visitor, crew: Visitor
) -> None:
    admin.send("/personnes/camille/end")
    assert crew.ask("/moi").status_code == 303

    admin.send("/personnes/camille/erase")

    assert admin.ask("/personnes/camille").status_code == 404
    assert "camille" not in Reader(admin.ask("/personnes").text).text.lower()


def test_what_is_done_is_said_and_nothing_else_can_be_made_said(admin: Visitor) -> None:
    assert "Enregistré." in admin.ask("/personnes/camille?fait=saved").text
    assert 'id="said"' not in admin.ask("/personnes/camille?fait=wrong").text
    assert EVIL not in admin.ask(f"/personnes/camille?fait={EVIL}").text


def test_each_change_is_refused_without_a_token(admin: Visitor, house: House) -> None:
    before = house.people.people()
    for path in ("", "/camille", "/camille/link", "/camille/end", "/camille/erase"):
        assert admin.ask(f"/personnes{path}", {"name": "x"}).status_code == 403

    assert house.people.people() == before


def test_a_form_of_a_megabyte_is_refused(visit: Visit) -> None:
    assert visit().ask("/entrer", {"name": "a" * 1_000_000}).status_code in {400, 413}


def test_every_page_is_whole_in_both_languages(admin: Visitor, crew: Visitor) -> None:
    for visitor, path in (
        (crew, "/entrer"),
        (crew, "/entrer/lien"),
        (crew, "/moi"),
        (crew, "/personnes"),
        (admin, "/personnes"),
        (admin, "/personnes/camille"),
    ):
        for language in ("fr", "en"):
            page = visitor.ask(f"{path}?lang={language}")
            reader = Reader(page.text)
            assert f'<html lang="{language}">' in page.text
            assert len(reader.ids) == len(set(reader.ids))
            assert reader.inline_handlers == []
            assert not [one for one in reader.addresses if one.startswith(("http", "//"))]
            assert page.headers["content-security-policy"].startswith("default-src 'none'")
            assert "frame-ancestors 'none'" in page.headers["content-security-policy"]


def test_every_text_has_two_languages_and_the_same_blanks() -> None:
    for key, (french, english) in PEOPLE.items():
        assert french, key
        assert english, key
        assert set(re.findall(r"{\w+}", french)) == set(re.findall(r"{\w+}", english)), key


def test_the_room_sends_forms_only_to_where_it_came_from() -> None:
    assert "form-action 'self'" in load_people_pages().room.policy
    assert SITE not in load_people_pages().room.policy
