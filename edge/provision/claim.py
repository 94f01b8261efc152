"""From a claim on the boot partition to an identity on disk.

Theory of operation
    key on disk → request → answer → certificate on disk → link → claim scrubbed

    Each step begins where the last attempt ended: the key is made once a claim, an answer that is
    already on disk is not asked for again, and the claim goes when it is worth nothing any more.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from contract.enrol import Enrol, Enrolled, Turned
from edge.provision.boot import BootClaim
from edge.provision.enrol import Answer, Unreached
from edge.provision.files import Files
from edge.provision.identity import About, Home, Identity
from edge.provision.outcome import End, Outcome
from edge.provision.request import moment, objection, request


class Enroller(Protocol):
    """Who gives identities for claims."""

    def enrol(self, asked: Enrol) -> Answer:
        """Answer a claim."""


def claim_identity(
    boot: BootClaim, file: Path, home: Home, authority: Enroller, now_us: int
) -> Outcome:
    """Get the identity that `boot` stands for, unless there is that one already."""
    current = home.current()
    if current is not None and current.about.claim == boot.number:
        # The power went between the last two steps.
        return _scrubbed(
            home, file, Outcome(End.KEPT, "it was used for this one", current.about.node)
        )
    name = f"claim-{boot.number}"
    ready = home.whole(name)
    if ready is None:
        got = _ask(boot, home, name, authority, now_us)
        if isinstance(got, Outcome):
            return got
        ready = got
    home.take(name)
    home.tidy()
    said = f"named until {moment(ready.about.until_us):%Y-%m-%d}"
    return _scrubbed(home, file, Outcome(End.NAMED, said, ready.about.node))


def _ask(
    boot: BootClaim, home: Home, name: str, authority: Enroller, now_us: int
) -> Identity | Outcome:
    key = home.key(name)
    answer = judged(
        authority.enrol(Enrol(boot.claim, request(key))),
        lambda given: objection(given, key, boot.root_pem, moment(now_us)),
    )
    if isinstance(answer, Outcome):
        return answer
    broker = boot.mqtt
    about = About(
        node=answer.node,
        claim=boot.number,
        enrol_url=boot.enrol_url,
        renew_at_us=answer.renew_at_us,
        until_us=answer.until_us,
        mqtt_host=None if broker is None else broker.host,
        mqtt_port=8883 if broker is None else broker.port,
    )
    home.fill(name, answer, boot.root_pem, about)
    return Identity(home.folder / name, about)


def judged(answer: Answer, object_to: Callable[[Enrolled], str | None]) -> Enrolled | Outcome:
    """Return an answer that gives an identity, or what any other one means."""
    match answer:
        case Enrolled():
            reason = object_to(answer)
            return answer if reason is None else Outcome(End.LATER, reason)
        case Turned(again=True):
            return Outcome(End.LATER, f"the authority says: {_one_line(answer.reason)}")
        case Turned():
            return Outcome(End.TURNED_AWAY, f"the authority says: {_one_line(answer.reason)}")
        case Unreached():
            return Outcome(End.LATER, answer.reason)


def _one_line(said: str) -> str:
    """Return what a server said as words that a console and a journal can bear."""
    shown = "".join(letter if letter.isprintable() else " " for letter in said)
    return shown[:200]


def finish_scrub(file: Path, files: Files) -> None:
    """Scrub what is left of a claim that was being scrubbed when the power went."""
    # A partition that cannot be written now is tried at the next call; there is no claim in it.
    with suppress(OSError):
        files.scrub(file)


def _scrubbed(home: Home, file: Path, outcome: Outcome) -> Outcome:
    try:
        home.files.scrub(file)
    except FileNotFoundError:
        return outcome
    except OSError as error:
        # It is used, so worth nothing; the next call tries again.
        said = f"{outcome.sentence}; {file} cannot be scrubbed: {error.strerror}"
        return Outcome(outcome.end, said, outcome.node)
    return outcome
