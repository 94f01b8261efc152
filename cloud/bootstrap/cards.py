"""A node's card: what the registry, the settings and the authority say of it, onto its card."""

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import msgspec

from cloud.bootstrap.identity import enrolling
from cloud.bootstrap.parts import now_us, registry
from cloud.provision.card.boot_partition import (
    WHEELS,
    Form,
    copy_wheels,
    find_form,
    write_card,
)
from cloud.provision.card.card import Card
from cloud.provision.card.wifi import Wifi
from cloud.registry.nodes import node_files
from cloud.settings import Settings
from contract.config import read_settings
from contract.errors import BadSettings

# What these ports are called on a Raspberry Pi; the console is on one of them.
_SERIAL: Final = frozenset({"/dev/serial0", "/dev/ttyAMA0", "/dev/ttyS0"})
# In the place of the claim until everything else is good.
_NO_CLAIM: Final = f"vc1.{0:08}.{0:032}"
_S_US: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Order:
    """Which card is asked for.

    Attributes:
        form: how its image is told what to do; found out if None.
        wifi: a file with the network to join, see `WifiFile`.
        wheels: a folder with the programs, for images that lack them.
        port: where a sensor hangs that has no port of its own.
        hours: how long its claim holds; as the settings say if None.
    """

    node: str
    boot: Path
    form: Form | None = None
    wifi: Path | None = None
    wheels: Path | None = None
    port: str = "/dev/serial0"
    every_s: int = 900
    hours: int | None = None


class WifiFile(msgspec.Struct, frozen=True):
    """A wireless network, in a file: a password on a command line is everybody's to read."""

    ssid: str
    password: str
    country: str = "FR"
    hidden: bool = False


def write(settings: Settings, order: Order, who: str) -> list[Path]:
    """Write the card and return its files; the claims that its node had hold no longer.

    Nothing is claimed before all else was found good. Raises BadSettings, RegistryFault or
    BadAuthority, each with the mend.
    """
    found = find_form(order.boot)
    with enrolling(settings) as enrolment:
        draft = _draft(settings, order, enrolment.authority.root_pem.decode("ascii"))
        written = []
        if order.wheels is not None:
            copy_wheels(order.wheels, order.boot)
            written.append(order.boot / WHEELS)
        hours = order.hours or settings.identity.claim_hours
        card = replace(draft, claim=enrolment.claim(order.node, who, now_us(), hours))
    return [*written, *write_card(order.boot, card, order.form or found)]


def read_wifi(file: Path) -> Wifi:
    """Read a network; raise BadSettings with one sentence, which does not hold the password."""
    said = read_settings(WifiFile, file, {}, "")
    try:
        return Wifi(said.ssid, said.password, said.country, said.hidden)
    except ValueError as error:
        raise BadSettings(f"{file}: {error}") from None


def _draft(settings: Settings, order: Order, root_pem: str) -> Card:
    """Return the card with a claim that is none; raise BadSettings if it could not be written."""
    identity, broker = settings.identity, settings.mosquitto
    if not identity.enrol_url:
        raise BadSettings("identity.enrol_url: say where nodes ask for their name, https://…")
    told = _edge_toml(settings, order)
    try:
        return Card(
            node=order.node,
            claim=_NO_CLAIM,
            enrol_url=identity.enrol_url,
            root_pem=root_pem,
            mqtt_host=broker.names[0] if broker.names else broker.host,
            mqtt_port=broker.nodes_port,
            edge_toml=told,
            instance=f"vallee-{order.node}-{now_us() // _S_US}",
            serial=_has_serial_port(told),
            wifi=None if order.wifi is None else read_wifi(order.wifi),
        )
    except ValueError as error:
        raise BadSettings(f"no card for {order.node}: {error}") from None


def _edge_toml(settings: Settings, order: Order) -> str:
    with registry(settings) as records:
        told = node_files(records, port=order.port, every_s=order.every_s).get(order.node)
    if told is None:
        raise BadSettings(
            f"{order.node}: no radio and no mounted sensor of it is in the registry; "
            "load a territory that says what it measures"
        )
    return told


def _has_serial_port(told: str) -> bool:
    sensors = tomllib.loads(told).get("sensors", [])
    return any(sensor["port"] in _SERIAL for sensor in sensors)
