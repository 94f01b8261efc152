"""What can go wrong in the simulator, named by what the caller can do; all of it ends with exit 2.

SimError
├── BadTerritory   a territory's file is wrong: which file, which line, what is allowed
├── BadRequest     an option cannot be taken: which one, what is allowed
└── SinkFault      the file or the link to write to cannot be had
"""


class SimError(Exception):
    """The simulator cannot do what was asked; the message is one sentence."""


class BadTerritory(SimError):
    """A territory's file is wrong; the sentence names file and line."""


class BadRequest(SimError):
    """An option or an argument cannot be taken; the sentence holds the mend."""


class SinkFault(SimError):
    """The place to write to cannot be had; the sentence gives the system's reason."""
