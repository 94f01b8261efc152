"""A Bluetooth radio: what it heard becomes counts of people, beacons, levels, and heat."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from contract.reading import Kind, Measurement
from edge.beacons import bthome
from edge.beacons.advert import Advert, read_advert
from edge.beacons.bthome import BtHome
from edge.beacons.decode import Said, decode
from edge.beacons.heat import Heat
from edge.beacons.presence import is_private
from edge.beacons.sort import Sort
from edge.counting import Count, Counter, arrivals
from edge.errors import BadAdvert
from edge.gauge import Gauge
from edge.inventory import Inventory
from edge.reports import Report, read_reports

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Adverts:
    """How many adverts a radio has heard since it began, and what it made of them."""

    heard: int = 0
    malformed: int = 0  # some of it could not be read
    unknown: int = 0  # well-formed, and of no format that is known


@dataclass(slots=True)
class Radio:
    """What the adverts of one radio go through; an address goes no further than this.

    `gauges` are the fill sensors that it hears, by address.
    """

    name: str
    rotation_s: float
    counter: Counter
    inventory: Inventory
    gauges: Mapping[bytes, Gauge]
    adverts: Adverts = field(default_factory=Adverts)
    _heats: dict[bytes, Heat] = field(init=False)
    _let_go_told: int = 0
    _malformed_told: int = 0

    def __post_init__(self) -> None:
        """Have an eye on how warm each fill sensor is."""
        self._heats = {address: Heat(gauge.name) for address, gauge in self.gauges.items()}

    def feed(self, data: bytes, at_us: int) -> list[Measurement]:
        """Take reports (see `edge.reports`) of which the last was heard at `at_us`."""
        told = self.tick(at_us)
        before = self.adverts.heard
        for report in read_reports(data):
            self.adverts.heard += 1
            self._take(report, at_us, told)
        if self.adverts.heard > before:
            self.counter.listen(at_us, self.adverts.heard - before)
            self.inventory.listen(at_us)
        self._warn_of_flood()
        return told

    def tick(self, now_us: int) -> list[Measurement]:
        """Return what is known now that it is this late."""
        told = [self._measure(count) for count in self.counter.tick(now_us)]
        told += self.inventory.tick(now_us)
        for gauge in self.gauges.values():
            told += gauge.tick(now_us)
        return told

    def end(self) -> list[Measurement]:
        """Return what is known if nothing more comes; a while that has not ended tells nothing."""
        told = [self._measure(count) for count in self.counter.end()]
        for gauge in self.gauges.values():
            told += gauge.end()
        return told

    def _take(self, report: Report, at_us: int, told: list[Measurement]) -> None:
        address, kind, rssi_dbm, data = report
        advert = read_advert(data)
        said = self._understand(advert)
        if self.inventory.hear(address, rssi_dbm, said):
            gauge = self.gauges.get(address)
            if gauge is not None and bthome.UUID in advert.service:
                told += gauge.feed(advert.service[bthome.UUID], at_us)
            if gauge is not None and isinstance(said, BtHome):
                celsius = said.figures.get("temperature_c")
                told += [] if celsius is None else self._heats[address].feel(celsius, at_us)
        elif said is Sort.PERSON and is_private(kind, address):
            self.counter.meet(address)

    def _understand(self, advert: Advert) -> Said | None:
        """Return what an advert says; count what cannot be understood."""
        try:
            said = decode(advert)
        except BadAdvert:
            self.adverts.malformed += 1
            return None
        if advert.cut or (isinstance(said, BtHome) and said.cut):
            self.adverts.malformed += 1
        elif said is None:
            self.adverts.unknown += 1
        return said

    def _warn_of_flood(self) -> None:
        # Each time that it has doubled: twenty lines for a million addresses.
        if self.counter.let_go > 2 * self._let_go_told:
            self._let_go_told = self.counter.let_go
            log.warning(
                "%s: a flood of addresses: %d adverts not counted", self.name, self._let_go_told
            )

    def _measure(self, count: Count) -> Measurement:
        malformed = self.adverts.malformed - self._malformed_told
        self._malformed_told = self.adverts.malformed
        window_s = self.counter.window_us / 1e6
        values = {
            "window_s": window_s,
            "heard_s": round(count.heard_us / 1e6, 1),
            "adverts": float(count.adverts),
            "malformed": float(malformed),
            "seen": float(count.seen),
        }
        if count.births is not None:
            came = arrivals(count.seen, count.births, window_s / self.rotation_s)
            values["births"] = float(count.births)
            values["arrivals"] = round(came.mean, 3)
            values["arrivals_low"] = round(came.low, 3)
            values["arrivals_high"] = round(came.high, 3)
        return Measurement(self.name, Kind.COUNT, count.begins_us, values)
