"""A file that is whole or not there."""

from pathlib import Path

import pytest

from firmware_sim.errors import SinkFault
from firmware_sim.frames.sink import sink


def test_a_file_has_its_name_only_when_it_is_whole(tmp_path: Path) -> None:
    out = tmp_path / "frames.jsonl"

    with sink(str(out)) as stream:
        stream.write(b"line\n")
        assert not out.exists()

    assert out.read_bytes() == b"line\n"
    assert list(tmp_path.iterdir()) == [out]


def test_an_interrupted_file_leaves_nothing_and_spares_the_old_one(tmp_path: Path) -> None:
    out = tmp_path / "frames.jsonl"
    out.write_bytes(b"old\n")

    def interrupted() -> None:
        with sink(str(out)) as stream:
            stream.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert out.read_bytes() == b"old\n"
    assert list(tmp_path.iterdir()) == [out]


def test_a_file_that_cannot_be_had_is_one_sentence(tmp_path: Path) -> None:
    with (
        pytest.raises(SinkFault, match="cannot be written: No such file"),
        sink(str(tmp_path / "nowhere" / "frames.jsonl")),
    ):
        pass
