"""Which of the zone's own beacons are there, and how they are; likewise sensors by radio."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from contract.reading import FIELDS, Kind, Measurement
from edge.beacons.bthome import BtHome
from edge.beacons.decode import Said
from edge.beacons.eddystone import Tlm, Uid
from edge.beacons.ibeacon import IBeacon
from edge.reports import NO_RSSI_DBM

# Of a while in which the radio listened for less than this, silence says nothing of a beacon.
_LEAST_HEARD: Final = 0.5


@dataclass(slots=True)
class _Sender:
    """What was heard of one listed sender in this while."""

    name: str
    kind: Kind
    address: bytes | None = None  # where it was heard last, if that is not how it is listed
    adverts: int = 0
    rssi_sum_dbm: int = 0
    rssi_count: int = 0
    figures: dict[str, float] = field(default_factory=dict)

    def take(self, rssi_dbm: int, said: Said | None) -> None:
        """Take one advert of it."""
        self.adverts += 1
        if rssi_dbm != NO_RSSI_DBM:
            self.rssi_sum_dbm += rssi_dbm
            self.rssi_count += 1
        if isinstance(said, (Tlm, BtHome)):
            self.figures.update(_health(said))

    def give(self, at_us: int) -> Iterator[Measurement]:
        """Yield what is known of the while that ends at `at_us`, and forget it."""
        values = dict(self.figures)
        if self.rssi_count:
            values["rssi_dbm"] = round(self.rssi_sum_dbm / self.rssi_count, 1)
        if self.kind is Kind.BEACON:
            values["adverts"] = float(self.adverts)
        # An advert may say anything, also what no battery has: that is left out.
        allowed = FIELDS[self.kind]
        values = {
            name: value
            for name, value in values.items()
            if name in allowed and allowed[name][0] <= value <= allowed[name][1]
        }
        if values:
            yield Measurement(self.name, self.kind, at_us, values)
        self.adverts = self.rssi_sum_dbm = self.rssi_count = 0
        self.figures = {}


class Inventory:
    """Tells once in `every_us` of each listed sender, in whiles that are counted from 1970.

    `beacons` are names by identity (see `edge.beacons.identity`): each gives a BEACON measurement
    at the end of a while, with no adverts if it was not heard. `sensors` are names by address:
    each gives a HEALTH measurement if it was heard. A while in which the radio itself was not
    heard for at least half of it gives none of them: the radio is deaf, no beacon is missing.
    """

    def __init__(
        self, every_us: int, beacons: Mapping[bytes, str], sensors: Mapping[bytes, str]
    ) -> None:
        self._every_us = every_us
        self._senders = {key: _Sender(name, Kind.BEACON) for key, name in beacons.items()}
        self._senders |= {key: _Sender(name, Kind.HEALTH) for key, name in sensors.items()}
        # By identity, by listed address, and by the address at which a named one was heard last.
        self._known = dict(self._senders)
        self._while = -1
        self._first_us = self._last_us = 0

    def tick(self, now_us: int) -> list[Measurement]:
        """Go on to the while of `now_us`; return what the one that this ends has told.

        A clock that is set back by less than a while makes it longer; further, and it is dropped.
        """
        number = now_us // self._every_us
        if number in (self._while, self._while - 1):
            return []
        ends_us = (self._while + 1) * self._every_us
        told = [one for sender in self._senders.values() for one in sender.give(ends_us)]
        listened_us = self._last_us - self._first_us
        valid = number > self._while and listened_us >= _LEAST_HEARD * self._every_us
        self._while = number
        self._first_us = self._last_us = 0
        return told if valid else []

    def listen(self, at_us: int) -> None:
        """Note that the radio heard something, in the while of the tick."""
        self._first_us = self._first_us or at_us
        self._last_us = at_us

    def hear(self, address: bytes, rssi_dbm: int, said: Said | None) -> bool:
        """Take one advert; tell whether its sender is a listed one."""
        sender = self._named(address, said) or self._known.get(address)
        if sender is None:
            return False
        sender.take(rssi_dbm, said)
        return True

    def _named(self, address: bytes, said: Said | None) -> _Sender | None:
        """Return the sender that says its name, and keep its address for what it says without."""
        if not isinstance(said, (IBeacon, Uid)):
            return None
        sender = self._known.get(said.identity)
        if sender is not None and address not in self._known:
            if sender.address is not None:
                del self._known[sender.address]
            sender.address = address
            self._known[address] = sender
        return sender


def _health(said: Tlm | BtHome) -> Iterator[tuple[str, float]]:
    if isinstance(said, Tlm):
        if said.battery_mv is not None:
            yield "battery_mv", float(said.battery_mv)
        if said.temperature_c is not None:
            yield "temperature_c", round(said.temperature_c, 2)
        return
    if (ratio := said.figures.get("battery_ratio")) is not None:
        yield "battery_ratio", ratio
    if (volts := said.figures.get("voltage_v")) is not None:
        yield "battery_mv", volts * 1000
    if (temperature_c := said.figures.get("temperature_c")) is not None:
        yield "temperature_c", temperature_c
