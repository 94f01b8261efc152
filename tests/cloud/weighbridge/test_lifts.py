"""From what a crew's phone tells to the tonnes of each commune, all of it the real code."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest

from cloud.bootstrap.lifts import lifts_of_day
from cloud.bootstrap.weighbridge import weighings
from cloud.driven.intake import Intake
from cloud.driven.told import told
from cloud.registry.driven import open_driven
from cloud.registry.people import open_people
from cloud.registry.registry import open_registry
from cloud.registry.values import Issued, Keys, Person, Ticket
from cloud.registry.weighbridge import open_weighbridge
from cloud.settings import Registry, Settings, Weighing
from cloud.weighbridge.weighings import Weighings
from tests.cloud.driven.day import CREW, DAY, MIN_US, OTHER, SEVEN_US, Phone, plan, stop
from tests.cloud.registry.conftest import COMMUNES, CONTAINERS, OUTLINES, TERRITORY
from tests.cloud.weighbridge.test_weighbridge_kept import TIP
from tests.services.registries import newest

SECOND_TRUCK = TERRITORY[TERRITORY.index("[[trucks]]") : TERRITORY.index("[[rounds]]")].replace(
    '"one"', '"two"'
)
# A third container, in another commune.
TOWNS = f"{COMMUNES.rstrip()}\n34002,Beta,420,43.7,3.6\n"


@dataclass
class Scale:
    """A day whose plan was to lift both containers, and what is told of it."""

    settings: Settings
    intake: Intake

    def tells(self, phone: Phone, person: Person = CREW) -> None:
        """Have a phone send all that it holds, twice: the first answer got lost."""
        self.intake.take(phone.envelope(), person)
        self.intake.take(phone.envelope(), person)

    def found(self) -> Weighings:
        """Match and sum up the day, by the verb's own way."""
        return weighings(self.settings, DAY, DAY)

    def tonnes(self) -> dict[str, int]:
        return {one.insee: one.kg for one in self.found().tonnage.communes}


def ticket(number: str, minute: float, net_kg: int) -> Ticket:
    at_us = SEVEN_US + round(minute * MIN_US)
    return Ticket(number, "tip", "AB123CD", 11_000 + net_kg, 11_000, "residual", at_us)


