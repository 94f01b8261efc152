"""The pages of alarms: for dispatchers, and what is pressed there is theirs."""

import pytest

from tests.cloud.web.alarms.night import FIRE, LOST, Night
from tests.cloud.web.people.conftest import Visitor
from tests.cloud.web.reader import Reader

PATHS = ("/alarmes", f"/alarmes/{FIRE}")


def test_what_nobody_takes_care_of_comes_first_with_its_place_and_a_button(nadia: Visitor) -> None:
    answer = nadia.ask("/alarmes?lang=fr")

    text = Reader(answer.text).text
    assert answer.status_code == 200
    assert "1 alarme attend que quelqu’un la prenne en charge" in text
    assert "Incendie : 131 °C revenue 2 fois" in text
    assert "Alpha, mairie" in text
    assert "Débordement : 108 %" in text
    assert "Nadia B., 24 nov. 2025, 17 h 00" in text
    assert answer.text.count("<button") == 1
    assert text.index("Incendie") < text.index("Boîtier muet")


def test_what_a_mail_server_did_not_take_is_said_on_the_page(nadia: Visitor) -> None:
    text = Reader(nadia.ask("/alarmes?lang=en").text).text

    assert "1 message is not delivered: it is tried again (astreinte@vallee.example" in text


def test_one_alarm_says_what_to_do_and_who_was_told(nadia: Visitor) -> None:
    text = Reader(nadia.ask(f"/alarmes/{FIRE}?lang=fr").text).text

    assert "Appelez le 18 ou le 112" in text
    assert "43,61000 N, 3,51000 E" in text
    assert "astreinte@vallee.example" in text
    assert "Prochain niveau : 24 nov. 2025, 17 h 01" in text


def test_a_name_like_a_tag_is_text(nadia: Visitor) -> None:
    page = nadia.ask("/alarmes").text

    assert "n-&lt;b&gt;" in page
    assert "n-<b>" not in page


@pytest.mark.parametrize("path", PATHS)
def test_nothing_on_a_page_comes_from_outside(nadia: Visitor, path: str) -> None:
    answer = nadia.ask(path)

    reader = Reader(answer.text)
    own = ("/", "?lang=", "data:image/")
    assert [one for one in reader.addresses if not one.startswith(own)] == []
    assert reader.inline_handlers == []
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; ")


@pytest.mark.parametrize("path", PATHS)
def test_only_dispatchers_see_alarms(tonight: Night, crew: Visitor, path: str) -> None:
    assert crew.ask(path).status_code == 403
    assert Visitor(tonight.app).ask(path, accept="application/json").status_code == 401


@pytest.mark.parametrize("number", ["0", "999", "-1", "1e1", "x", "9" * 40, "١"])
def test_a_number_that_is_none_is_a_page_that_says_so(nadia: Visitor, number: str) -> None:
    assert nadia.ask(f"/alarmes/{number}").status_code == 404
    token = nadia.token()
    assert nadia.ask(f"/alarmes/{number}/acknowledge", {"token": token}).status_code == 404


def test_a_form_without_the_token_or_from_another_site_or_role_takes_nothing(
    tonight: Night, nadia: Visitor, crew: Visitor
) -> None:
    path, token = f"/alarmes/{FIRE}/acknowledge", nadia.token()

    assert nadia.ask(path, {}).status_code == 403
    assert nadia.ask(path, {"token": "guess"}).status_code == 403
    assert nadia.ask(path, {"token": token}, Sec_Fetch_Site="cross-site").status_code == 403
    assert crew.ask(path, {"token": crew.token()}).status_code == 403
    assert nadia.ask(path).status_code in (404, 405)

    found = tonight.alarms.alarm(FIRE)
    assert found is not None
    assert found.acknowledged_us is None


def test_who_presses_takes_care_and_nobody_else_is_called(tonight: Night, nadia: Visitor) -> None:
    answer = nadia.send(f"/alarmes/{FIRE}/acknowledge")

    found = tonight.alarms.alarm(FIRE)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/alarmes/{FIRE}?lang=fr")
    assert found is not None
    assert (found.acknowledged_by, found.call_us) == ("nadia", None)
    page = nadia.ask("/alarmes?lang=fr").text
    assert "2 alarmes en cours, toutes prises en charge" in Reader(page).text
    assert "<button" not in page


def test_an_alarm_that_is_over_is_taken_by_nobody(tonight: Night, nadia: Visitor) -> None:
    assert nadia.send(f"/alarmes/{LOST}/acknowledge").status_code == 303

    found = tonight.alarms.alarm(LOST)
    assert found is not None
    assert found.acknowledged_by is None
