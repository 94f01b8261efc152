"""What whoever watches over the nodes reads, and what Prometheus reads of the pages."""

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from cloud.errors import StoreDown
from cloud.ledger.account import Account, EpochAccount
from cloud.metrics.meters import Meters
from cloud.web.app import create_app
from cloud.web.ledger.view import LedgerView
from cloud.web.measured import Requests
from contract.presence import Link, NodeStatus
from tests.cloud.web.conftest import NOW_US, FakeDesk
from tests.cloud.web.cosmo import FakeZones
from tests.cloud.web.reader import Reader

EPOCH = EpochAccount("0123456789ab", 1, 1440, 1440, 1440, 0, 0, 0)
STATUS = NodeStatus("n-001", "0123456789ab", Link.UP, NOW_US - 60_000_000, 1440)
SOUND = Account("n-001", STATUS, 1440, 1440, 0, 0, 0, 0, 0, 0, 0, (EPOCH,))
SHORT = replace(SOUND, node="n-007", stored=1430, refused=2, dropped=3, pending=4, open=1)


@dataclass
class FakeLedger:
    """Books as the test writes them."""

    accounts: tuple[Account, ...] = (SHORT, SOUND)
    down: bool = False

    def ledger(self) -> LedgerView:
        if self.down:
            raise StoreDown("no answer")
        return LedgerView(NOW_US, "Vallée de l’Hérault", "Europe/Paris", 30, self.accounts)


Ask = Callable[[str], httpx.Response]


@pytest.fixture
def books() -> FakeLedger:
    return FakeLedger()


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def ask(books: FakeLedger, desk: FakeDesk) -> Ask:
    ticks = count()
    requests = Requests(Meters(), lambda: next(ticks) * 0.25)
    app = create_app(desk, FakeZones(), ledger=books, requests=requests)

    def get(path: str) -> httpx.Response:
        async def go() -> httpx.Response:
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as one:
                return await one.get(path)

        return asyncio.run(go())

    return get


def test_what_does_not_balance_comes_first_and_is_marked(ask: Ask) -> None:
    text = ask("/desk/ledger").text

    rows = [Reader(row).text for row in re.findall(r"<tr.*?</tr>", text, re.DOTALL)[1:]]
    assert rows[0].startswith(" n-007 écart")
    assert re.search(r"1 440 1 430 2 3 4 0 1 $", rows[0])
    assert "écart" not in rows[1]
    assert rows[2].startswith(" Tous les boîtiers")
    assert "1 mesure est introuvable." in Reader(text).text
    assert text.count('class="gap"') == 1


def test_books_that_balance_say_so(ask: Ask, books: FakeLedger) -> None:
    books.accounts = (SOUND,)

    text = ask("/desk/ledger?lang=en").text

    assert "Every reading that the sensors produced has its place." in Reader(text).text
    assert "<mark>" not in text


def test_what_is_missing_for_an_hour_is_said(ask: Ask, books: FakeLedger) -> None:
    books.accounts = (replace(SHORT, overdue=1),)

    assert "1 depuis plus d’une heure." in Reader(ask("/desk/ledger").text).text


def test_without_a_node_there_is_a_note(ask: Ask, books: FakeLedger) -> None:
    books.accounts = ()

    assert "Aucun boîtier" in ask("/desk/ledger").text


def test_nothing_on_the_page_comes_from_outside_and_its_policy_allows_it(ask: Ask) -> None:
    answer = ask("/desk/ledger")

    reader = Reader(answer.text)
    allowed = re.compile(r"\?lang=(fr|en)$|ledger\.json$|\.\./$|data:image/")
    assert [one for one in reader.addresses if not allowed.match(one)] == []
    assert reader.inline_handlers == []
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert policy.count("sha256-") == 2


def test_a_node_with_a_name_like_a_script_is_text(ask: Ask, books: FakeLedger) -> None:
    books.accounts = (replace(SHORT, node="<script>alert(1)</script>"),)

    assert "<script>alert" not in ask("/desk/ledger").text


def test_machines_get_the_same(ask: Ask) -> None:
    first, _ = json.loads(ask("/desk/ledger.json").content)["accounts"]

    assert (first["node"], first["open"], first["epochs"][0]["last"]) == ("n-007", 1, 1440)


def test_a_store_that_is_down_is_a_503(ask: Ask, books: FakeLedger) -> None:
    books.down = True

    assert ask("/desk/ledger").status_code == 503


def value(ask: Ask, name: str, **labels: str) -> float:
    for family in text_string_to_metric_families(ask("/metrics").text):
        for sample in family.samples:
            if sample.name == name and sample.labels == labels:
                return sample.value
    return 0.0


def test_requests_are_counted_and_timed_by_route(ask: Ask) -> None:
    for path in ("/zone/cosmo", "/zone/cosmo", "/zone/nowhere", "/no/such/page"):
        ask(path)

    def answered(route: str, status: str) -> float:
        labels = {"method": "GET", "route": route, "status": status}
        return value(ask, "vallee_web_requests_total", **labels)

    assert answered("/zone/{zone}", "200") == 2
    assert answered("/zone/{zone}", "404") == 1
    assert answered("other", "404") == 1
    assert value(ask, "vallee_web_request_seconds_sum", route="/zone/{zone}") == 0.75


def test_a_page_that_cannot_be_made_is_a_view_error(ask: Ask, desk: FakeDesk) -> None:
    desk.down = True
    ask("/")

    assert value(ask, "vallee_web_view_errors_total", route="/") == 1


def test_no_label_is_what_somebody_typed(ask: Ask) -> None:
    ask("/zone/somebody-typed-this")

    assert "somebody" not in ask("/metrics").text
