"""What an advert is told to come from where its content is not read."""

from enum import Enum


class Sort(Enum):
    """A sender that is recognised without more ado."""

    PERSON = "person"  # a device that somebody carries
    THING = "thing"  # a tag, an accessory, a link on a wall
    SEALED = "sealed"  # encrypted: nothing here to read
