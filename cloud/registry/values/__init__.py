"""What the registry gives out: frozen values, never a row that is tied to a database."""

from cloud.registry.values.fleet import (
    Compartment,
    Site,
    Truck,
)
from cloud.registry.values.ground import (
    Commune,
    Container,
    Loaded,
    Model,
    Operator,
    Territory,
)
from cloud.registry.values.hours import (
    Hours,
)
from cloud.registry.values.identity import (
    Claim,
    Device,
    IdentityEntry,
    NodeCertificate,
    Stock,
)
from cloud.registry.values.issues import (
    Issued,
)
from cloud.registry.values.letters import (
    DeadLetter,
    DeskAction,
    DeskEntry,
    Fate,
    LetterCount,
    LetterState,
    Renamed,
    Renaming,
)
from cloud.registry.values.mounts import (
    Mount,
    Sensor,
)
from cloud.registry.values.rounds import (
    Round,
)
from cloud.registry.values.zones import (
    Beacon,
    ManualCount,
    Radio,
    Zone,
)

__all__ = [
    "Beacon",
    "Claim",
    "Commune",
    "Compartment",
    "Container",
    "DeadLetter",
    "DeskAction",
    "DeskEntry",
    "Device",
    "Fate",
    "Hours",
    "IdentityEntry",
    "Issued",
    "LetterCount",
    "LetterState",
    "Loaded",
    "ManualCount",
    "Model",
    "Mount",
    "NodeCertificate",
    "Operator",
    "Radio",
    "Renamed",
    "Renaming",
    "Round",
    "Sensor",
    "Site",
    "Stock",
    "Territory",
    "Truck",
    "Zone",
]
