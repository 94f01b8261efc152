"""What is kept of people, as they read it."""

from typing import Any

from cloud.registry.people_facts import ANOTHER
from cloud.registry.values import Person, PersonEntry
from cloud.web.words import Words


def roles(person: Person, words: Words) -> str:
    """Name the roles of a person."""
    return ", ".join(sorted(words.say(f"people.role.{role}") for role in person.roles))


def deed(entry: PersonEntry, words: Words) -> str:
    """Say what a line of the journal tells."""
    key = f"people.deed.{entry.what}"
    what = words.say(key) if words.knows(key) else entry.what
    detail = ", ".join(_detail(part, words) for part in entry.detail.split(", ") if part)
    return f"{what} ({detail})" if detail else what


def table(name: str, words: Words) -> str:
    """Name a table; one that no text knows says its own name."""
    key = f"people.table.{name}"
    return words.say(key) if words.knows(key) else name


def value(column: str, held: Any, words: Words) -> str:  # noqa: ANN401 - what JSON takes
    """Write one value that is kept."""
    if held is None:
        return words.say("people.me.none")
    if held is True and column in {"hash", "password", "totp"}:
        return words.say("people.me.secret")
    if held == ANOTHER:
        return words.say("people.another")
    if column.endswith("_us") and isinstance(held, int):
        return words.moment(held)
    return str(held)


def wait(seconds: int, words: Words) -> str:
    """Write how long somebody has to wait: at least a minute."""
    return words.duration(max(seconds + 59, 60) // 60 * 60)


def _detail(part: str, words: Words) -> str:
    for kind in ("detail", "role"):
        if words.knows(f"people.{kind}.{part}"):
            return words.say(f"people.{kind}.{part}")
    return part
