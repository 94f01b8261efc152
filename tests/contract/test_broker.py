"""The broker that both ends name in their settings, and its secret, which is in a file."""

from pathlib import Path

import pytest

from contract.broker import Broker
from contract.errors import BadSettings


def test_a_password_is_what_its_file_holds(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("sésame\n", encoding="utf-8")

    assert Broker(password_file=file).password() == "sésame"
    assert Broker().password() is None


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_password_that_cannot_be_read_names_its_file(
    tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "password"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(BadSettings, match=f"{file} cannot be read"):
        Broker(password_file=file).password()


def test_a_broker_says_nothing_of_its_password(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("sesame")

    assert "sesame" not in repr(Broker(password_file=file))
