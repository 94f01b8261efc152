"""A message is delivered over a real line, again until it is taken, and never lost by a crash."""

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from cloud.alarms.backoff import CEILING_S, GIVE_UP_US, wait_us
from cloud.alarms.errors import Undelivered
from cloud.alarms.mail import Mail, letter
from cloud.alarms.post import GONE, LEASE_US, Line, Post
from cloud.alarms.webhook import Webhook, is_genuine
from cloud.cli.alarms import app
from cloud.errors import RegistryFault
from cloud.registry.alarms import Alarms, open_alarms
from cloud.registry.registry import open_registry
from cloud.registry.values import Channel, Event, Message
from cloud.settings import AlarmHook, AlarmLevel
from cloud.settings import Alarms as Wishes
from cloud.store.point import Point
from cloud.store.sqlite import SqliteStore
from tests.cloud.alarms.conftest import NIGHT_US
from tests.services.certificates import Files, loopback
from tests.services.mail import (
    PASSWORD,
    USER,
    HookServer,
    MailServer,
    hook_server,
    mail_server,
    plain_mail_server,
)
from tests.services.registries import newest

READER = "one@vallee.example"
CONTENT = {
    "subject": "ALARME : Incendie – Mairie\r\nBcc: all@world.example",
    "text": "Où : Gignac, Hérault\n\n—\n\nWhere: Gignac\n",
    "thread": "7-1",
}
MESSAGE = Message(
    "7-1-0-0-opened-ab", None, Event.OPENED, Channel.MAIL, READER, CONTENT, NIGHT_US, NIGHT_US
)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return loopback(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def smtp(files: Files) -> Iterator[MailServer]:
    with mail_server(files) as server:
        yield server


@pytest.fixture
def mails(smtp: MailServer) -> MailServer:
    smtp.mails.clear()
    smtp.in_clear.clear()
    smtp.answer = lambda _reader: "250 OK"
    return smtp


@pytest.fixture
def hooks() -> Iterator[HookServer]:
    with hook_server() as server:
        yield server


@pytest.fixture
def alarms(url: str) -> Iterator[Alarms]:
    with open_alarms(url, lambda: NIGHT_US) as opened:
        yield opened


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Alarms]:
    with open_alarms(newest(f"sqlite:///{tmp_path / 'outbox.db'}"), lambda: NIGHT_US) as opened:
        yield opened


@pytest.fixture
def wishes(mails: MailServer, files: Files, tmp_path: Path) -> Wishes:
    secret = tmp_path / "password"
    secret.write_text(f"{PASSWORD}\n")
    return Wishes(
        smtp_host="127.0.0.1",
        smtp_port=mails.port,
        username=USER,
        password_file=secret,
        ca_file=files.ca,
        sender="alarmes@vallee.example",
        levels=(AlarmLevel(mails=(READER, "two@vallee.example")),),
    )


def post(kept: Alarms, line: Line, now_us: int = NIGHT_US, *addresses: str) -> Post:
    lines = {(Channel.MAIL, one): line for one in addresses or (READER, "two@vallee.example")}
    return Post(kept, lines, lambda: now_us, lambda: 0.0)


def test_a_mail_arrives_over_tls_with_its_accents_and_one_subject(
    mails: MailServer, wishes: Wishes
) -> None:
    Mail(wishes).send(MESSAGE, NIGHT_US)

    (mail,) = mails.mails
    assert mails.in_clear == [False]
    assert mail["To"] == READER
    assert mail["Bcc"] is None
    assert mail["Subject"] == "ALARME : Incendie – Mairie Bcc: all@world.example"
    assert mail["Message-ID"] == "<vallee-7-1-0-0-opened-ab@vallee.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "Où : Gignac, Hérault" in mail.get_content()


def test_a_mail_is_the_same_bytes_each_time() -> None:
    again = replace(MESSAGE, tries=5, next_us=99, trouble="late")

    assert letter(MESSAGE, "a@b.example").as_bytes() == letter(again, "a@b.example").as_bytes()


