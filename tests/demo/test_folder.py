from pathlib import Path

import pytest

from contract.errors import BadSettings
from demo.folder import MARKER, claimed


def test_the_demos_own_folder_is_emptied(tmp_path: Path) -> None:
    home = tmp_path / "state"
    with claimed(home):
        (home / "logs").mkdir()
        (home / "logs" / "old.log").touch()
        (home / "tty").symlink_to(tmp_path)

    with claimed(home) as again:
        assert [entry.name for entry in again.iterdir()] == [MARKER]
    assert tmp_path.is_dir()


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    thesis = tmp_path / "thesis.tex"
    thesis.touch()

    with pytest.raises(BadSettings, match="not made by the demo"), claimed(tmp_path):
        pass

    assert thesis.exists()


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    with claimed(tmp_path) as home:
        assert home == tmp_path


def test_two_demos_do_not_share_a_folder(tmp_path: Path) -> None:
    with (
        claimed(tmp_path),
        pytest.raises(BadSettings, match="another demo is running"),
        claimed(tmp_path),
    ):
        pass


def test_a_file_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "state").touch()

    with pytest.raises(BadSettings, match=r"state: .*Not a directory"), claimed(tmp_path / "state"):
        pass
