"""Where somebody goes on to, and that no answer to one person is kept for the next one."""

import pytest

from cloud.registry.values import Person, Role
from cloud.web.people.onward import onward
from cloud.web.texts.people import PEOPLE
from tests.cloud.web.people.conftest import Visit, Visitor

PAGES = ["/tournee", "/pose", "/bureau", "/alarmes", "/pesees", "/personnes"]


@pytest.mark.parametrize(
    ("roles", "pages"),
    [
        ({Role.CREW}, ["/tournee"]),
        ({Role.INSTALLER}, ["/pose"]),
        ({Role.DISPATCHER}, ["/bureau", "/alarmes", "/pesees"]),
        ({Role.CREW, Role.INSTALLER}, ["/tournee", "/pose"]),
        ({Role.ADMINISTRATOR}, PAGES),
    ],
)
def test_each_role_is_offered_its_own_pages(roles: set[Role], pages: list[str]) -> None:
    assert onward(Person("a", "A", frozenset(roles)), PAGES) == pages
    assert all(f"people.onward.{page[1:]}" in PEOPLE for page in pages)


def test_a_page_that_is_not_served_here_is_not_offered(crew: Visitor) -> None:
    assert onward(Person("a", "A", frozenset({Role.CREW})), ["/pose", "/personnes"]) == []
    assert 'href="/tournee"' not in crew.ask("/moi").text


def test_no_cache_keeps_what_is_said_to_one_person(crew: Visitor, visit: Visit) -> None:
    personal = [crew.ask(path) for path in ("/moi", "/moi/export.json", "/personnes")]
    everybodys = visit().ask("/entrer")

    assert [one.status_code for one in personal] == [200, 200, 403]
    assert {one.headers["cache-control"] for one in personal} == {"no-store"}
    assert everybodys.headers["cache-control"] == "no-cache"
