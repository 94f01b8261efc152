"""What `cmdline.txt` and `config.txt` say with our words in them, however often it is done."""

import re
from typing import Final

from cloud.provision.card.card import Card
from cloud.provision.card.firstrun import RUN

# The console on the serial port would talk into the sensor's words.
_CONSOLE: Final = re.compile(r"console=(?:serial0|ttyS0|ttyAMA0)(?:,\S*)?")
_OURS: Final = re.compile(r"systemd\.run\S*|systemd\.unit=kernel-command-line\.target")
_CLOUD: Final = re.compile(r"ds=nocloud\S*")
_COUNTRY: Final = re.compile(r"cfg80211\.ieee80211_regdom=\S*")
_SECTION: Final = re.compile(r"\[.*\]")
_UART: Final = "enable_uart=1"


def cloud_init_line(line: str, card: Card) -> str:
    """Return the kernel's command line for cloud-init: which instance it is to set up.

    The id stands here too, since one that stood here before outweighs that of `meta-data`.
    """
    return _line(line, card, (f"ds=nocloud;i={card.instance}",))


def firstrun_line(line: str, card: Card) -> str:
    """Return the kernel's command line that has systemd run `firstrun.sh`, and nothing else."""
    return _line(line, card, RUN)


def with_serial_port(config: str) -> str:
    """Return `config.txt` with the serial port switched on, for every model."""
    section = "[all]"
    for line in map(str.strip, config.splitlines()):
        if _SECTION.fullmatch(line):
            section = line
        elif line == _UART and section == "[all]":
            return config
    return f"{config.rstrip()}\n\n[all]\n{_UART}\n".lstrip("\n")


def _line(line: str, card: Card, words: tuple[str, ...]) -> str:
    gone = [_OURS, _CLOUD] + ([_CONSOLE] if card.serial else [])
    if card.wifi is not None:
        gone.append(_COUNTRY)
        words = (f"cfg80211.ieee80211_regdom={card.wifi.country}", *words)
    # What stands after the first line is not read by the kernel, and would be by nobody.
    kept = [word for word in line.split() if not any(one.fullmatch(word) for one in gone)]
    return " ".join((*kept, *words)) + "\n"
