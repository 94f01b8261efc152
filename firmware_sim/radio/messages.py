"""The D-Bus signals of an object manager, and the answers to a call."""

from typing import Any, Final

from dbus_fast import Message

from firmware_sim.radio.device import Properties

OBJECT_MANAGER: Final = "org.freedesktop.DBus.ObjectManager"
PROPERTIES: Final = "org.freedesktop.DBus.Properties"

Interfaces = dict[str, Properties]


class Refused(Exception):
    """A call is answered with the D-Bus error `name`."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name


def added(path: str, interfaces: Interfaces) -> Message:
    """Say that there is an object."""
    return Message.new_signal(
        "/", OBJECT_MANAGER, "InterfacesAdded", "oa{sa{sv}}", [path, interfaces]
    )


def removed(path: str, interfaces: list[str]) -> Message:
    """Say that an object is gone."""
    return Message.new_signal("/", OBJECT_MANAGER, "InterfacesRemoved", "oas", [path, interfaces])


def changed(
    path: str, interface: str, properties: Properties, gone: tuple[str, ...] = ()
) -> Message:
    """Say which properties of an object have other values, or none any more."""
    body: list[Any] = [interface, properties, list(gone)]
    return Message.new_signal(path, PROPERTIES, "PropertiesChanged", "sa{sv}as", body)
