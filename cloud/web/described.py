"""The addresses that answer JSON beside the crews' and the desk's: what each may answer.

They are built where their pages are; here they are written down for the OpenAPI document. What
goes wrong at an address of pages is told as a page.
"""

from typing import Any, Final, Literal

import msgspec

from cloud.footfall.figures import ProfileCell
from cloud.installation.forms import Verdict
from cloud.web.install.assets import HOME as INSTALL
from cloud.web.install.problems import Problem
from cloud.web.install.routes import LARGEST_BODY
from cloud.web.install.view import Cards, Loaded, Sent
from cloud.web.ledger.routes import PATH as LEDGER
from cloud.web.ledger.view import LedgerView
from cloud.web.operations import Asked, Operation, Trouble
from cloud.web.people.office import PEOPLE
from cloud.web.people.returning import HOME as ME

PAGE: Final = "text/html"
GEOJSON: Final = "application/geo+json"


class Health(msgspec.Struct, frozen=True):
    """What a monitor reads: how many containers, how new their readings, which day is planned."""

    status: Literal["ok"]
    containers: int
    newest_reading_us: int | None
    plan: str | None


class Down(msgspec.Struct, frozen=True):
    """The registry or the store does not answer."""

    status: Literal["down"]


class Passages(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Passages of a period; instants are ISO 8601; null: not known, or withheld."""

    begin: str
    passages: float | None
    low: float | None
    high: float | None
    coverage: float
    withheld: bool
    week_before: float | None


class GateFigures(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A gate of a zone, by day."""

    name: str
    invented: bool
    days: tuple[Passages, ...]


class BeaconHeard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A beacon of a zone as it was heard last."""

    id: str
    name: str
    heard: str | None
    told: str | None
    rssi_dbm: float | None
    battery_ratio: float | None
    battery_mv: float | None
    missing: bool
    invented: bool


class ZoneFigures(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that is shown of a zone."""

    id: str
    name: str
    commune: str
    timezone: str
    now: str
    past_days: int
    withheld_below: float
    interval: float
    people_by_hand: int
    days: tuple[Passages, ...]
    hours: tuple[Passages, ...]
    quarters: tuple[Passages, ...]
    gates: tuple[GateFigures, ...]
    usual_week: tuple[ProfileCell, ...]
    beacons: tuple[BeaconHeard, ...]


Kept = dict[str, list[dict[str, Any]]]
"""What is kept of a person: rows by where they are kept."""

_OWN: Final[dict[int, Any]] = {303: None, 401: Trouble, 403: (Trouble, PAGE), 503: PAGE}
_PHONE: Final[dict[int, Any]] = {401: Problem, 403: Problem, 413: Problem, 503: Problem}
_ZONE: Final = Asked("zone", "The zone's id.", r"[a-z0-9-]{1,63}", "path", required=True)
_NAME: Final = Asked("name", "The person's id.", r"[a-z0-9-]{1,63}", "path", required=True)
_DAY: Final = Asked("day", "A local day.", r"\d{4}-\d{2}-\d{2}", "path", required=True)

DESCRIBED: Final = (
    Operation(
        "GET",
        "/healthz",
        "Whether the pages have what they show.",
        {200: Health, 503: Down},
        usual={},
    ),
    Operation(
        "GET",
        "/plan.geojson",
        "The newest plan for maps.",
        {200: GEOJSON, 404: PAGE},
        usual=_OWN,
    ),
    Operation(
        "GET",
        "/bureau/plans/{day}/plan.geojson",
        "A day's issued plan for maps.",
        {200: GEOJSON, 400: PAGE, 404: PAGE},
        asked=(_DAY,),
        usual=_OWN,
    ),
    Operation(
        "GET",
        "/zone/{zone}.json",
        "A zone's figures.",
        {200: ZoneFigures, 404: PAGE},
        asked=(_ZONE,),
        usual=_OWN,
    ),
    Operation("GET", f"{LEDGER}.json", "The books of the nodes.", {200: LedgerView}, usual=_OWN),
    Operation("GET", f"{ME}/export.json", "All that is kept of me.", {200: Kept}, usual=_OWN),
    Operation(
        "GET",
        f"{PEOPLE}/{{name}}/export.json",
        "All that is kept of a person, for administrators.",
        {200: Kept, 404: PAGE},
        asked=(_NAME,),
        usual=_OWN,
    ),
    Operation(
        "GET", f"{INSTALL}/places", "What an installer takes along.", {200: Loaded}, usual=_PHONE
    ),
    Operation("GET", f"{INSTALL}/cards", "Every installation.", {200: Cards}, usual=_PHONE),
    Operation(
        "POST",
        f"{INSTALL}/visits",
        "A visit with its photo; one id is one visit.",
        {200: Verdict, 400: Problem},
        Sent,
        LARGEST_BODY,
        usual=_PHONE,
    ),
)
"""Not those of files that a page is made of, and not the nodes' own server."""
