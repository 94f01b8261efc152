"""Who is revoked is told to a running broker, which is tried, and live sessions are ended."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cloud.errors import BadAuthority, BrokerDown
from cloud.provision.authority import Authority
from cloud.provision.mosquitto.canary import hatch, look
from cloud.provision.mosquitto.guard import Control, Eyes, Outcome, guard
from cloud.provision.mosquitto.layout import WARDEN, Layout
from cloud.provision.mosquitto.session import Place
from cloud.provision.mosquitto.takeover import take_over
from cloud.provision.mosquitto.write import Written, mend_list
from cloud.settings import Mosquitto

_TOLD: Final = {
    Outcome.RELOADED: "the broker knows who is revoked",
    Outcome.RESTARTED: "the broker did not, and was restarted: now it knows who is revoked",
    Outcome.CLOSED: "nobody gets in: start the broker, and see its log if it does not",
    Outcome.OPEN: "THE BROKER IS OPEN TO THE REVOKED: stop it, and run `vallee-cloud broker write`",
}


@dataclass(frozen=True, slots=True)
class Listening:
    """Where a broker is reached from this machine: by nodes, and by the cloud's own programs."""

    nodes: Place
    cloud: Place


@dataclass(frozen=True, slots=True)
class Telling:
    """How the broker is told; `tries` yields as often as to look again, waiting in between."""

    control: Control
    tries: Callable[[], Iterable[object]]


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of it: how the broker is now, how many nodes have no live session any more."""

    outcome: Outcome
    ended: int = 0
    trouble: str = ""

    @property
    def good(self) -> bool:
        """Whether the revoked are out, live sessions too, and the others in."""
        return self.outcome.good and not self.trouble

    @property
    def told(self) -> str:
        """What a person is told of it, with what to do."""
        sentence = _TOLD[self.outcome]
        if self.trouble:
            return f"{sentence}; live sessions of revoked nodes may still be open: {self.trouble}"
        return f"{sentence}; revoked nodes without a session: {self.ended}"


def listening(settings: Mosquitto) -> Listening:
    """Return where the broker that is configured like this is reached."""
    anywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - asked for, not bound here
    host = anywhere.get(settings.host, settings.host)
    name = settings.names[0] if settings.names else settings.host
    return Listening(
        Place(host, settings.nodes_port, name), Place("127.0.0.1", settings.cloud_port)
    )


def apply(
    settings: Mosquitto,
    layout: Layout,
    authority: Authority,
    written: Written,
    tell: Telling,
    now: datetime,
) -> Applied:
    """Have the broker read what `write_revoked` wrote, make sure of it, end live sessions.

    The revoked canary is the one of the last writing: only a broker that has read that very list
    refuses it. Raises BadAuthority if there is none.
    """
    where = listening(settings)
    root, valid = authority.root_pem, hatch(authority, now, days=1).own_pem
    try:
        out = layout.revoked.read_bytes()
        password = layout.secret(WARDEN).read_text().strip()
    except OSError as error:
        raise BadAuthority(
            f"{error.filename}: {error.strerror}; run: vallee-cloud broker write"
        ) from error
    eyes = Eyes(
        lambda: look(where.nodes, root, out, valid),
        tell.tries,
        lambda: mend_list(layout, written),
    )
    outcome = guard(tell.control, eyes)
    try:
        return Applied(outcome, take_over(where.cloud, password, written.denied))
    except BrokerDown as error:
        return Applied(outcome, trouble=str(error))
