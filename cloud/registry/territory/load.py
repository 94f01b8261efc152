"""A territory folder written into the registry: all of it, or nothing."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from cloud.errors import BadTerritory, RegistryFault
from cloud.registry import mounting, tables
from cloud.registry.territory.folder import Folder
from cloud.registry.territory.rows import Hanging
from cloud.registry.territory.sheet import Sheet
from cloud.registry.upsert import upsert
from cloud.registry.values import Loaded, Mount


def load(connection: Connection, folder: Folder) -> Loaded:
    """Write `folder` on the transaction of `connection`; a second time changes nothing.

    What the registry has and the files do not name stays as it is. Raises BadTerritory, a line
    per fault, if the files contradict where sensors hung so far.
    """
    upsert(
        connection,
        tables.territories,
        [{"name": folder.head.name, "timezone": folder.head.timezone}],
    )
    upsert(connection, tables.operators, _records(folder.operators))
    upsert(connection, tables.communes, _communes(folder))
    upsert(connection, tables.models, _records(folder.models))
    upsert(connection, tables.sites, _records(folder.sites))
    upsert(connection, tables.trucks, _records(folder.trucks))
    upsert(connection, tables.rounds, _records(folder.rounds))
    upsert(connection, tables.containers, _records(folder.containers))
    return Loaded(
        territory=folder.head.name,
        operators=len(folder.operators.rows),
        communes=len(folder.communes.rows),
        models=len(folder.models.rows),
        sites=len(folder.sites.rows),
        trucks=len(folder.trucks.rows),
        rounds=len(folder.rounds.rows),
        containers=len(folder.containers.rows),
        mounts_changed=_hang(connection, folder),
    )


def _records(sheet: Sheet[Any]) -> list[dict[str, Any]]:
    return [placed.row.record() for placed in sheet.rows]


def _communes(folder: Folder) -> list[dict[str, Any]]:
    outlines = folder.outlines
    return [row | {"outline": outlines.get(row["insee"])} for row in _records(folder.communes)]


def _hang(connection: Connection, folder: Folder) -> int:
    """Write nodes, sensors and mounts; return how many mounts are news."""
    hung = [(placed, h) for placed in folder.containers.rows if (h := placed.row.hanging)]
    nodes = sorted({hanging.node for _, hanging in hung})
    upsert(connection, tables.nodes, [{"id": node} for node in nodes])
    upsert(
        connection,
        tables.sensors,
        [{"node": h.node, "name": h.sensor, "model": h.model} for _, h in hung],
    )
    zone = ZoneInfo(folder.head.timezone)
    changed, faults = 0, list[str]()
    for placed, hanging in hung:
        try:
            changed += mounting.hang(connection, _mount(placed.row.id, hanging, zone))
        except RegistryFault as error:
            faults.append(f"{placed.place.of('mounted_on')}: mounted_on: {error}")
    if faults:
        raise BadTerritory("\n".join(faults))
    return changed


def _mount(container: str, hanging: Hanging, zone: ZoneInfo) -> Mount:
    midnight = datetime.combine(hanging.since, time.min, tzinfo=zone)
    since_us = int(midnight.timestamp()) * 1_000_000
    return Mount(hanging.node, hanging.sensor, container, since_us)
