"""What cannot wait, from a sensor's bytes or a stored reading to the mail that wakes somebody."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cloud.alarms.content import Contents
from cloud.alarms.mail import Mail
from cloud.alarms.oncall import OnCall
from cloud.alarms.post import Post
from cloud.alarms.tower import Places, Tower
from cloud.alarms.watch import Watch
from cloud.ingest.ingester import Ingester
from cloud.registry.alarms import Alarms, open_alarms
from cloud.registry.nodes import node_files
from cloud.registry.registry import open_registry
from cloud.registry.values import Channel
from cloud.settings import AlarmLevel
from cloud.settings import Alarms as Wishes
from cloud.store.memory import MemoryStore
from contract.envelope import Envelope
from contract.reading import Kind, Reading
from edge.links.clock import DataClock
from edge.reports import Report, write_report
from firmware_sim.device.air.fill import fill_voices
from firmware_sim.territory import read_territory
from firmware_sim.world import World
from tests.flow.conftest import DAY_US, NOW_US, TERRITORY, Wire, ingester_of, nodes_on
from tests.services.certificates import Files, loopback
from tests.services.mail import PASSWORD, USER, MailServer, mail_server
from tests.services.registries import newest

PARIS = ZoneInfo("Europe/Paris")
MINUTE_US = 60_000_000
HOUR = 60
BURNS = "gignac-04"
"""The container whose sensor is heard by a radio, and says how warm it is."""
BEGINS_US = NOW_US - DAY_US
EPOCH = "0123456789ab"
ON_CALL, CHIEF = "astreinte@vallee.example", "chef@vallee.example"


@dataclass
class Night:
    """The valley under watch; each move of its clock is a turn of `vallee-cloud alarms run`."""

    wire: Wire
    ingester: Ingester
    alarms: Alarms
    tower: Tower
    post: Post
    mails: MailServer
    clock: DataClock
    _seqs: dict[str, int] = field(default_factory=dict)

    def passes(self, minutes: float) -> list[tuple[str, str]]:
        """Let so many minutes pass, look and deliver; return readers and subjects."""
        self.clock.at_us += round(minutes * MINUTE_US)
        self.settle()
        self.tower.turn(self.clock.at_us)
        before = len(self.mails.mails)
        self.post.deliver()
        return [(str(one["To"]), str(one["Subject"])) for one in self.mails.mails[before:]]

    def settle(self) -> None:
        """Have the ingester take what is on the wire."""
        while messages := self.wire.take(1000, 0):
            self.ingester.settle(messages)

    def says(self, node: str, **values: float) -> None:
        """Have a node measure now, and send it."""
        self._seqs[node] = self._seqs.get(node, 0) + 1
        at_us = self.clock.at_us
        reading = Reading(self._seqs[node], "fill", Kind.LEVEL, at_us, values)
        self.wire.send(Envelope(node, EPOCH, (reading,)))

    def last_mail(self) -> EmailMessage:
        return self.mails.mails[-1]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return loopback(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def smtp(files: Files) -> Iterator[MailServer]:
    with mail_server(files) as server:
        yield server


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the valley's registry, to be copied, and the settings of its nodes beside it."""
    folder = tmp_path_factory.mktemp("valley")
    with open_registry(newest(f"sqlite:///{folder / 'registry.sqlite'}")) as registry:
        registry.load_territory(TERRITORY)
        nodes = folder / "nodes"
        nodes.mkdir()
        for node, text in node_files(registry).items():
            (nodes / f"{node}.toml").write_text(text)
    return folder


@pytest.fixture
def night(loaded: Path, smtp: MailServer, files: Files, tmp_path: Path) -> Iterator[Night]:
    secret = tmp_path / "password"
    secret.write_text(PASSWORD)
    smtp.mails.clear()
    wishes = Wishes(
        smtp_host="127.0.0.1",
        smtp_port=smtp.port,
        username=USER,
        password_file=secret,
        ca_file=files.ca,
        sender="alarmes@vallee.example",
        levels=(AlarmLevel(15, mails=(ON_CALL,)), AlarmLevel(30, mails=(CHIEF,))),
    )
    shutil.copy(loaded / "registry.sqlite", tmp_path / "night.sqlite")
    url = f"sqlite:///{tmp_path / 'night.sqlite'}"
    wire, store, clock = Wire(), MemoryStore(), DataClock()
    clock.at_us = BEGINS_US
    with open_registry(url) as registry, open_alarms(url, lambda: clock.at_us) as alarms:
        nodes_on(wire, loaded / "nodes", clock)
        contents = Contents(Places(registry).of, PARIS, "https://vallee.example")
        yield Night(
            wire,
            ingester_of(wire, store, registry, NOW_US + 7 * DAY_US),
            alarms,
            Tower(
                Watch(registry, store, wishes),
                alarms,
                OnCall(wishes.levels, contents.of),
                wishes,
            ),
            Post(
                alarms,
                {(Channel.MAIL, one): Mail(wishes) for one in (ON_CALL, CHIEF)},
                lambda: clock.at_us,
                lambda: 0.0,
            ),
            smtp,
            clock,
        )


