from pathlib import Path

import pytest

from contract.errors import BadSettings
from demo.settings import Settings, load

FILE = Path(__file__).parents[2] / "configs" / "demo.toml"


def test_the_settings_file_as_delivered_says_the_defaults() -> None:
    assert load(FILE, {}) == Settings()


def test_what_stands_commented_in_the_file_is_the_default(tmp_path: Path) -> None:
    uncommented = tmp_path / "demo.toml"
    lines = FILE.read_text(encoding="utf-8").splitlines()
    options = [line.removeprefix("# ") for line in lines if _is_option(line)]
    uncommented.write_text("\n".join(options), encoding="utf-8")

    settings = load(uncommented, {})

    assert settings == Settings()
    assert len(options) == len(Settings.__struct_fields__)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("day = 3", "unknown key 'day'; the top level allows broker, days, influx_url"),
        ("days = 3", "days: expected `int` >= 7"),
        ('broker = "amqtt"', "broker: invalid enum value 'amqtt'"),
        ("days = ", "no TOML"),
    ],
)
def test_a_wrong_setting_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "demo.toml"
    file.write_text(text)

    with pytest.raises(BadSettings) as wrong:
        load(file, {})

    assert str(wrong.value).startswith(f"{file}: {sentence}")
    assert "\n" not in str(wrong.value)


def _is_option(line: str) -> bool:
    name, _, value = line.removeprefix("# ").partition(" = ")
    return line.startswith("# ") and value != "" and name in Settings.__struct_fields__
