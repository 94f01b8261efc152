"""One-time codes in the browser: shown once, on when a code is right, taken away by another."""

import re
from html import unescape

import pyotp
import pytest

from cloud.registry.values import Person, Role
from tests.cloud.people.house import ADMIN, PASSWORD, House
from tests.cloud.web.people.conftest import Visit, Visitor

OTHER = Person("prefete", "Préfète", frozenset({Role.ADMINISTRATOR}))
QUARTER_S = 15 * 60


@pytest.fixture
def fresh(visit: Visit, house: House) -> Visitor:
    """Give the administrator, who came by a link and has no codes."""
    visitor = visit()
    secret = house.accounts.link(ADMIN.id, None, house.clock.at_us).secret
    assert visitor.ask("/entrer/lien", {"secret": secret}).status_code == 303
    return visitor


def found(page: str) -> tuple[pyotp.TOTP, str]:
    """Return the app that has scanned a page, and what the page holds sealed."""
    typed = re.search(r'class="address" value="([A-Z2-7 ]+)"', page)
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)
    assert typed is not None
    assert sealed is not None
    return pyotp.TOTP(typed[1].replace(" ", "")), unescape(sealed[1])


def test_codes_are_shown_once_and_are_on_when_a_code_of_them_is_right(
    fresh: Visitor, house: House, visit: Visit
) -> None:
    shown = fresh.send("/moi/codes")
    app, sealed = found(shown.text)
    assert 'src="data:image/svg+xml' in shown.text
    assert shown.headers["cache-control"] == "no-store"
    assert not house.accounts.has_codes(ADMIN.id)

    slip = fresh.send("/moi/codes/confirmer", sealed=sealed, code="000000")
    assert (slip.status_code, found(slip.text)[0].secret) == (400, app.secret)
    assert not house.accounts.has_codes(ADMIN.id)

    code = house.code(app)
    done = fresh.send("/moi/codes/confirmer", sealed=sealed, code=f"{code[:3]} {code[3:]}")
    assert done.headers["location"].startswith("/moi?fait=codes")
    page = fresh.ask("/moi?fait=codes&lang=fr").text
    assert "Les codes sont en place." in page
    assert app.secret not in page

    # The code that switched them on is used up.
    assert visit().enter(ADMIN.id, code=code).status_code == 403
    house.clock.pass_s(60)
    assert visit().enter(ADMIN.id, code=house.code(app)).status_code == 303
    assert [line.what for line in house.accounts.journal(9, ADMIN.id)].count("codes") == 1


def test_setting_codes_up_ends_the_other_sessions(
    fresh: Visitor, house: House, visit: Visit
) -> None:
    other = visit()
    secret = house.accounts.link(ADMIN.id, None, house.clock.at_us).secret
    other.ask("/entrer/lien", {"secret": secret})
    app, sealed = found(fresh.send("/moi/codes").text)

    fresh.send("/moi/codes/confirmer", sealed=sealed, code=house.code(app))

    assert (fresh.ask("/moi").status_code, other.ask("/moi").status_code) == (200, 303)


def test_a_series_of_another_session_or_of_before_is_none(
    fresh: Visitor, house: House, visit: Visit
) -> None:
    app, sealed = found(fresh.send("/moi/codes").text)
    crew = visit()
    crew.enter()

    stolen = crew.send("/moi/codes/confirmer", sealed=sealed, code=house.code(app))
    garbage = fresh.send("/moi/codes/confirmer", sealed="é$", code=house.code(app))
    house.clock.pass_s(QUARTER_S + 1)
    late = fresh.send("/moi/codes/confirmer", sealed=sealed, code=house.code(app))

    assert [one.status_code for one in (stolen, garbage, late)] == [400] * 3
    assert not house.accounts.has_codes(ADMIN.id)


def test_who_sits_at_anothers_session_cannot_change_the_codes(admin: Visitor, house: House) -> None:
    kept = house.people.keys(ADMIN.id).totp

    for form in ({}, {"old": PASSWORD}, {"old": PASSWORD, "code": "000000"}, {"code": "000000"}):
        assert admin.send("/moi/codes", **form).status_code == 400

    assert house.people.keys(ADMIN.id).totp == kept
    assert "Code actuel" in admin.ask("/moi?lang=fr").text


def test_who_knows_password_and_code_changes_phones(visit: Visit, house: House) -> None:
    app, admin = house.codes(), visit()
    admin.enter(ADMIN.id, code=house.code(app))
    house.clock.pass_s(60)

    shown = admin.send("/moi/codes", old=PASSWORD, code=house.code(app))
    new, sealed = found(shown.text)
    admin.send("/moi/codes/confirmer", sealed=sealed, code=house.code(new))

    house.clock.pass_s(60)
    assert visit().enter(ADMIN.id, code=house.code(app)).status_code == 403
    assert visit().enter(ADMIN.id, code=house.code(new)).status_code == 303


def test_codes_are_not_guessed_beyond_five(fresh: Visitor) -> None:
    _, sealed = found(fresh.send("/moi/codes").text)

    answers = [fresh.send("/moi/codes/confirmer", sealed=sealed, code="000000") for _ in range(7)]

    assert [one.status_code for one in answers] == [400] * 5 + [429] * 2
    assert 0 < int(answers[-1].headers["retry-after"]) <= QUARTER_S


def test_csrf_codes_are_set_up_by_our_own_page_only(fresh: Visitor) -> None:
    for path in ("/moi/codes", "/moi/codes/confirmer"):
        assert fresh.ask(path, {}).status_code == 403
        assert (
            fresh.ask(path, {"token": fresh.token()}, Origin="https://x.example").status_code == 403
        )


def test_another_administrator_takes_lost_codes_away_and_a_link_sets_up_new_ones(
    admin: Visitor, house: House, visit: Visit
) -> None:
    house.accounts.add(OTHER, PASSWORD, None)
    app, lost = house.codes(OTHER.id), visit()
    lost.enter(OTHER.id, code=house.code(app))
    assert "Retirer les codes" in admin.ask(f"/personnes/{OTHER.id}?lang=fr").text

    gone = admin.send(f"/personnes/{OTHER.id}/codes")

    assert gone.headers["location"].startswith(f"/personnes/{OTHER.id}?fait=dropped")
    assert lost.ask("/moi").status_code == 303
    assert visit().enter(OTHER.id).status_code == 403
    entry = house.accounts.journal(1, OTHER.id)[0]
    assert (entry.who, entry.what) == (ADMIN.id, "codes taken away")
    assert "Retirer les codes" not in admin.ask(f"/personnes/{OTHER.id}?lang=fr").text


def test_nobody_takes_his_own_codes_away(admin: Visitor, house: House) -> None:
    assert admin.send(f"/personnes/{ADMIN.id}/codes").status_code == 403
    assert house.accounts.has_codes(ADMIN.id)
    assert "Retirer les codes" not in admin.ask(f"/personnes/{ADMIN.id}?lang=fr").text
