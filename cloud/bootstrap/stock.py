"""The stock of nodes joined: a sheet into the registry, labels of it, and whom to drive to."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from cloud.bootstrap.identity import add, identities
from cloud.bootstrap.parts import now_us, registry, store
from cloud.errors import RegistryFault
from cloud.provision.labels import Kind, Label, is_host, label_sheets
from cloud.provision.reserved import reserved_names
from cloud.provision.stock_csv import Known, StockSheet, read_stock
from cloud.provision.worklist import Facts, Limits, Visit, worklist
from cloud.registry.registry import Registry
from cloud.registry.values import Device, NodeCertificate, Stock
from cloud.series.last_heard import last_heard_us
from cloud.settings import Settings
from contract.errors import BadSettings

_HUNG_UP: Final = frozenset({Stock.MOUNTED, Stock.PROVEN})


def read_sheet(settings: Settings, file: Path) -> StockSheet:
    """Return what a sheet says, judged by what is there; nothing is written."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise BadSettings(f"{file}: cannot be read: {error.strerror}") from None
    with registry(settings) as records:
        containers = {one.id for one in records.containers()}
    with identities(settings) as known:
        devices = known.devices()
    nodes = {one.node: one.stock for one in devices}
    serials = {one.serial: one.node for one in devices if one.serial is not None}
    return read_stock(raw, Known(nodes, serials, containers, reserved_names(settings)), now_us())


def take_in(settings: Settings, devices: Sequence[Device], who: str) -> None:
    """Write the devices of a sheet, all or none."""
    add(settings, devices, who)


def print_labels(
    settings: Settings, kind: Kind, names: Collection[str], host: str | None, skip: int
) -> tuple[int, bytes]:
    """Return how many labels there are, and their sheets; without names, of all there is."""
    where = host or urlsplit(settings.identity.enrol_url).hostname or ""
    if not is_host(where):
        raise BadSettings(f"--host: {where!r} is no host; one is like collecte.vallee.example")
    labels = _node_labels(settings) if kind is Kind.NODE else _container_labels(settings)
    unknown = sorted(set(names) - labels.keys())
    if unknown:
        raise RegistryFault(f"there is no {kind.name.lower()} {unknown[0]!r}")
    wanted = [labels[name] for name in (names or sorted(labels))]
    if not wanted:
        raise RegistryFault(f"there is no {kind.name.lower()} to make a label for")
    return len(wanted), label_sheets(wanted, where, skip=skip)


def due_visits(settings: Settings, limits: Limits) -> list[Visit]:
    """Return the visits that are due."""
    now = now_us()
    with identities(settings) as known:
        devices = known.devices()
        certificates: dict[str, list[NodeCertificate]] = defaultdict(list)
        for one in known.certificates():
            certificates[one.node].append(one)
    with registry(settings) as records, store(settings) as points:
        hung_up = {one.node for one in devices if one.stock in _HUNG_UP}
        sensors = [key for key in records.sensors() if key[0] in hung_up]
        told_us = {one.node: one.at_us for one in records.statuses()}
        heard_us = told_us | last_heard_us(points, sensors, told_us, limits.silent_us, now)
        facts = Facts(heard_us, certificates, _containers(records))
    return worklist(devices, facts, now, limits)


def _node_labels(settings: Settings) -> dict[str, Label]:
    with identities(settings) as records:
        return {
            one.node: Label(Kind.NODE, one.node, f"N° de série {one.serial}" if one.serial else "")
            for one in records.devices()
            if one.stock is not Stock.RETIRED and one.revoked_us is None
        }


def _container_labels(settings: Settings) -> dict[str, Label]:
    with registry(settings) as records:
        return {one.id: Label(Kind.CONTAINER, one.id, one.name) for one in records.containers()}


def _containers(records: Registry) -> dict[str, tuple[str, ...]]:
    places: dict[str, list[str]] = defaultdict(list)
    for mount in records.mounts():
        if mount.until_us is None:
            places[mount.node].append(mount.container)
    return {node: tuple(sorted(set(found))) for node, found in places.items()}
