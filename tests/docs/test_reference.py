"""The reference says what the code does: topics, messages, settings, measurements."""

import re
from pathlib import Path
from typing import Final

import msgspec
import pytest

from contract import codec
from contract.envelope import Envelope
from contract.presence import IngesterPresence, NodeStatus
from contract.reading import FIELDS
from contract.receipt import Receipt
from contract.topics import Channel, topic
from contract.truck_plan import TruckPlan
from tests.docs.settings_page import page

REFERENCE: Final = Path(__file__).parents[2] / "docs" / "reference"
BOUNDS: Final = re.compile(r"^\| `(\w+)` \| `(\w+)` \| (\S+) … (\S+) \|", re.MULTILINE)
JSON: Final = re.compile(r"^```json\n(.*?)\n```$", re.DOTALL | re.MULTILINE)
KINDS: Final[tuple[type[codec.Message], ...]] = (
    Envelope,
    Receipt,
    NodeStatus,
    IngesterPresence,
    TruckPlan,
)
NAMES: Final = {"node": "NODE", "ingester": "NAME", "truck": "TRUCK"}


def text(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("channel", Channel)
def test_every_topic_is_written_down(channel: Channel) -> None:
    _, _, owner, name, last = topic("x", channel).split("/")

    assert name == "x"
    assert f"`vallee/v1/{owner}/{NAMES[owner]}/{last}`" in text("topics.md")


def test_every_message_that_is_shown_is_one() -> None:
    shown = [one.encode() for one in JSON.findall(text("topics.md"))]

    assert len(shown) == len(KINDS)
    for payload, kind in zip(shown, KINDS, strict=True):
        message = codec.decode(payload, kind)
        assert msgspec.json.decode(codec.encode(message)) == msgspec.json.decode(payload)


def test_the_settings_page_is_what_the_settings_files_say() -> None:
    assert text("settings.md") == page()


def test_every_field_of_a_reading_is_written_down_with_its_bounds() -> None:
    rows = set(BOUNDS.findall(text("measurements.md")))

    told = {(kind, field): (float(low), float(high)) for kind, field, low, high in rows}
    assert told == {
        (kind.value, field): bounds
        for kind, fields in FIELDS.items()
        for field, bounds in fields.items()
    }
