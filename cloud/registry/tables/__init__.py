"""The tables of the registry, as the newest migration leaves them.

A column is named like the field of the value that is made from it (`values/`), so that a row
becomes a value without a translation.
"""

from cloud.registry.tables.alarms import (
    alarm_messages,
    alarms,
)
from cloud.registry.tables.desk import (
    dead_letter_journal,
    dead_letters,
    renamings,
)
from cloud.registry.tables.driven import (
    crew_deeds,
    crew_passages,
    crew_photos,
    crew_positions,
    incidents,
    looks,
    plan_drafts,
    plan_sendings,
    plan_wishes,
    rounds_given,
)
from cloud.registry.tables.identity import (
    certificates,
    claims,
    devices,
    identity_journal,
)
from cloud.registry.tables.installations import (
    installation_photos,
    installation_records,
    installations,
    places_to_visit,
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
from cloud.registry.tables.people import (
    people,
    people_journal,
    people_keys,
    people_links,
    people_roles,
    people_sessions,
    people_tries,
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
from cloud.registry.tables.weighbridge import (
    tickets,
    unloadings,
)

__all__ = [
    "METADATA",
    "ages",
    "alarm_messages",
    "alarms",
    "beacons",
    "certificates",
    "claims",
    "communes",
    "containers",
    "crew_deeds",
    "crew_passages",
    "crew_photos",
    "crew_positions",
    "dead_letter_journal",
    "dead_letters",
    "devices",
    "dirty_days",
    "forecasts",
    "identity_journal",
    "incidents",
    "installation_photos",
    "installation_records",
    "installations",
    "looks",
    "manual_counts",
    "models",
    "mounts",
    "node_status",
    "nodes",
    "operators",
    "people",
    "people_journal",
    "people_keys",
    "people_links",
    "people_roles",
    "people_sessions",
    "people_tries",
    "places_to_visit",
    "plan_drafts",
    "plan_marks",
    "plan_sendings",
    "plan_wishes",
    "plans",
    "radios",
    "renamings",
    "rounds",
    "rounds_given",
    "sensors",
    "sides",
    "sites",
    "territories",
    "tickets",
    "trucks",
    "unloadings",
    "zones",
]
