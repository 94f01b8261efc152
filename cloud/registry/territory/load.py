"""A territory folder written into the registry: all of it, or nothing."""

from collections.abc import Container
from datetime import datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, insert, select

from cloud.errors import BadTerritory, RegistryFault
from cloud.registry import mounting, tables
from cloud.registry.evidenced import evidenced
from cloud.registry.territory.folder import Folder
from cloud.registry.territory.rows import Hanging
from cloud.registry.territory.sheet import Sheet
from cloud.registry.upsert import upsert
from cloud.registry.values import Loaded, Mount

# What the registry calls the models of sensors that hang in no container.
RADIO: Final = "radio"
BEACON: Final = "beacon"


def load(connection: Connection, folder: Folder, now_us: int) -> Loaded:
    """Write `folder` on the transaction of `connection`; a second time changes nothing.

    What the registry has and the files do not name stays as it is, but for the sides of a round and
    the rules on ages, which are replaced as a whole. Raises BadTerritory, a line per fault, if the
    files contradict where sensors hung so far. What sensors have measured since then under another
    belief is marked as dirty as of `now_us`.
    """
    sensors = tables.sensors.c
    known = {(row.node, row.name) for row in connection.execute(select(sensors.node, sensors.name))}
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
    _trace(connection, folder)
    _rule(connection, folder)
    upsert(connection, tables.containers, _records(folder.containers))
    upsert(connection, tables.zones, _records(folder.zones))
    _install(connection, folder)
    return Loaded(
        territory=folder.head.name,
        operators=len(folder.operators.rows),
        communes=len(folder.communes.rows),
        models=len(folder.models.rows),
        sites=len(folder.sites.rows),
        trucks=len(folder.trucks.rows),
        rounds=len(folder.rounds.rows),
        sides=sum(len(sheet.rows) for sheet in folder.sides.values()),
        ages=len(folder.ages.rows),
        containers=len(folder.containers.rows),
        zones=len(folder.zones.rows),
        radios=len(folder.radios.rows),
        beacons=len(folder.beacons.rows),
        mounts_changed=_hang(connection, folder, known, now_us),
    )


def _records(sheet: Sheet[Any]) -> list[dict[str, Any]]:
    return [placed.row.record() for placed in sheet.rows]


def _communes(folder: Folder) -> list[dict[str, Any]]:
    outlines = folder.outlines
    return [row | {"outline": outlines.get(row["insee"])} for row in _records(folder.communes)]


def _trace(connection: Connection, folder: Folder) -> None:
    """Write the sides of every round of the files anew: one that lost a street has lost it."""
    known = [placed.row.id for placed in folder.rounds.rows]
    connection.execute(delete(tables.sides).where(tables.sides.c.round.in_(known)))
    rows = [
        {"round": name, "number": number} | record
        for name, sheet in folder.sides.items()
        for number, record in enumerate(_records(sheet))
    ]
    if rows:
        connection.execute(insert(tables.sides), rows)


def _rule(connection: Connection, folder: Folder) -> None:
    """Write the territory's rules on ages anew: they have no name by which to know an old one."""
    here = folder.head.name
    connection.execute(delete(tables.ages).where(tables.ages.c.territory == here))
    rows = [{"territory": here} | record for record in _records(folder.ages)]
    if rows:
        connection.execute(insert(tables.ages), rows)


def _install(connection: Connection, folder: Folder) -> None:
    """Write nodes and whatever sends readings there: sensors, radios, beacons."""
    hung = [hanging for placed in folder.containers.rows if (hanging := placed.row.hanging)]
    radios, beacons = _records(folder.radios), _records(folder.beacons)
    sensors = [
        *(_sensor(one.node, one.sensor, one.model, one.port) for one in hung),
        *(_sensor(radio["node"], radio["sensor"], RADIO) for radio in radios),
        *(_sensor(beacon["node"], beacon["id"], BEACON) for beacon in beacons),
    ]
    nodes = sorted({sensor["node"] for sensor in sensors})
    upsert(connection, tables.nodes, [{"id": node} for node in nodes])
    upsert(connection, tables.sensors, sensors)
    upsert(connection, tables.radios, radios)
    upsert(connection, tables.beacons, beacons)


def _sensor(node: str, name: str, model: str, port: str | None = None) -> dict[str, Any]:
    return {"node": node, "name": name, "model": model, "port": port}


def _hang(
    connection: Connection, folder: Folder, known: Container[tuple[str, str]], now_us: int
) -> int:
    """Write mounts; return how many are news. Who was not `known` has measured nothing so far.

    What an installer's visit has shown since then stays: a day in a file is older evidence.
    """
    hung = [(placed, h) for placed in folder.containers.rows if (h := placed.row.hanging)]
    zone = ZoneInfo(folder.head.timezone)
    shown = evidenced(connection)
    changed, faults = 0, list[str]()
    for placed, hanging in hung:
        try:
            mount = _mount(placed.row.id, hanging, zone)
            if mount.from_us <= shown.get(mount.container, mount.from_us - 1):
                continue
            news = mounting.hang(connection, mount, now_us + mounting.AHEAD_US)
        except RegistryFault as error:
            faults.append(f"{placed.place.of('mounted_on')}: mounted_on: {error}")
            continue
        changed += news is not None
        if news and (mount.node, mount.sensor) in known:
            mounting.mark(connection, news, zone, now_us)
    if faults:
        raise BadTerritory("\n".join(faults))
    return changed


def _mount(container: str, hanging: Hanging, zone: ZoneInfo) -> Mount:
    midnight = datetime.combine(hanging.since, time.min, tzinfo=zone)
    since_us = int(midnight.timestamp()) * 1_000_000
    return Mount(hanging.node, hanging.sensor, container, since_us)
