"""The tables of the registry, as the newest migration leaves them.

A column is named like the field of the value that is made from it (`values/`), so that a row
becomes a value without a translation.
"""

from cloud.registry.tables.desk import (
    dead_letter_journal,
    dead_letters,
    renamings,
)
from cloud.registry.tables.identity import (
    certificates,
    claims,
    devices,
    identity_journal,
)
from cloud.registry.tables.issued import (
    dirty_days,
    forecasts,
    plan_marks,
    plans,
)
from cloud.registry.tables.metadata import METADATA
from cloud.registry.tables.nodes import (
    beacons,
    manual_counts,
    mounts,
    node_status,
    nodes,
    radios,
    sensors,
)
from cloud.registry.tables.territory import (
    ages,
    communes,
    containers,
    models,
    operators,
    rounds,
    sides,
    sites,
    territories,
    trucks,
    zones,
)

__all__ = [
    "METADATA",
    "ages",
    "beacons",
    "certificates",
    "claims",
    "communes",
    "containers",
    "dead_letter_journal",
    "dead_letters",
    "devices",
    "dirty_days",
    "forecasts",
    "identity_journal",
    "manual_counts",
    "models",
    "mounts",
    "node_status",
    "nodes",
    "operators",
    "plan_marks",
    "plans",
    "radios",
    "renamings",
    "rounds",
    "sensors",
    "sides",
    "sites",
    "territories",
    "trucks",
    "zones",
]
