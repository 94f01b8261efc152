"""The next certificate: asked for in time, tried, and only then taken for the old one.

Theory of operation
    due       asked for with a new key, over a connection that the old certificate opens
    given     `next` on disk; the old one stays the current one
    tried     by a connection to the broker with the new one:
                worked    it becomes the current one, in one rename
                refused   the old one is tried: if it works, the new one is no good and goes;
                          if it does not either, it is the broker, and both stay
                nobody    there: both stay, and it is tried later
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from contract.enrol import Enrolled, Renew
from edge.provision.claim import judged
from edge.provision.enrol import Answer
from edge.provision.identity import About, Home, Identity
from edge.provision.outcome import End, Outcome
from edge.provision.request import moment, objection, request


class Renewer(Protocol):
    """Who gives the next certificate for the present one."""

    def renew(self, asked: Renew, identity: Identity) -> Answer:
        """Answer a node that is `identity`."""


# True: the broker let it in. False: it was there and did not. None: it was not there.
Try = Callable[[Identity], bool | None]


@dataclass(frozen=True, slots=True)
class Renewal:
    """One attempt to renew; `clock_is_right` is the machine's word, None: it cannot know."""

    home: Home
    authority: Renewer
    try_it: Try
    now_us: int
    clock_is_right: bool | None

    def run(self, current: Identity) -> Outcome:
        """Do what is due for the current identity."""
        about = current.about
        proposed = self.home.next()
        if proposed is not None:
            return self._tried(proposed, current)
        if self.clock_is_right is False:
            return Outcome(End.KEPT, "the clock is not set yet: nothing is due", about.node)
        if self.now_us >= about.until_us:
            return Outcome(
                End.TURNED_AWAY,
                f"the certificate expired on {moment(about.until_us):%Y-%m-%d %H:%M} UTC:"
                f" only a new claim helps (vallee-cloud nodes card {about.node})",
                about.node,
            )
        if self.now_us < about.renew_at_us:
            said = f"good until {moment(about.until_us):%Y-%m-%d}"
            return Outcome(End.KEPT, said, about.node)
        given = self._ask(current)
        return given if isinstance(given, Outcome) else self._tried(given, current)

    def _ask(self, current: Identity) -> Identity | Outcome:
        name = _name_after(current)
        ready = self.home.whole(name)
        if ready is None:
            key = self.home.key(name)
            root = current.root_file.read_bytes()
            answer = judged(
                self.authority.renew(Renew(request(key)), current),
                lambda given: _objection(given, key, root, current, self.now_us),
            )
            if isinstance(answer, Outcome):
                return Outcome(answer.end, f"not renewed: {answer.sentence}", current.about.node)
            about = _renewed(current.about, answer)
            self.home.fill(name, answer, root, about)
            ready = Identity(self.home.folder / name, about)
        self.home.propose(name)
        return ready

    def _tried(self, proposed: Identity, current: Identity) -> Outcome:
        node = current.about.node
        worked = self.try_it(proposed)
        if worked:
            self.home.accept()
            said = f"renewed until {moment(proposed.about.until_us):%Y-%m-%d}"
            return Outcome(End.NAMED, said, node)
        if worked is None:
            return Outcome(End.LATER, "the new certificate waits: the broker is not there", node)
        if self.try_it(current):
            self.home.reject()
            said = "the broker refuses the new certificate; the old one stays, and works"
        else:
            said = "the broker refuses the new certificate and the old one; both stay"
        return Outcome(End.LATER, said, node)


def _objection(
    given: Enrolled, key: bytes, root: bytes, current: Identity, now_us: int
) -> str | None:
    if given.node != current.about.node:
        return f"the answer names {given.node}, and this is {current.about.node}"
    return objection(given, key, root, moment(now_us))


def _renewed(about: About, answer: Enrolled) -> About:
    return About(
        node=about.node,
        claim=about.claim,
        enrol_url=about.enrol_url,
        renew_at_us=answer.renew_at_us,
        until_us=answer.until_us,
        mqtt_host=about.mqtt_host,
        mqtt_port=about.mqtt_port,
    )


def _name_after(current: Identity) -> str:
    """Return the name of the folder for the identity that follows."""
    kind, _, number = current.folder.name.partition("-")
    return f"renewal-{int(number) + 1}" if kind == "renewal" else "renewal-1"
