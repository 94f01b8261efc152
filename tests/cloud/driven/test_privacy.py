"""Positions: looked at during an incident only, gone after two months, and with their person."""

import hashlib
import io
from datetime import timedelta

import pytest
from PIL import Image

from cloud.driven.intake import Photo
from cloud.driven.keeping import POSITION_DAYS, PROOF_DAYS, purge
from cloud.driven.looking import look
from cloud.driven.photo import NoPhoto, checked
from cloud.driven.streets import streets
from cloud.registry.people import open_people
from cloud.registry.values import Keys, Person, Role
from contract.deeds import LARGEST_PHOTO
from tests.cloud.driven.conftest import LATER_US
from tests.cloud.driven.day import CREW, DAY, SEVEN_US, Phone, World, plan

AT_FIRST_STOP = {"lat": 43.61, "lon": 3.51, "accuracy_m": 8}
DESK = Person("desk", "Bureau", frozenset({Role.DISPATCHER}))


def with_desk(url: str) -> None:
    with open_people(url) as people:
        people.add(DESK, Keys(), None)


def driving(world: World) -> Phone:
    phone = Phone()
    phone.does("position", 10, **AT_FIRST_STOP)
    world.tell(phone)
    return phone


def test_no_position_is_told_without_an_incident_and_no_look_is_noted(world: World) -> None:
    driving(world)

    assert look(world.rounds.driven, "one", CREW.id, LATER_US) is None
    assert world.rounds.driven.looks("one") == []


def test_each_look_during_an_incident_is_written_down(world: World, url: str) -> None:
    with_desk(url)
    driving(world)
    driven = world.rounds.driven
    made = driven.open_incident("one", "Benne en panne", DESK.id)

    seen = [look(driven, "one", DESK.id, LATER_US) for _ in range(2)]

    assert [one and (one.lat, one.lon) for one in seen] == [(43.61, 3.51)] * 2
    assert [one.why for one in driven.looks("one")] == ["Benne en panne"] * 2
    assert driven.close_incident(made.id, DESK.id)
    assert look(driven, "one", DESK.id, LATER_US) is None
    assert len(driven.looks("one")) == 2


@pytest.mark.parametrize("kind", ["paused", "ended"])
def test_nothing_is_shared_in_a_pause_or_after_the_shift(world: World, url: str, kind: str) -> None:
    with_desk(url)
    phone = driving(world)
    phone.does(kind, 20)
    world.tell(phone)
    world.rounds.driven.open_incident("one", "Appel", DESK.id)

    seen = look(world.rounds.driven, "one", DESK.id, LATER_US)

    assert seen is not None
    assert seen.at_us is None


@pytest.mark.parametrize(("ref", "said"), [("alpha-01", "unknown"), ("alpha/0", "done")])
def test_after_two_months_a_position_is_gone_and_its_proof_stays_a_year(
    world: World, ref: str, said: str
) -> None:
    world.rounds.registry.issue_plan(plan(SEVEN_US, ref))
    phone = Phone()
    phone.does("position", 10, **AT_FIRST_STOP)
    phone.does("position", 11, lat=44.9, lon=3.9, accuracy_m=8)
    body = phone.envelope()
    world.intake.take(body, CREW)
    before = streets(world.today(), ref, [], over=True)
    there = world.today().passages

    early = purge(world.rounds, DAY + timedelta(POSITION_DAYS))
    gone = purge(world.rounds, DAY + timedelta(POSITION_DAYS + 1))
    again = purge(world.rounds, DAY + timedelta(POSITION_DAYS + 1))

    assert (early.positions, gone.positions, again.positions) == (0, 2, 0)
    assert gone.proofs == len(there)
    assert ref in {one.ref for one in there}
    assert world.rounds.driven.positions(DAY) == []
    assert world.today().passages == there
    assert streets(world.today(), ref, [], over=True) == before
    assert [one.state for one in before] == [said]
    # The numbers stay settled: nothing comes back by being told again.
    assert world.intake.take(body, CREW).settled == ((1, 2),)
    assert world.rounds.driven.positions(DAY) == []
    purge(world.rounds, DAY + timedelta(PROOF_DAYS + 1))
    assert world.rounds.driven.passages(DAY) == []


def test_refused_rows_lose_their_words_with_the_positions(world: World) -> None:
    phone = Phone()
    phone.does("position", 10, lat=43.123456, lon=400, accuracy_m=8)
    world.tell(phone)

    purge(world.rounds, DAY + timedelta(POSITION_DAYS + 200))

    assert all(b"43.123456" not in one.payload for one in world.rounds.registry.dead_letters())
    assert all(one.body is None for one in world.rounds.driven.deeds(DAY))


def test_an_erased_person_takes_his_positions_along_and_leaves_the_service(
    world: World, url: str
) -> None:
    phone = driving(world)
    phone.does("collected", 12, stop="alpha-01")
    world.tell(phone)
    world.rounds.driven.give(CREW.id, "one", DAY)

    with open_people(url) as people:
        told = people.facts(CREW.id)
        people.erase(CREW.id, None)

    assert len(told["crew_positions"]) == 1
    assert len(told["crew_deeds"]) == 2
    assert world.rounds.driven.positions(DAY) == []
    assert world.rounds.driven.rounds_of(CREW.id) == {}
    assert {one.person for one in world.rounds.driven.deeds(DAY)} == {None}
    assert world.today().stops["alpha-01"].state == "collected"


def jpeg(side: int = 64, exif: bytes = b"") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (side, side), "green").save(file, "JPEG", exif=exif)
    return file.getvalue()


def name_of(sent: bytes) -> str:
    return hashlib.sha256(sent).hexdigest()


def test_a_photo_is_asked_for_kept_once_and_not_asked_for_again(world: World) -> None:
    sent = jpeg()
    phone = Phone()
    phone.does("problem", 10, what="dumped-beside", stop="alpha-01", photo=name_of(sent))
    body = phone.envelope()

    asked = world.intake.take(body, CREW).photos
    became = [world.intake.photo(sent, name_of(sent), CREW) for _ in range(2)]

    assert asked == (name_of(sent),)
    assert became == [Photo.KEPT, Photo.THERE]
    assert world.intake.take(body, CREW).photos == ()


def test_a_photo_that_no_deed_names_is_not_kept(world: World) -> None:
    sent = jpeg()

    assert world.intake.photo(sent, name_of(sent), CREW) is Photo.UNASKED
    assert world.rounds.driven.photo(name_of(sent)) is None


def test_a_photo_is_kept_without_what_the_phone_wrote_into_it() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Fairphone of Camille"
    sent = jpeg(exif=exif.tobytes())

    assert b"Camille" in sent
    assert b"Camille" not in checked(sent, name_of(sent))


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"\xff\xd8\xff" + b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        jpeg()[:200],
        jpeg() + b"\0" * LARGEST_PHOTO,
    ],
    ids=["empty", "SVG", "SVG with a JPEG's start", "cut off", "huge"],
)
def test_what_is_no_photo_is_refused(sent: bytes) -> None:
    with pytest.raises(NoPhoto):
        checked(sent, name_of(sent))


def test_a_photo_under_another_name_is_refused() -> None:
    with pytest.raises(NoPhoto):
        checked(jpeg(), "0" * 64)


def test_a_jpeg_that_would_become_gigabytes_is_refused() -> None:
    sent = bytearray(jpeg())
    at = sent.index(b"\xff\xc0")
    sent[at + 5 : at + 9] = b"\xff\xff\xff\xff"

    with pytest.raises(NoPhoto):
        checked(bytes(sent), name_of(bytes(sent)))
