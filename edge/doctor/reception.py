"""What `/proc/net/wireless`, `iw` and `mmcli` say of a signal, read; and whether it is enough."""

import re
from typing import Final, Literal

from edge.doctor.air import Signal
from edge.doctor.finding import Figures, Finding, Verdict

# The least for packets that arrive reliably (MetaGeek, "Understanding WiFi Signal Strength"); at
# -80 a radio is still connected and loses much, and leaves and lids cost the ten between.
WEAKEST_WIFI_DBM: Final = -70.0
# RSRP below it is marginal, with dropped connections (NimbeLink 30192, "Verify Cellular Signal
# Strength"; Teltonika's table of mobile signals ends there). RSCP of 3G and RSSI of 2G the same.
WEAKEST_CELL_DBM: Final = -100.0
# Drivers that do not know it say 0, and some -256; no receiver hears less than its own noise.
_HEARD_DBM: Final = (-150.0, 0.0)

_MEASURES: Final[tuple[tuple[str, Literal["rssi", "rscp", "rsrp"]], ...]] = (
    ("modem.signal.5g.rsrp", "rsrp"),
    ("modem.signal.lte.rsrp", "rsrp"),
    ("modem.signal.umts.rscp", "rscp"),
    ("modem.signal.umts.rssi", "rssi"),
    ("modem.signal.gsm.rssi", "rssi"),
)
# Two lines of heading; then interface, status, link, level, noise, counts. A dot: just updated.
_WIRELESS: Final = re.compile(
    r"^ *(\S+): +[0-9a-f]{4} +-?\d+\.? +(-?\d+)\.?(?: .*)?$", re.MULTILINE
)
_INTERFACE: Final = re.compile(r"^\s+Interface (\S+)$", re.MULTILINE)
_LINK: Final = re.compile(r"^\s+signal: (-?\d+) dBm$", re.MULTILINE)


def of_wireless(text: str) -> list[Signal]:
    """Read `/proc/net/wireless`; levels above zero are a driver's own scale and are left out."""
    found = (Signal(one[1], "wifi", float(one[2])) for one in _WIRELESS.finditer(text))
    return [one for one in found if _is_heard(one.dbm)]


def interfaces(text: str) -> list[str]:
    """Read the names of interfaces in `iw dev`."""
    return _INTERFACE.findall(text)


def of_link(interface: str, text: str) -> Signal | None:
    """Read `iw dev INTERFACE link`; None: it is not connected."""
    told = _LINK.search(text)
    signal = None if told is None else Signal(interface, "wifi", float(told[1]))
    return signal if signal is not None and _is_heard(signal.dbm) else None


def modems(text: str) -> list[str]:
    """Read the numbers of modems in `mmcli --list-modems -K`."""
    paths = (value for key, value in _pairs(text).items() if key.startswith("modem-list.value"))
    return [path.rpartition("/")[2] for path in paths if path.rpartition("/")[2].isdigit()]


def of_modem(modem: str, text: str) -> Signal | None:
    """Read `mmcli --modem N --signal-get -K`, the newest network first; None: it hears nothing."""
    said = _pairs(text)
    for key, measure in _MEASURES:
        try:
            dbm = float(said.get(key, ""))
        except ValueError:
            continue  # `--`: not on this network
        if _is_heard(dbm):
            return Signal(f"modem {modem}", "cell", dbm, measure)
    return None


def judge_signal(signal: Signal) -> Finding:
    """Judge one radio's signal."""
    weakest = WEAKEST_WIFI_DBM if signal.network == "wifi" else WEAKEST_CELL_DBM
    figures: Figures = {"dbm": signal.dbm, "weakest_dbm": weakest, "measure": signal.measure}
    if signal.dbm < weakest:
        code, mend = f"signal.{signal.network}_weak", f"signal.{signal.network}_weak_mend"
        return Finding("signal", Verdict.NO_GO, code, figures, mend, signal.interface)
    code = f"signal.{signal.network}_good"
    return Finding("signal", Verdict.GO, code, figures, subject=signal.interface)


def no_signal() -> Finding:
    """Say that no radio of the network told anything: there may be a cable."""
    return Finding("signal", Verdict.UNKNOWN, "signal.none", {}, "signal.none_mend")


def _pairs(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.splitlines())
    return {key.strip(): value.strip() for key, _, value in pairs}


def _is_heard(dbm: float) -> bool:
    least, most = _HEARD_DBM
    return least < dbm < most
