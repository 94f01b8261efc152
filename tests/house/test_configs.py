"""The settings files in configs/ are the documentation of the settings: complete and true."""

import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

import cloud.settings
import edge.settings
from contract.broker import Broker

CONFIGS = Path(__file__).parents[2] / "configs"
COMMENTED = re.compile(r"^# ([a-z_]+ = .*)$", re.MULTILINE)

# Commented lines that are examples, not defaults: what they set is unset by default.
EXAMPLES = {"username", "password_file", "ca_file", "cert_file", "key_file", "token_file"}


@pytest.mark.parametrize("name", ["edge", "cloud"])
def test_the_file_as_it_stands_is_the_defaults(name: str) -> None:
    if name == "cloud":
        assert cloud.settings.load(CONFIGS / "cloud.toml", {}) == cloud.settings.Settings()
    else:
        settings = edge.settings.load(CONFIGS / "edge.toml", {})
        assert settings.mqtt == Broker()
        assert settings.outbox == edge.settings.OutboxOptions()
        assert settings.sending == edge.settings.Sending()


def uncommented(name: str) -> dict[str, Any]:
    text = (CONFIGS / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(COMMENTED.sub(r"\1", text))


def fields(kind: type[msgspec.Struct]) -> dict[str, Any]:
    return {field.encode_name: field for field in msgspec.structs.fields(kind)}


@pytest.mark.parametrize(
    ("name", "kind"), [("edge", edge.settings.Settings), ("cloud", cloud.settings.Settings)]
)
def test_every_option_is_written_down_with_its_default(
    name: str, kind: type[msgspec.Struct]
) -> None:
    tree = uncommented(name)

    for table, field in fields(kind).items():
        if not (isinstance(field.type, type) and issubclass(field.type, msgspec.Struct)):
            continue
        options = fields(field.type)
        assert tree[table].keys() == options.keys()
        for key, option in options.items():
            if key not in EXAMPLES:
                assert tree[table][key] == plain(option.default), f"{table}.{key}"


def test_every_option_of_a_sensor_is_written_down() -> None:
    (sensor,) = uncommented("edge")["sensors"]

    assert sensor.keys() == fields(edge.settings.SensorOptions).keys()
    assert sensor["container"].keys() == fields(edge.settings.Container).keys()


def plain(value: object) -> object:
    """Return a default as TOML would give it."""
    if isinstance(value, Path):
        return str(value)
    return list(value) if isinstance(value, tuple) else value
