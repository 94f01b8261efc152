"""What the registry gives out: frozen values, never a row that is tied to a database."""

from cloud.registry.values.alarms import (
    Alarm,
    AlarmKind,
    AlarmTurn,
    Channel,
    Event,
    Message,
)
from cloud.registry.values.driven import (
    Draft,
    Incident,
    KeptDeed,
    Look,
    Passage,
    Sending,
    Wish,
)
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
from cloud.registry.values.installations import (
    Closed,
    Installation,
    PlaceToVisit,
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
from cloud.registry.values.people import (
    Keys,
    Link,
    Person,
    PersonEntry,
    Role,
    Session,
)
from cloud.registry.values.rounds import (
    Round,
)
from cloud.registry.values.weighbridge import (
    Ticket,
    Unloading,
)
from cloud.registry.values.zones import (
    Beacon,
    ManualCount,
    Radio,
    Zone,
)

__all__ = [
    "Alarm",
    "AlarmKind",
    "AlarmTurn",
    "Beacon",
    "Channel",
    "Claim",
    "Closed",
    "Commune",
    "Compartment",
    "Container",
    "DeadLetter",
    "DeskAction",
    "DeskEntry",
    "Device",
    "Draft",
    "Event",
    "Fate",
    "Hours",
    "IdentityEntry",
    "Incident",
    "Installation",
    "Issued",
    "KeptDeed",
    "Keys",
    "LetterCount",
    "LetterState",
    "Link",
    "Loaded",
    "Look",
    "ManualCount",
    "Message",
    "Model",
    "Mount",
    "NodeCertificate",
    "Operator",
    "Passage",
    "Person",
    "PersonEntry",
    "PlaceToVisit",
    "Radio",
    "Renamed",
    "Renaming",
    "Role",
    "Round",
    "Sending",
    "Sensor",
    "Session",
    "Site",
    "Stock",
    "Territory",
    "Ticket",
    "Truck",
    "Unloading",
    "Wish",
    "Zone",
]
