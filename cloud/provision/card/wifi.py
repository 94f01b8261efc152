"""A wireless network that a node joins, in the words of the two programs that join it."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from cloud.provision.card.yaml_text import quoted

FILE: Final = "/etc/NetworkManager/system-connections/vallee.nmconnection"

_LONGEST_SSID: Final = 32
# WPA: a passphrase, or the key itself as 64 hexadecimal digits.
_PASSWORD: Final = range(8, 64)
_HEX_KEY: Final = re.compile(r"\A[0-9a-fA-F]{64}\Z")
_COUNTRY: Final = re.compile(r"\A[A-Z]{2}\Z")
# GLib's key files know these; a space is one too, since one at the beginning would be lost.
_ESCAPES: Final = str.maketrans({"\\": r"\\", " ": r"\s", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


@dataclass(frozen=True, slots=True)
class Wifi:
    """A network by its name and password, and the country whose rules its radio keeps."""

    ssid: str
    password: str = field(repr=False)
    country: str = "FR"
    hidden: bool = False

    def __post_init__(self) -> None:
        """Refuse what no network is called, and what no access point takes."""
        for what, text in (("ssid", self.ssid), ("password", self.password)):
            if any("\ud800" <= char <= "\udfff" for char in text):
                raise ValueError(f"{what}: it cannot be written as UTF-8")
        if not 1 <= len(self.ssid.encode()) <= _LONGEST_SSID or "\0" in self.ssid:
            raise ValueError(f"ssid: 1 to {_LONGEST_SSID} bytes, none of them zero")
        if any(unicodedata.category(char) == "Cc" for char in self.password):
            raise ValueError("password: it holds a control character, such as a line end")
        if len(self.password.encode()) not in _PASSWORD and not _HEX_KEY.match(self.password):
            raise ValueError("password: 8 to 63 bytes, or 64 hexadecimal digits")
        if not _COUNTRY.match(self.country):
            raise ValueError("country: two capitals, like FR")


def netplan(wifi: Wifi | None) -> str:
    """Return the network as netplan reads it: cloud-init's `network-config`, version 2.

    A cable is always tried, and neither holds up the start of a node without coverage.
    """
    lines = [
        "network:",
        "  version: 2",
        "  ethernets:",
        "    eth0:",
        "      dhcp4: true",
        "      optional: true",
    ]
    if wifi is not None:
        lines += [
            "  wifis:",
            "    wlan0:",
            "      dhcp4: true",
            "      optional: true",
            f"      regulatory-domain: {quoted(wifi.country)}",
            "      access-points:",
            f"        {quoted(wifi.ssid)}:",
            f"          password: {quoted(wifi.password)}",
        ]
        lines += ["          hidden: true"] if wifi.hidden else []
    return "\n".join(lines) + "\n"


def key_file(wifi: Wifi) -> str:
    """Return the network as NetworkManager's own key file."""
    # As numbers: a name like 65;66; would be read as numbers, whatever was meant.
    ssid = "".join(f"{byte};" for byte in wifi.ssid.encode())
    lines = ["[connection]", "id=vallee", "type=wifi", "", "[wifi]", "mode=infrastructure"]
    lines += [f"ssid={ssid}"] + (["hidden=true"] if wifi.hidden else [])
    lines += ["", "[wifi-security]", "key-mgmt=wpa-psk"]
    lines += [f"psk={wifi.password.translate(_ESCAPES)}"]
    lines += ["", "[ipv4]", "method=auto", "", "[ipv6]", "method=auto"]
    return "\n".join(lines) + "\n"
