"""What can go wrong on a node, named by what the caller can do.

EdgeError
├── SensorFault     bytes that are no word of this sensor: count, go on
├── BadAdvert       an advert that breaks its own format: count, go on
├── RadioFault      the adapter or bluetoothd refuses now: try again
├── RadioSilent     nothing is heard whatever was tried: end, so that systemd starts us anew
├── OutboxFault     the disk refuses: keep in memory, try again
└── BadFrames       a file of timed frames is wrong: tell the person which line
"""


class EdgeError(Exception):
    """Something on the node went wrong."""


class SensorFault(EdgeError):
    """The bytes are no word of this sensor."""


class BadAdvert(EdgeError):
    """An advert is not what its format says that it is."""


class RadioFault(EdgeError):
    """The adapter or bluetoothd does not do as it is told now; try again."""


class RadioSilent(EdgeError):
    """Nothing was heard whatever was tried; only a new start of the program may help."""


class OutboxFault(EdgeError):
    """The outbox cannot write to its disk; nothing was changed."""


class BadFrames(EdgeError):
    """A file of timed frames cannot be read; the sentence names the line."""