def burn(night: Night, began_us: int, minutes: int) -> Iterator[tuple[str, str]]:
    """Play the sensor of a container that burns, from an hour before; yield what is mailed."""
    start_us = BEGINS_US // DAY_US * DAY_US
    world = World(read_territory(TERRITORY), 7, start_us, 2, {BURNS: began_us})
    container = next(one for one in world.territory.containers if one.id == BURNS)
    day = next(one for one in world.days() if one.from_us <= began_us < one.until_us)
    for voice in fill_voices(world, container, day, 900, 2.0):
        if not began_us - HOUR * MINUTE_US <= voice.from_us < began_us + minutes * MINUTE_US:
            continue
        night.clock.at_us = voice.from_us
        said = write_report(Report(voice.address, voice.kind, -70, voice.data))
        night.wire.agents["z-001"].feed("radio", said * 3, voice.from_us)
        yield from night.passes(0)


def test_a_fire_goes_from_the_sensor_s_adverts_to_a_mail_within_minutes(night: Night) -> None:
    began_us = BEGINS_US + 180 * MINUTE_US
    mailed = burn(night, began_us, 60)

    first = next(mailed)

    # The slowest fire of the simulator needs ten minutes to 65 °C.
    assert 0 < night.clock.at_us - began_us <= 12 * MINUTE_US
    assert first[0] == ON_CALL
    assert first[1].startswith("ALARME : Incendie : ")
    assert first[1].endswith("°C dans un conteneur – Gignac – Chemin du stade")
    text = night.last_mail().get_content()
    assert "18 ou le 112" in text
    assert "https://vallee.example/alarmes/1" in text
    # The sensor burns and falls silent; nobody answers, so the next one is told, and once.
    assert list(mailed) == []
    waited = [one for _ in range(3) for one in night.passes(15)]
    assert [reader for reader, _ in waited] == [CHIEF]
    assert waited[0][1].startswith("ALARME sans réponse : Incendie")
    assert [one.closed_us for one in night.alarms.listed()] == [None]


def test_who_acknowledges_in_time_is_the_last_one_to_be_called(night: Night) -> None:
    next(burn(night, BEGINS_US + 180 * MINUTE_US, 60))

    night.alarms.acknowledge(1, "nadia")

    assert [one for _ in range(8) for one in night.passes(15)] == []


def test_a_valley_in_which_nothing_burns_mails_nobody(night: Night) -> None:
    quiet = burn(night, BEGINS_US + 400 * MINUTE_US, 0)

    assert list(quiet) == []
    assert night.alarms.listed() == []


def test_two_full_readings_are_a_mail_and_two_of_an_emptied_one_its_end(night: Night) -> None:
    mailed = []
    for fill in (0.9, 1.06, 1.08, 0.05, 0.06):
        night.says("n-001", fill_ratio=fill)
        mailed.append([subject for _, subject in night.passes(5)])

    assert [len(one) for one in mailed] == [0, 0, 1, 0, 1]
    assert mailed[2][0].startswith("ALARME : Débordement : conteneur plein à 108 % – ")
    assert mailed[4][0].startswith("FIN D’ALARME : Débordement")


def test_a_node_that_says_nothing_for_a_day_is_a_mail_and_its_next_word_another(
    night: Night,
) -> None:
    nodes = ("n-001", "n-002", "n-003")
    for hours in range(0, 28, 4):
        for node in nodes if not hours else (nodes[0], nodes[2]):
            night.says(node, fill_ratio=0.2 + hours / 100)
        mailed = night.passes(4 * HOUR)
        assert [reader for reader, _ in mailed] == ([ON_CALL] if hours == 24 else [])

    assert "Boîtier muet : n-002" in night.last_mail()["Subject"]
    night.says("n-002", fill_ratio=0.3)
    assert [subject[:12] for _, subject in night.passes(1)] == ["FIN D’ALARME"]
