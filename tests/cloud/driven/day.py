"""A day of the valley of two containers: a plan, a crew, and phones that tell of it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import msgspec

from cloud.driven.intake import Intake
from cloud.driven.rounds import Rounds, Today
from cloud.registry.values import Issued, Person, Role
from contract.deeds import DeedReceipt

DAY: Final = date(2026, 1, 5)
# 07:00 in Paris on that day.
SEVEN_US: Final = 1_767_592_800_000_000
MIN_US: Final = 60_000_000
CREW: Final = Person("camille", "Camille R.", frozenset({Role.CREW}), "fr", "one")
OTHER: Final = Person("sacha", "Sacha B.", frozenset({Role.CREW}), "fr", "two")


def plan(issued_at_us: int, *refs: str, truck: str = "one") -> Issued:
    """Return an issued plan as the planner writes it, as far as crews see it."""
    stops = [
        stop("depot", "depot", 0),
        *(stop(kind_of(ref), ref, n) for n, ref in enumerate(refs, 1)),
    ]
    body = {
        "day": DAY.isoformat(),
        "issued_at_us": issued_at_us,
        "routes": [{"truck": truck, "truck_name": "Grue", "operator": "a", "stops": stops}],
        "left": [],
    }
    return Issued(DAY, issued_at_us, msgspec.json.encode(body), {})


def kind_of(ref: str) -> str:
    """Tell what a ref names: "round/order" is a side of a street."""
    return "side" if "/" in ref else "container"


def stop(kind: str, ref: str, order: int) -> dict[str, object]:
    return {
        "kind": kind,
        "ref": ref,
        "name": f"Rue {ref}",
        "lat": 43.6 + order / 100,
        "lon": 3.5 + order / 100,
        "arrive_s": 7 * 3600 + 600 * order,
        "leave_s": 7 * 3600 + 600 * order + 300,
        "distance_m": 1000 * bool(order),
        "load_kg": 100 * order,
        "load_l": 500 * order,
    }


@dataclass
class Phone:
    """A crew's phone: it numbers what it tells, and forgets what a receipt names."""

    device: str = "crew-1"
    epoch: str = "0123456789ab"
    truck: str = "one"
    kept: dict[int, dict[str, Any]] = field(default_factory=dict)
    last: int = 0

    def does(self, kind: str, minute: float, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
        self.last += 1
        at_us = SEVEN_US + round(minute * MIN_US)
        row = {"kind": kind, "seq": self.last, "at_us": at_us, "offset_us": 0, **more}
        self.kept[self.last] = row
        return row

    def envelope(self, *rows: dict[str, Any], **head: object) -> bytes:
        told = list(rows or self.kept.values())
        return msgspec.json.encode(
            {
                "v": 1,
                "device": self.device,
                "epoch": self.epoch,
                "truck": self.truck,
                "day": DAY.isoformat(),
                "deeds": told,
                **head,
            }
        )

    def hears(self, receipt: DeedReceipt) -> None:
        for first, last in receipt.settled:
            for seq in range(first, last + 1):
                self.kept.pop(seq, None)


@dataclass
class World:
    """The rounds with their intake, at a time that a test says."""

    rounds: Rounds
    intake: Intake

    def tell(self, phone: Phone, person: Person = CREW) -> DeedReceipt:
        receipt = self.intake.take(phone.envelope(), person)
        phone.hears(receipt)
        return receipt

    def today(self) -> Today:
        return self.rounds.today(DAY)
