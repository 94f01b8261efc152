"""Whatever the network does to phones' envelopes, each deed counts once, in any order."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cloud.driven.intake import Intake
from cloud.driven.stops import states
from cloud.driven.told import told
from cloud.registry.driven import open_driven
from cloud.registry.people import open_people
from cloud.registry.registry import open_registry
from cloud.registry.values import Keys
from contract.deeds import DeedReceipt
from tests.cloud.driven.conftest import LATER_US
from tests.cloud.driven.day import CREW, DAY, MIN_US, SEVEN_US, Phone, plan
from tests.cloud.registry.conftest import COMMUNES, CONTAINERS, OUTLINES, TERRITORY

KINDS = st.sampled_from(
    [
        ("started", {}),
        ("collected", {"stop": "alpha-01"}),
        ("collected", {"stop": "alpha-02"}),
        ("skipped", {"stop": "alpha-01", "reason": "blocked"}),
        ("problem", {"what": "works", "stop": "alpha-02"}),
        ("position", {"lat": 43.61, "lon": 3.51, "accuracy_m": 5}),
    ]
)
# A phone's life: what it does, whether the app then starts anew, and what becomes of each sending.
LIFE = st.lists(
    st.tuples(
        st.integers(0, 1),
        KINDS,
        st.integers(0, 500),
        st.booleans(),
        st.sampled_from(["arrives", "lost", "answer lost", "arrives twice"]),
    ),
    max_size=25,
)


def registry_in(folder: Path) -> str:
    territory = folder / "territory"
    territory.mkdir()
    (territory / "territory.toml").write_text(TERRITORY, encoding="utf-8")
    (territory / "communes.csv").write_text(COMMUNES, encoding="utf-8")
    (territory / "containers.csv").write_text(CONTAINERS, encoding="utf-8")
    (territory / "outlines.geojson").write_text(OUTLINES, encoding="utf-8")
    url = f"sqlite:///{folder / 'registry.db'}"
    with open_registry(url) as records, open_people(url) as people:
        records.load_territory(territory)
        people.add(CREW, Keys(), None)
        records.issue_plan(plan(SEVEN_US - 60 * MIN_US, "alpha-01", "alpha-02"))
    return url


@cache
def registry_bytes() -> bytes:
    """Return the file of the registry, made once for all examples."""
    with TemporaryDirectory() as name:
        registry_in(Path(name))
        return (Path(name) / "registry.db").read_bytes()


def copy_in(folder: Path) -> str:
    (folder / "registry.db").write_bytes(registry_bytes())
    return f"sqlite:///{folder / 'registry.db'}"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(life=LIFE, data=st.data())
def test_each_deed_counts_once_whatever_the_network_does(
    life: list[Any], data: st.DataObject
) -> None:
    with TemporaryDirectory() as name:
        url = copy_in(Path(name))
        with open_registry(url) as records, open_driven(url, lambda: LATER_US) as driven:
            intake = Intake(driven, lambda: LATER_US)
            phones = [Phone("crew-0", "000000000000"), Phone("crew-1", "000000000001")]
            did: dict[tuple[str, str, int], dict[str, Any]] = {}
            waiting: list[Phone] = []
            starts = 2
            for which, (kind, more), minute, anew, fate in life:
                phone = phones[which]
                row = phone.does(kind, minute, **more)
                did[phone.device, phone.epoch, row["seq"]] = row
                chosen = data.draw(st.permutations(list(phone.kept.values())))
                _send(intake, phone, phone.envelope(*chosen), fate)
                if anew:
                    # What the old start has not sent is sent by it later, in its own epoch.
                    waiting.append(phone)
                    phones[which] = Phone(phone.device, f"{starts:012x}")
                    starts += 1
            for phone in data.draw(st.permutations([*waiting, *phones])):
                _send(intake, phone, phone.envelope(), "arrives")

            kept = {one.key: one for one in [*driven.deeds(DAY), *driven.positions(DAY)]}
            assert kept.keys() == did.keys()
            assert all(phone.kept == {} for phone in [*waiting, *phones])
            assert records.dead_letter_count() == 0
            for key, row in did.items():
                assert kept[key].at_us == row["at_us"]

            rows = driven.deeds(DAY)
            shuffled = data.draw(st.permutations(rows))
            assert states(told(shuffled)) == states(told(rows))


def _send(intake: Intake, phone: Phone, body: bytes, fate: str) -> None:
    if fate == "lost":
        return
    receipt = intake.take(body, CREW)
    if fate == "arrives twice":
        again = intake.take(body, CREW)
        assert again.settled == receipt.settled
    if fate != "answer lost":
        # As the phone reads it: bytes.
        phone.hears(msgspec.json.decode(msgspec.json.encode(receipt), type=DeedReceipt))