@pytest.mark.parametrize(
    "spoil",
    [
        {"ca_file": None},
        {"username": "somebody"},
        {"password_file": Path("/nowhere")},
        {"smtp_port": 1},
        {"smtp_security": "tls"},
        {"ca_file": Path("/nowhere")},
    ],
)
def test_a_server_that_is_not_ours_or_does_not_know_us_gets_nothing(
    mails: MailServer, wishes: Wishes, spoil: dict[str, object]
) -> None:
    values = {name: getattr(wishes, name) for name in wishes.__struct_fields__}
    wrong = Wishes(**{**values, **spoil})

    with pytest.raises(Undelivered) as caught:
        Mail(wrong).send(MESSAGE, NIGHT_US)

    assert not caught.value.only_this
    assert PASSWORD not in str(caught.value)
    assert mails.mails == []


def test_a_server_that_offers_no_tls_gets_neither_password_nor_mail(wishes: Wishes) -> None:
    with plain_mail_server() as server:
        values = {name: getattr(wishes, name) for name in wishes.__struct_fields__}
        plain = Wishes(**{**values, "smtp_port": server.port})

        with pytest.raises(Undelivered, match="STARTTLS"):
            Mail(plain).send(MESSAGE, NIGHT_US)

        assert server.mails == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"username": "u", "smtp_security": "none"},
        {"levels": [{"mails": ["a@b.example"]}]},
        {"levels": [{"mails": ["a@b.example\nBcc: c@d.example"]}]},
        {"levels": [{"webhooks": [{"url": "http://world.example/", "secret_file": "s"}]}]},
        {"levels": [{"webhooks": [{"url": "https://u:p@world.example/", "secret_file": "s"}]}]},
        {"levels": [{"webhooks": [{"url": "file:///etc/passwd", "secret_file": "s"}]}]},
        {"levels": [{"kinds": ["flood"]}]},
        {"overflow_at": 0.5},
    ],
)
def test_settings_that_would_tell_in_the_clear_or_nobody_are_refused(
    wrong: dict[str, object],
) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(wrong, Wishes)


def test_a_reader_who_is_refused_holds_no_other_up(
    mails: MailServer, wishes: Wishes, kept: Alarms
) -> None:
    mails.answer = lambda reader: "550 no such box" if reader == READER else "250 OK"
    kept.put(MESSAGE)
    kept.put(replace(MESSAGE, key="other", address="two@vallee.example"))

    assert post(kept, Mail(wishes)).deliver() == 1

    (late,) = kept.undelivered()
    assert (late.address, late.tries) == (READER, 1)
    assert "550" in late.trouble


