"""Whatever text stands on a card: it comes out as it was, and nothing breaks out of the scripts."""

import subprocess
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cloud.provision.card.cloud_init import user_data
from cloud.provision.card.first_boot import CardFile, FirstBoot
from cloud.provision.card.firstrun import script
from cloud.provision.card.wifi import Wifi, key_file, netplan
from cloud.provision.card.yaml_text import block, quoted

UNICODE = st.characters(exclude_categories=["Cs"])
SSIDS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=32
).filter(lambda text: len(text.encode()) <= 32)
PASSWORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=8, max_size=63).filter(
    lambda text: 8 <= len(text.encode()) <= 63
)
# A here-document ends a line, and a shell knows no zero.
LINES = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0") | st.sampled_from("'\"$`\\\n")
).map(lambda text: text + "\n")
# What GLib takes off a value's beginning (g_ascii_isspace): a no-break space is none of it.
_ASCII_SPACE = " \t\n\v\f\r"
SPACED = "\xa00000000"
_UNESCAPED = {"s": " ", "t": "\t", "n": "\n", "r": "\r", "\\": "\\"}


@given(ssid=SSIDS, password=PASSWORDS, hidden=st.booleans())
def test_any_network_and_password_come_out_of_netplan_as_they_were(
    ssid: str, password: str, *, hidden: bool
) -> None:
    said = yaml.safe_load(netplan(Wifi(ssid, password, hidden=hidden)))

    point = {"password": password} | ({"hidden": True} if hidden else {})
    assert said["network"]["wifis"]["wlan0"]["access-points"] == {ssid: point}


@given(ssid=SSIDS, password=PASSWORDS, hidden=st.booleans())
@example(ssid="\u2003mairie", password=SPACED, hidden=False)
def test_any_network_and_password_come_out_of_networkmanager_s_file_as_they_were(
    ssid: str, password: str, *, hidden: bool
) -> None:
    said = read_key_file(key_file(Wifi(ssid, password, hidden=hidden)))

    name = bytes(int(number) for number in said["wifi", "ssid"].split(";")[:-1])
    assert name.decode() == ssid
    assert said["wifi-security", "psk"] == password
    assert said.get(("wifi", "hidden"), "false") == str(hidden).lower()
    assert {group for group, _ in said} == {"connection", "wifi", "wifi-security", "ipv4", "ipv6"}


@given(st.text(UNICODE))
def test_any_text_comes_out_of_yaml_as_it_was(text: str) -> None:
    assert yaml.safe_load(f"a: {quoted(text)}\n") == {"a": text}
    assert yaml.safe_load(f"a:\n  b: {block(text, 2)}\nc: 1\n") == {"a": {"b": text}, "c": 1}


@given(st.lists(LINES, min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_any_file_is_written_by_either_form_as_it_was(texts: list[str]) -> None:
    files = tuple(
        CardFile(f"/etc/it's {number} $(touch out)", 0o640, text)
        for number, text in enumerate(texts)
    )
    boot = FirstBoot("n-131", files, "/usr/bin/true")

    with tempfile.TemporaryDirectory() as folder:
        made = run(Path(folder), script(boot))
    said = yaml.safe_load(user_data(boot))

    wanted = {file.path: file.text for file in files}
    assert made == wanted
    assert {file["path"]: file["content"] for file in said["write_files"]} == wanted


def test_a_line_that_would_end_the_document_does_not() -> None:
    text = "VALLEE_END\ntouch /broken-out\n"

    with tempfile.TemporaryDirectory() as folder:
        made = run(Path(folder), script(FirstBoot("n", (CardFile("/etc/a", 0o644, text),), "/x")))

    assert made == {"/etc/a": text}


@pytest.mark.parametrize(
    ("ssid", "password", "country", "why"),
    [
        ("", "password", "FR", "ssid"),
        ("é" * 17, "password", "FR", "ssid"),
        ("a\0b", "password", "FR", "ssid"),
        ("\ud800", "password", "FR", "ssid"),
        ("home", "short", "FR", "password"),
        ("home", "p" * 64, "FR", "password"),
        ("home", "two\nlines", "FR", "password"),
        ("home", "password", "fr", "country"),
        ("home", "password", "FR\n", "country"),
    ],
)
def test_what_is_no_network_is_refused_by_its_key(
    ssid: str, password: str, country: str, why: str
) -> None:
    with pytest.raises(ValueError, match=f"^{why}: ") as refused:
        Wifi(ssid, password, country)

    assert password not in str(refused.value)


def test_a_password_is_not_shown() -> None:
    assert "motdepasse" not in repr(Wifi("home", "motdepasse"))


def run(folder: Path, text: str) -> dict[str, str]:
    """Run a script of first boot with a root of its own; return what it has written there."""
    boot = folder / "boot" / "firmware"
    for place in (boot, folder / "usr" / "bin"):
        place.mkdir(parents=True)
    (boot / "cmdline.txt").write_text("console=tty1 systemd.run=x systemd.run_failure_action=y\n")
    (boot / "firstrun.sh").write_text(text, encoding="utf-8")
    for true in (folder / "usr" / "bin" / "true", folder / "x"):
        true.write_text("#!/bin/sh\n")
        true.chmod(0o755)
    environ = {"VALLEE_ROOT": str(folder), "PATH": "/usr/bin:/bin"}
    subprocess.run(["bash", boot / "firstrun.sh"], env=environ, cwd=folder, check=True, timeout=60)
    assert (boot / "cmdline.txt").read_text() == "console=tty1\n"
    assert sorted(path.name for path in folder.iterdir()) == ["boot", "etc", "usr", "x"]
    return {f"/etc/{path.name}": path.read_bytes().decode() for path in (folder / "etc").iterdir()}


def read_key_file(text: str) -> dict[tuple[str, str], str]:
    """Read a key file by the rules of GLib: groups, keys, and \\s \\t \\n \\r \\\\ in values."""
    said, group = {}, ""
    for line in text.removesuffix("\n").split("\n"):
        if line.startswith("["):
            group = line.strip("[]")
        elif line:
            key, _, value = line.partition("=")
            said[group, key] = _unescaped(value.lstrip(_ASCII_SPACE))
    return said


def _unescaped(value: str) -> str:
    letters, out = iter(value), ""
    for letter in letters:
        out += _UNESCAPED[next(letters)] if letter == "\\" else letter
    return out
