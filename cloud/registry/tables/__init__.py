"""The tables of the registry, as the newest migration leaves them.

A column is named like the field of the value that is made from it (`values/`), so that a row
becomes a value without a translation.
"""

from cloud.registry.tables.desk import (
    dead_letter_journal,
    dead_letters,
    renamings,
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
    "communes",
    "containers",
    "dead_letter_journal",
    "dead_letters",
    "dirty_days",
    "forecasts",
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