@pytest.fixture
def scale(tmp_path: Path) -> Iterator[Scale]:
    url = newest(f"sqlite:///{tmp_path / 'scale.sqlite'}")
    for name, text in (
        ("territory.toml", TERRITORY + TIP + SECOND_TRUCK),
        ("communes.csv", TOWNS),
        ("containers.csv", CONTAINERS.replace("école,34001", "école,34002")),
        ("outlines.geojson", OUTLINES),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    plates = Weighing(plates=("AB-123-CD = one", "EF-456-GH = two"))
    with open_registry(url) as registry, open_weighbridge(url) as kept, open_driven(url) as driven:
        registry.load_territory(tmp_path)
        _hire(url, CREW, OTHER)
        # 100 kg are expected in the first container, 300 in the second.
        registry.issue_plan(_plan({"alpha-01": 100, "alpha-02": 300}))
        kept.add_tickets([ticket("T-1", 64, 4000)], "marie")
        intake = Intake(driven, lambda: SEVEN_US + 600 * MIN_US)
        yield Scale(Settings(registry=Registry(url), weighbridge=plates), intake)


def _hire(url: str, *crew: Person) -> None:
    with open_people(url) as people:
        for one in crew:
            people.add(one, Keys(), None)


def _plan(loads: dict[str, int]) -> Issued:
    issued = plan(SEVEN_US - MIN_US, *loads)
    body = msgspec.json.decode(issued.body)
    stops, on_board = [stop("depot", "depot", 0)], 0
    for order, (ref, load_kg) in enumerate(loads.items(), 1):
        on_board += load_kg
        stops.append({**stop("container", ref, order), "load_kg": on_board})
    body["routes"][0]["stops"] = stops
    return Issued(DAY, issued.issued_at_us, msgspec.json.encode(body), {})


def unloads(phone: Phone, minute: float = 60) -> None:
    phone.does("unloaded", minute, tip="tip", weight_kg=3990)


def test_what_a_crew_did_is_matched_and_split_over_the_communes_where_it_was(scale: Scale) -> None:
    phone = Phone()
    phone.does("collected", 20, stop="alpha-01")
    phone.does("collected", 30, stop="alpha-02")
    unloads(phone)

    scale.tells(phone)

    found = scale.found()
    assert [(one.ticket.number, one.unloading.weight_kg) for one in found.matching.pairs] == [
        ("T-1", 3990)
    ]
    assert (len(found.matching.missing), len(found.matching.orphans)) == (0, 0)
    assert scale.tonnes() == {"34001": 1000, "34002": 3000}
    (stream,) = found.tonnage.streams
    assert (stream.matched_kg, stream.split_kg, stream.told_kg) == (4000, 4000, 4000)


def test_what_a_crew_left_gives_no_tonnes_to_its_commune_whatever_was_planned(
    scale: Scale,
) -> None:
    phone = Phone()
    phone.does("collected", 20, stop="alpha-01")
    phone.does("skipped", 30, stop="alpha-02", reason="blocked")
    unloads(phone)

    scale.tells(phone)

    assert scale.tonnes() == {"34001": 4000}


def test_a_crew_that_told_of_no_stop_is_taken_to_have_driven_the_plan_and_it_is_said(
    scale: Scale,
) -> None:
    phone = Phone()
    unloads(phone)

    scale.tells(phone)

    assert scale.tonnes() == {"34001": 1000, "34002": 3000}
    (stream,) = scale.found().tonnage.streams
    assert (stream.split_kg, stream.told_kg) == (4000, 0)


def test_a_container_that_another_truck_lifted_is_on_board_of_that_one(scale: Scale) -> None:
    helper = Phone("crew-2", truck="two")
    helper.does("collected", 10, stop="alpha-02")
    driver = Phone()
    unloads(driver)

    scale.tells(helper, OTHER)
    scale.tells(driver)

    # The driver said nothing: its plan stands, less what was lifted by the other.
    assert scale.tonnes() == {"34001": 4000}


def test_what_is_lifted_after_an_unloading_is_on_board_of_the_next(scale: Scale) -> None:
    with open_weighbridge(scale.settings.registry.url) as kept:
        kept.add_tickets([ticket("T-2", 184, 1000)], "marie")
    phone = Phone()
    phone.does("collected", 20, stop="alpha-01")
    unloads(phone)
    phone.does("collected", 120, stop="alpha-02")
    unloads(phone, 180)

    scale.tells(phone)

    assert scale.tonnes() == {"34001": 4000, "34002": 1000}


def test_what_a_later_plan_left_out_and_was_lifted_weighs_what_the_earlier_one_expected(
    scale: Scale,
) -> None:
    with open_registry(scale.settings.registry.url) as registry:
        registry.issue_plan(_later(_plan({"alpha-01": 100})))
    phone = Phone()
    phone.does("collected", 20, stop="alpha-01")
    phone.does("collected", 30, stop="alpha-02")
    unloads(phone)

    scale.tells(phone)

    assert scale.tonnes() == {"34001": 1000, "34002": 3000}


def test_what_no_plan_had_weighs_as_much_as_the_day_s_others_of_its_stream(scale: Scale) -> None:
    url = scale.settings.registry.url
    phone = Phone()
    phone.does("collected", 30, stop="alpha-02")
    scale.tells(phone)

    with open_registry(url) as registry, open_weighbridge(url) as kept:
        containers = {one.id: one for one in registry.containers()}
        deeds, paris = told(kept.deeds(DAY)), ZoneInfo("Europe/Paris")
        found = lifts_of_day([_plan({"alpha-01": 140})], deeds, containers, paris, DAY)

    assert [(one.container, one.load_kg, one.told) for one in found] == [("alpha-02", 140, True)]


def _later(issued: Issued) -> Issued:
    body = msgspec.json.decode(issued.body) | {"issued_at_us": issued.issued_at_us + 1}
    return Issued(DAY, issued.issued_at_us + 1, msgspec.json.encode(body), {})
