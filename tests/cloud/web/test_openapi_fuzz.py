"""schemathesis asks what our own OpenAPI document allows, and what it forbids, of the real app.

A room is asked in one test, address after address: what one request leaves behind meets the next,
always in the same order, so that a run is as the one before.
"""

from base64 import b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any, Final

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.transport.serialization import Binary

from cloud.registry.values import KeptDeed
from cloud.registry.values.driven import REFUSED
from cloud.web.cab.api import ENVELOPES
from cloud.web.cab.api import OPERATIONS as CAB
from cloud.web.cab.routes import STAY
from cloud.web.described import DESCRIBED
from cloud.web.dispatch.api import OPERATIONS as DISPATCH
from cloud.web.openapi import EVERY, openapi
from cloud.web.operations import Operation
from tests.cloud.driven.day import DAY, MIN_US, Phone
from tests.cloud.driven.test_privacy import jpeg
from tests.cloud.people.house import ADMIN, CREW
from tests.cloud.web.cab.caller import DESK, SITE, Caller
from tests.cloud.web.whole import (
    KEPT_NAME,
    MARC,
    NEXT_DAY,
    NOW_US,
    PHOTO,
    PHOTO_NAME,
    Town,
    town_of,
)

EXAMPLES: Final = 24
# Where an address takes nothing, only what it does not ask for can be made up.
FEWER: Final = 8
FEW: Final = 3
PROMISES: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
OTHER: Final = jpeg(16)
DOCUMENT: Final = schemathesis.openapi.from_dict(openapi())
CALM: Final = settings(
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
# What the town knows, so that requests come further than to "there is no such day"; a list is
# gone through, one example after the other.
REAL: Final[dict[str, tuple[Any, ...]]] = {
    "at_us": (NOW_US - 1_000_000,),
    "container": ("alpha-01", "alpha-02"),
    "day": (str(DAY), str(DAY), "2030-01-01", str(DAY), "2026-02-30"),
    "device": ("crew-7",),
    "dry": (True, False, True),
    "lat": (43.61,),
    "locked": (False, True),
    "lon": (43.51,),
    "name": (CREW.id, "alpha-01"),
    "node": ("n-003",),
    "number": ("1", "1", "first"),
    "offset_us": (0,),
    "photo": (PHOTO_NAME, None),
    "photo_sha256": (PHOTO_NAME,),
    "place": ("alpha-01",),
    "replaces": (None,),
    "seq": tuple(range(1, 40)),
    "since": (str(DAY),),
    "stop": ("alpha-01", "alpha-02"),
    "target": ("alpha-01",),
    "tip": ("quay",),
    "to_day": (None, None, None, str(NEXT_DAY)),
    "truck": ("one", "two", "one", "-"),
    "until": ("2026-02-02",),
    "zone": ("cosmo",),
}
# Answers that each address has to give at least; what it may give besides, the document says.
REACHED: Final[dict[str, set[int]]] = {
    "GET /tournee/stay": {200},
    "GET /tournee/round": {200},
    "GET /tournee/round.gpx": {200},
    "POST /tournee/envelopes": {200, 400},
    "PUT /tournee/photos/{sha256}": {200, 201, 400, 404},
    "GET /tournee/known": {200},
    "GET /bureau/plans/{day}/draft": {200, 400, 409},
    "GET /bureau/plans/{day}/draft/versions": {200, 400},
    "POST /bureau/plans/{day}/draft/move": {200, 400, 409},
    "POST /bureau/plans/{day}/draft/lock": {200, 400, 409},
    "POST /bureau/plans/{day}/draft/publish": {200, 400, 409},
    "POST /bureau/plans/{day}/replan": {200, 400},
    "GET /bureau/deliveries": {200, 400},
    "GET /bureau/deeds": {200, 400},
    "GET /bureau/streets": {200, 400},
    "GET /bureau/calendar": {200, 400},
    "GET /bureau/incidents": {200},
    "POST /bureau/incidents": {201, 400},
    "POST /bureau/incidents/{number}/close": {200, 400},
    "POST /bureau/trucks/{truck}/position": {200, 409},
    "GET /bureau/photos/{sha256}": {200, 404},
    "GET /healthz": {200},
    "GET /plan.geojson": {200},
    "GET /bureau/plans/{day}/plan.geojson": {200, 400, 404},
    "GET /zone/{zone}.json": {200, 404},
    "GET /desk/ledger.json": {200},
    "GET /moi/export.json": {200},
    "GET /personnes/{name}/export.json": {200, 404},
    "GET /pose/places": {200},
    "GET /pose/cards": {200},
    "POST /pose/visits": {200, 400},
}
OF_DESK: Final = tuple(one for one in DESCRIBED if one.path.startswith("/bureau"))
OF_INSTALLER: Final = tuple(one for one in DESCRIBED if one.path.startswith("/pose"))
OF_ANYONE: Final = tuple(one for one in DESCRIBED if one not in OF_DESK + OF_INSTALLER)
# Once moves have left every container out, there is none to lock.
LOCKS_FIRST: Final = sorted(DISPATCH, key=lambda one: not one.path.endswith("/lock"))
ROOMS: Final = (
    (CREW.id, (STAY, *CAB)),
    (DESK.id, (*LOCKS_FIRST, *OF_DESK)),
    (MARC.id, OF_INSTALLER),
    (ADMIN.id, OF_ANYONE),
)


@pytest.fixture
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town_of(tmp_path_factory.mktemp("fuzzed")) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Give one town to all who leave the day's plan as it is."""
    with town_of(tmp_path_factory.mktemp("shared")) as opened:
        yield opened


def test_every_address_is_in_a_room_and_has_answers_to_be_reached() -> None:
    asked = [one for _, room in ROOMS for one in room]

    assert sorted(map(name_of, asked)) == sorted(map(name_of, EVERY)) == sorted(REACHED)
    assert all(REACHED[name_of(one)] <= one.all_answers.keys() for one in EVERY)


@pytest.mark.parametrize(("who", "room"), ROOMS, ids=[who for who, _ in ROOMS])
def test_a_room_answers_as_its_document_says(
    town: Town, who: str, room: tuple[Operation, ...]
) -> None:
    caller = town.caller(who)
    found = {
        name_of(one): asked(town, one, caller, EXAMPLES if one.asked or one.body else FEWER)
        for one in room
    }

    unreached = {name: REACHED[name] - statuses for name, statuses in found.items()}
    assert {name: missed for name, missed in unreached.items() if missed} == {}
    assert all(503 not in statuses for statuses in found.values())


def test_every_kind_of_deed_that_the_document_knows_of_a_crews_own_round_is_kept(
    shared: Town,
) -> None:
    crew = shared.caller(CREW.id)
    begun = {one.key for one in kept(shared)}
    document, kinds = of_own_round(crew.get(f"/tournee/round?day={DAY}").json())
    told = schemathesis.openapi.from_dict(document)[ENVELOPES.path][ENVELOPES.method]
    statuses: set[int] = set()

    @settings(CALM, max_examples=FEWER)
    @given(case=told.as_strategy(generation_mode=GenerationMode.POSITIVE))
    def tell(case: schemathesis.Case[Any]) -> None:
        answer = sent(crew, case)
        statuses.add(answer.status_code)
        case.validate_response(answer, checks=PROMISES)

    tell()
    assert statuses == {200}
    assert {one.kind for one in kept(shared) if one.key not in begun} - {REFUSED} == kinds
    assert len(kinds) >= 5


@pytest.mark.parametrize("who", ["", "sacha"], ids=["nobody", "another crew"])
def test_strangers_are_answered_as_the_document_says_and_told_nothing(
    shared: Town, who: str
) -> None:
    caller = shared.caller(who)
    for one in EVERY:
        if 401 not in one.all_answers or (who and one in (STAY, *CAB)):
            continue
        statuses = asked(shared, one, caller, FEW)

        mine = {200} if one.path.startswith("/moi") else {403}
        # Pages send whoever is not signed in to the door, a program is told.
        assert statuses <= (mine if who else {401, 303}), (name_of(one), statuses)


def asked(town: Town, one: Operation, caller: Caller, examples: int) -> set[int]:
    """Ask an address what may be asked there and what may not; return the statuses."""
    told = DOCUMENT[one.path][one.method]
    statuses: set[int] = set()
    count = iter(range(10**6))

    @settings(CALM, max_examples=examples)
    @given(
        case=told.as_strategy(generation_mode=GenerationMode.POSITIVE)
        | told.as_strategy(generation_mode=GenerationMode.NEGATIVE),
        # Mostly what is real, and now and then what was made up.
        is_real=st.sampled_from((True, True, False)),
    )
    def ask(case: schemathesis.Case[Any], is_real: bool) -> None:  # noqa: FBT001 - drawn
        if is_real:
            make_real(town, case, next(count))
        answer = sent(caller, case)
        statuses.add(answer.status_code)
        case.validate_response(answer, checks=PROMISES)

    ask()
    return statuses


def of_own_round(told: dict[str, Any]) -> tuple[dict[str, Any], set[str]]:
    """Return our document for envelopes of a round that the app gave, and all kinds of deeds.

    An envelope has one deed of each kind then. Its numbers are few: some are settled already,
    others come again with another body.
    """
    document = openapi()
    schemas = document["components"]["schemas"]
    envelope = schemas["DeedEnvelope"]
    named = envelope["properties"]["deeds"]["items"]["discriminator"]["mapping"]
    known = known_of(told)
    for ref in ("#/DeedEnvelope", *named.values()):
        properties = schemas[ref.rpartition("/")[2]]["properties"]
        properties |= {name: {"enum": known[name]} for name in properties.keys() & known.keys()}
    envelope["properties"]["deeds"] = {
        "type": "array",
        "prefixItems": [{"$ref": ref} for ref in named.values()],
        "minItems": len(named),
        "maxItems": len(named),
    }
    envelope["required"].append("deeds")
    del envelope["properties"]["losses"]
    return document, set(named)


def known_of(told: dict[str, Any]) -> dict[str, list[Any]]:
    """Return by name what a phone of this round may say.

    Numbers are listed, for to a JSON schema 1.0 is a whole one.
    """
    refs: dict[str, list[str]] = {"container": [], "tip": []}
    for stop in told["plan"]["stops"]:
        refs.setdefault(stop["kind"], []).append(stop["ref"])
    epochs = [Phone().epoch, "00000000000b"]
    return {
        "at_us": [NOW_US - minute * MIN_US for minute in range(60)],
        "day": [told["day"]],
        "device": [Phone().device],
        "epoch": epochs,
        "of_epoch": epochs,
        "of_seq": list(range(1, 20)),
        "offset_us": [None, 0, -1200],
        "photo": [None, PHOTO_NAME],
        "plan": [told["plan"]["issued_at_us"]],
        "seq": list(range(1, 60)),
        "stop": refs["container"],
        "tip": refs["tip"],
        "truck": [told["truck"]],
        "weight_kg": [None, 0, 3200],
    }


def kept(town: Town) -> list[KeptDeed]:
    """Return every deed of the day, positions too."""
    return [*town.driven.deeds(DAY), *town.driven.positions(DAY)]


def make_real(town: Town, case: schemathesis.Case[Any], turn: int) -> None:
    """Put what the town knows where a name of it stands; the shape stays as it was made."""
    body, photo = case.body, b""
    if isinstance(body, Binary):
        # A photo that a problem names, twice; one that none does; and what is none.
        photo = (PHOTO, PHOTO, OTHER, body.data)[turn % 4]
        case.body = Binary(photo)
    known = {
        "read": lambda: newest(town) if turn % 5 != 1 else 999,
        "plan": lambda: issued_us(town),
        "sha256": lambda: sha256(photo).hexdigest() if photo else (KEPT_NAME, "0" * 64)[turn % 2],
    }
    case.path_parameters = closer(case.path_parameters, turn, known)
    case.query = closer(case.query, turn, known)
    if not isinstance(body, Binary):
        case.body = closer(body, turn, known)


def closer(told: Any, turn: int, known: dict[str, Callable[[], object]]) -> Any:  # noqa: ANN401 - JSON
    """Return the same with what is real at each name that is known, however deep."""
    if isinstance(told, list):
        return [closer(one, turn + at, known) for at, one in enumerate(told)]
    if not isinstance(told, dict):
        return told
    made = {}
    for name, value in told.items():
        if name in known:
            made[name] = known[name]()
        elif name == "photo" and "visit" in told:
            made[name] = b64encode(PHOTO).decode()
        elif name in REAL:
            made[name] = REAL[name][turn % len(REAL[name])]
        else:
            made[name] = closer(value, turn, known)
    return made


def newest(town: Town) -> int:
    """Return the version that the page of a dispatcher would show by now."""
    draft = town.driven.draft(DAY)
    return draft.version if draft else 0


def issued_us(town: Town) -> int:
    """Return which plan the crew's phone has."""
    issued = town.records.newest_plan(DAY)
    assert issued is not None
    return issued.issued_at_us


def name_of(one: Operation) -> str:
    return f"{one.method} {one.path}"


def sent(caller: Caller, case: schemathesis.Case[Any]) -> httpx.Response:
    """Send a case as whoever calls."""
    made = case.as_transport_kwargs(base_url=SITE)
    names = ("method", "url", "headers", "params", "data", "json", "files")
    ready = requests.Request(**{name: made[name] for name in names if name in made}).prepare()
    body = ready.body or b""
    return caller.call(
        ready.method or case.method,
        str(ready.url).removeprefix(SITE),
        body if isinstance(body, bytes) else str(body).encode(),
        Content_Type=str(ready.headers.get("Content-Type", "")),
    )
