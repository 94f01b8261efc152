"""What a card may carry as a claim, and what is one sentence instead."""

import os
from pathlib import Path

import pytest

from contract.errors import BadSettings
from edge.provision.boot import LARGEST, read_claim
from tests.edge.provision.conftest import Card
from tests.services.enroller import CLAIM, Enroller


def test_a_claim_never_shows_its_secret(card: Card) -> None:
    claim = read_claim(card.boot)

    assert claim is not None
    assert claim.number == "0a1b2c3d"
    assert "AAAA" not in f"{claim!r} {claim}"


def test_a_link_is_no_claim(card: Card, tmp_path: Path) -> None:
    link = tmp_path / "link.toml"
    link.symlink_to(card.boot)

    with pytest.raises(BadSettings, match="is a symbolic link; a claim is a plain file"):
        read_claim(link)


def test_a_folder_or_a_pipe_is_no_claim(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    for what in (tmp_path, pipe):
        with pytest.raises(BadSettings, match="is no plain file"):
            read_claim(what)


def test_a_file_that_is_too_large_is_not_read(card: Card) -> None:
    card.boot.write_bytes(b"# \n" * LARGEST)

    with pytest.raises(BadSettings, match="larger than 16 KiB"):
        read_claim(card.boot)


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("claim =", "claim", "no TOML"),
        ("claim =", "\udcff claim =", "no TOML"),
        ("claim =", 'key = "x"\nclaim =', "unknown field `key`"),
        ("claim =", "# claim =", "missing required field `claim`"),
        (CLAIM, CLAIM + "x", "claim: this is no claim"),
        (CLAIM, CLAIM + "\\n", "claim: this is no claim"),
        (CLAIM, CLAIM.replace("A", "\u0410"), "claim: this is no claim"),
        ("https://", "http://", "enrol_url: expected https://NAME:PORT"),
        ("https://", "https://user@", "enrol_url: expected https://NAME:PORT"),
        ("https://127.0.0.1:", "https://[127:", "enrol_url: expected https://NAME:PORT"),
        ("CERTIFICATE", "PICTURE", "root: expected the root's certificate as PEM"),
    ],
)
def test_a_bad_claim_is_one_sentence_without_the_secret(
    card: Card, was: str, now: str, says: str
) -> None:
    text = card.boot.read_text().replace(was, now, 1)
    card.boot.write_bytes(text.encode(errors="surrogateescape"))

    with pytest.raises(BadSettings, match=says) as refused:
        read_claim(card.boot)

    assert "\n" not in str(refused.value)
    assert "AAAA" not in str(refused.value)


@pytest.mark.parametrize("host", ['a"b', "a b", "", "a\\nb"])
def test_a_broker_that_is_no_name_is_refused(card: Card, enroller: Enroller, host: str) -> None:
    escaped = host.replace('"', '\\"')
    card.write(enroller, f'[mqtt]\nhost = "{escaped}"\n')

    with pytest.raises(BadSettings, match="host"):
        read_claim(card.boot)


@pytest.mark.parametrize("left", [b"", b"\0" * 500, b"\0" * 512 + b"rest of a claim"])
def test_what_was_being_scrubbed_when_the_power_went_is_no_claim(card: Card, left: bytes) -> None:
    card.boot.write_bytes(left)

    assert read_claim(card.boot) is None
    card.claim()
    assert not card.boot.exists()
