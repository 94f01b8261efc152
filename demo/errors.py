"""What can end the demo before its end.

DemoError
├── ProgramFailed   a program that was started failed: say which, show its last words, exit 1
├── NoAnswer        a program runs but does not do its part in time: exit 1
└── Interrupted     Ctrl-C, or a signal that asks to end: exit 128 + its number

What a person wrote wrongly is `contract.errors.BadSettings`: one sentence, exit 2.
"""


class DemoError(Exception):
    """The demo ends here."""


class ProgramFailed(DemoError):
    """A program ended that should not have, or ended badly."""

    def __init__(self, name: str, code: int, last_words: str) -> None:
        how = f"exit code {code}" if code >= 0 else f"signal {-code}"
        super().__init__(f"{name} failed ({how})\n{last_words}".rstrip())


class NoAnswer(DemoError):
    """A program did not do its part in time; the sentence says which and what."""


class Interrupted(DemoError):
    """Somebody asked the demo to end."""

    def __init__(self, number: int) -> None:
        super().__init__(f"interrupted by signal {number}")
        self.number = number
