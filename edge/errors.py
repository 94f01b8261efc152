"""What can go wrong on a node, named by what the caller can do.

EdgeError
├── SensorFault     bytes that are no word of this sensor: count, go on
├── BadAdvert       an advert that breaks its own format: count, go on
├── OutboxFault     the disk refuses: keep in memory, try again
└── BadFrames       a file of timed frames is wrong: tell the person which line
"""


class EdgeError(Exception):
    """Something on the node went wrong."""


class SensorFault(EdgeError):
    """The bytes are no word of this sensor."""


class BadAdvert(EdgeError):
    """An advert is not what its format says that it is."""


class OutboxFault(EdgeError):
    """The outbox cannot write to its disk; nothing was changed."""


class BadFrames(EdgeError):
    """A file of timed frames cannot be read; the sentence names the line."""