def test_a_webhook_is_signed_dated_and_named(hooks: HookServer, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("sésame\n")
    line = Webhook(AlarmHook(hooks.url, secret))

    line.send(MESSAGE, NIGHT_US)
    line.send(MESSAGE, NIGHT_US + 60_000_000)

    (first, body), (second, again) = hooks.posts
    assert body == again
    assert first["Idempotency-Key"] == second["Idempotency-Key"] == MESSAGE.key
    sent_s, now_s = int(first["Vallee-Timestamp"]), NIGHT_US // 1_000_000
    signature = first["Vallee-Signature"]
    assert sent_s == now_s
    assert is_genuine("sésame", signature, sent_s, body, now_s)
    assert not is_genuine("other", signature, sent_s, body, now_s)
    assert not is_genuine("sésame", signature, sent_s, body + b" ", now_s)
    assert not is_genuine("sésame", signature, sent_s + 1, body, now_s)
    assert not is_genuine("sésame", signature, sent_s, body, now_s + 301)
    told = json.loads(body)
    assert (told["id"], told["event"]) == (MESSAGE.key, "opened")
    assert "sésame" not in body.decode()


@pytest.mark.parametrize("status", [301, 302, 307, 400, 404, 500, 503])
def test_whatever_is_not_2xx_was_not_taken_and_no_redirect_is_followed(
    hooks: HookServer, tmp_path: Path, status: int
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("s")
    hooks.status, hooks.location = status, hooks.url

    with pytest.raises(Undelivered, match=f"the answer is {status}"):
        Webhook(AlarmHook(hooks.url, secret)).send(MESSAGE, NIGHT_US)

    assert len(hooks.posts) == 1


def test_a_webhook_where_nobody_listens_or_without_its_secret_waits(
    hooks: HookServer, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    with pytest.raises(Undelivered, match="secret"):
        Webhook(AlarmHook(hooks.url, secret)).send(MESSAGE, NIGHT_US)
    secret.write_text("s")
    with pytest.raises(Undelivered):
        Webhook(AlarmHook("http://127.0.0.1:1/", secret)).send(MESSAGE, NIGHT_US)

    assert hooks.posts == []


class Broken:
    """A line that is down, and counts who knocks."""

    server = "down"

    def __init__(self) -> None:
        self.knocks = 0

    def send(self, message: Message, now_us: int) -> None:  # noqa: ARG002 - the port's signature
        self.knocks += 1
        raise Undelivered("no answer")


def test_a_server_that_is_down_is_asked_once_a_turn_and_later_each_time(kept: Alarms) -> None:
    for number in range(5):
        kept.put(replace(MESSAGE, key=str(number)))
    line = Broken()

    for turn in range(8):
        post(kept, line, NIGHT_US + turn * 1_000_000).deliver()

    # Five turns find one message each that was not tried; the next ones find none due.
    assert line.knocks == 5
    assert [one.tries for one in kept.messages()] == [1] * 5
    assert min(one.next_us for one in kept.undelivered()) == NIGHT_US + 15_000_000


def test_waits_grow_to_a_ceiling_and_jitter_takes_off_up_to_half() -> None:
    waits = [wait_us(tries, 0.0) for tries in range(1, 12)]

    assert waits[:3] == [15_000_000, 30_000_000, 60_000_000]
    assert waits == sorted(waits)
    assert max(waits) == CEILING_S * 1e6
    assert wait_us(1, 0.999) > 7_500_000


def test_what_nobody_takes_for_days_is_given_up_and_says_why(kept: Alarms) -> None:
    kept.put(MESSAGE)

    post(kept, Broken(), NIGHT_US + GIVE_UP_US).deliver()
    assert kept.undelivered() != []
    post(kept, Broken(), NIGHT_US + 2 * GIVE_UP_US).deliver()

    (given_up,) = kept.messages()
    assert (given_up.dropped_us, given_up.trouble) == (NIGHT_US, "no answer")
    assert kept.undelivered() == []


def test_an_address_that_the_settings_name_no_longer_gets_nothing(kept: Alarms) -> None:
    kept.put(MESSAGE)
    line = Broken()

    post(kept, line, NIGHT_US, "two@vallee.example").deliver()

    assert line.knocks == 0
    assert kept.messages()[0].trouble == GONE


def test_two_programs_deliver_a_message_once(kept: Alarms) -> None:
    kept.put(MESSAGE)
    (due,) = kept.due(NIGHT_US)

    assert kept.take(due, NIGHT_US + LEASE_US)
    assert not kept.take(due, NIGHT_US + LEASE_US)
    assert kept.due(NIGHT_US) == []
    assert [one.key for one in kept.due(NIGHT_US + LEASE_US)] == [MESSAGE.key]


def test_a_message_is_in_the_outbox_once_by_its_key(alarms: Alarms) -> None:
    alarms.put(MESSAGE)
    alarms.put(replace(MESSAGE, address="other@vallee.example"))

    (kept_one,) = alarms.messages()
    assert replace(kept_one, id=0) == MESSAGE


DIES = """
import os, signal, sys
from pathlib import Path
from cloud.alarms.mail import Mail
from cloud.alarms.post import Post
from cloud.cli.alarms import app
from cloud.errors import RegistryFault
from cloud.registry.alarms import open_alarms
from cloud.registry.registry import open_registry
from cloud.registry.values import Channel
from cloud.settings import Alarms

class Dying(Mail):
    def send(self, message, now_us):
        super().send(message, now_us)
        # Between the server's yes and our note of it.
        os.kill(os.getpid(), signal.SIGKILL)

url, port, password, ca, at_us = sys.argv[1:]
wishes = Alarms(smtp_host="127.0.0.1", smtp_port=int(port), username="astreinte",
    password_file=Path(password), ca_file=Path(ca), sender="alarmes@vallee.example")
with open_alarms(url) as kept:
    lines = {(Channel.MAIL, "one@vallee.example"): Dying(wishes)}
    Post(kept, lines, lambda: int(at_us), lambda: 0.0).deliver()
"""


def test_a_crash_between_the_servers_yes_and_our_note_loses_nothing_and_the_mail_keeps_its_name(
    tmp_path: Path, mails: MailServer, wishes: Wishes
) -> None:
    place = f"sqlite:///{tmp_path / 'crash.db'}"
    with open_alarms(place) as kept:
        kept.put(MESSAGE)
    argv = [str(mails.port), str(wishes.password_file), str(wishes.ca_file), str(NIGHT_US)]

    died = subprocess.run([sys.executable, "-c", DIES, place, *argv], check=False)

    assert died.returncode == -signal.SIGKILL
    with open_alarms(place) as kept:
        assert post(kept, Mail(wishes), NIGHT_US + LEASE_US - 1).deliver() == 0
        assert post(kept, Mail(wishes), NIGHT_US + LEASE_US).deliver() == 1
        assert post(kept, Mail(wishes), NIGHT_US + 10 * LEASE_US).deliver() == 0
    assert len({mail["Message-ID"] for mail in mails.mails}) == 1
    assert len(mails.mails) == 2


CONFIG = """
[registry]
url = "{url}"
[store]
file = "{folder}/points.sqlite"
[alarms]
every_s = 1
smtp_host = "127.0.0.1"
smtp_port = {port}
username = "{user}"
password_file = "{password}"
ca_file = "{ca}"
sender = "alarmes@vallee.example"
levels = [{{ minutes = 1, mails = ["one@vallee.example"], webhooks = [{{ url = "{hook}", secret_file = "{password}" }}] }}]
"""  # noqa: E501 - TOML keeps a table in one line


def test_the_verbs_test_run_list_and_acknowledge_work_together(
    tmp_path: Path, folder: Path, mails: MailServer, wishes: Wishes, hooks: HookServer
) -> None:
    config = tmp_path / "cloud.toml"
    place = f"sqlite:///{tmp_path / 'run.db'}"
    config.write_text(
        CONFIG.format(
            url=place,
            folder=tmp_path,
            port=mails.port,
            user=USER,
            password=wishes.password_file,
            ca=wishes.ca_file,
            hook=hooks.url,
        )
    )

    def asked(*words: str) -> str:
        done = CliRunner().invoke(app, [*words, "--config", str(config)])
        assert done.exit_code == 0, done.output
        return done.output

    with open_registry(newest(place)) as registry:
        registry.load_territory(folder)
    _burn(tmp_path / "points.sqlite")
    assert "2 of 2 addresses took the test" in asked("test")
    mails.heard.clear()

    program = Path(sys.executable).with_name("vallee-cloud")
    running = subprocess.Popen([program, "alarms", "run", "--config", str(config)])
    try:
        assert mails.heard.wait(60)
    finally:
        running.send_signal(signal.SIGTERM)
        code = running.wait(60)

    assert code == 0
    assert [str(mail["Subject"])[:15] for mail in mails.mails] == [
        "ESSAI : Ceci es",
        "ALARME : Incend",
    ]
    assert re.search(r"1 fire +alpha-01 .* open, 1 levels told", asked("list"))
    assert "marie takes care of alarm 1" in asked("acknowledge", "1", "--who", "marie")
    (alarm,) = json.loads(asked("list", "--json"))["alarms"]
    assert alarm["acknowledged_by"] == "marie"


def _burn(file: Path) -> None:
    """Have a sensor find a fire just now."""
    store = SqliteStore(file)
    series = (("node", "n-001"), ("sensor", "fill"))
    store.write([Point("alarm", series, time.time_ns(), {"temperature_c": 130.0})])
    store.close()


def test_a_wrong_number_is_one_sentence(kept: Alarms) -> None:
    with pytest.raises(RegistryFault, match="there is no alarm 7"):
        kept.acknowledge(7, "marie")
