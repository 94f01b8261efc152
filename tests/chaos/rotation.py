"""R8: certificates of authority, server and node are rotated, lists of the revoked go bad.

A real agent measures all the while, on a broker as `vallee-cloud broker write` and `apply` leave
it. One node after the other is stolen: it is revoked while it is on line, and from then on it tries
to get in, all the time. What it says then is a reading of a node that the registry knows: were it
let through, it would be stored.
"""

import random
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from cloud.provision.mosquitto.guard import Outcome as State
from tests.chaos.guarded import Guarded, guarded
from tests.chaos.outcome import Outcome
from tests.chaos.stack import wait_until
from tests.chaos.thieves import Thieves
from tests.live.broker_world import Person
from tests.live.test_broker_identity import BAD_LISTS, spoil

OUT_WITHIN_S: Final = 60.0
FLOWS_WITHIN_S: Final = 60.0
PAUSE_S: Final = (0.3, 1.0)
# So often the broker is asked whether it has read a list that is bad, before it is restarted.
LOOKS: Final = 20
EXPIRED: Final = "expired"
REVOKED: Final = "revoked"
BAD: Final = (*BAD_LISTS, EXPIRED)
TURNS: Final = (REVOKED, "good", "node", "server", "issuing", *BAD)


def sequence(draw: random.Random, times: int, each: Sequence[str] = TURNS) -> list[str]:
    """Return what is done when: each so often, and a node is revoked first."""
    turns = [turn for turn in each for _ in range(times)]
    turns.remove(REVOKED)
    draw.shuffle(turns)
    return [REVOKED, *turns]


def run(folder: Path, seed: int, times: int, each: Sequence[str] = TURNS) -> Outcome:
    """Do each so often, in an order that the seed gives, and count what is stored in the end."""
    draw = random.Random(seed)  # noqa: S311 - a seed reproduces a run
    with guarded(folder, times) as made:
        agent = made.node()
        wait_until("readings flow", lambda: made.newest_ns() > 0)
        with Thieves(made.world) as thieves:
            deeds = Deeds(made, thieves)
            recovered = [_done(made, deeds, turn, draw) for turn in sequence(draw, times, each)]
        told = agent.settle()
        ended = (made.ingester.end(), agent.program.end())
        points, keys = made.stored()
        strays = sum(made.count(name) for name in thieves.names) - len(thieves.names)
    committed = told.produced + len(thieves.names)
    lost = committed - told.dropped - (keys - strays)
    return Outcome(
        "R8",
        "issuing authority, server, node rotated; list of the revoked good, " + ", ".join(BAD),
        f"{times} of each, as many nodes revoked while on line",
        committed,
        lost,
        points - keys,
        tuple(recovered),
        passed=(lost, points - keys, strays, *ended) == (0,) * 5
        and not deeds.wrong
        and thieves.out(OUT_WITHIN_S),
        note="; ".join([*deeds.wrong, thieves.note()]),
    )


def _done(made: Guarded, deeds: "Deeds", turn: str, draw: random.Random) -> float:
    """Do one thing; return how long it took from then on until a reading was stored."""
    threading.Event().wait(draw.uniform(*PAUSE_S))
    deeds.ways[turn]()
    had = made.newest_ns()
    return wait_until(f"it flows after: {turn}", partial(_more, made, had), FLOWS_WITHIN_S)


def _more(made: Guarded, had: int) -> bool:
    return made.newest_ns() > had


class Deeds:
    """What is done to the broker's and the node's files; `wrong` is what did not turn out so."""

    def __init__(self, made: Guarded, thieves: Thieves) -> None:
        self.wrong: list[str] = []
        self._made, self._world, self._thieves = made, made.world, thieves

    @property
    def ways(self) -> Mapping[str, Callable[[], None]]:
        """Return what is done by the name of its turn."""
        return {
            REVOKED: self._thieves.steal,
            "good": self._apply,
            "node": self._node,
            "server": self._server,
            "issuing": self._issuing,
            EXPIRED: partial(self._goes_bad, EXPIRED),
            **{how: partial(self._goes_bad, how) for how in BAD_LISTS},
        }

    def _apply(self) -> None:
        applied = self._world.apply()
        self._expect(applied.good and applied.outcome is State.RELOADED, f"apply: {applied.told}")

    def _node(self) -> None:
        """Let the agent come with another certificate; the old one is worth nothing then."""
        before, after = self._made.person, self._world.node(self._made.watched)
        self._change(after)
        self._world.serials.append(before.serial)
        self._apply()
        self._expect(self._world.refusal(before) is not None, "a node's old certificate got in")

    def _change(self, after: Person) -> None:
        self._made.give(after)
        # As a renewal proves itself: the session is taken over, and the agent comes as the new one.
        self._expect(self._world.refusal(after) is None, "a new certificate was refused")

    def _server(self) -> None:
        self._serve(self._world.shown())

    def _serve(self, before: bytes | None) -> None:
        """Give the broker another certificate than `before`."""
        self._world.layout.certificate.unlink()
        self._world.renew_server()
        self._apply()
        self._expect(self._world.shown() != before, "the broker shows its old certificate")

    def _issuing(self) -> None:
        """Let another authority issue; the node of the former gets in until it has its own."""
        before, shown = self._made.person, self._world.shown()
        self._world.rotate()
        self._serve(shown)
        # Its session ends, and it has to come back as it was.
        self._change(before)
        self._change(self._world.node(self._made.watched))

    def _goes_bad(self, how: str) -> None:
        """Let a list go bad between its being written and read; then let it be mended."""
        self._thieves.busy.set()
        self._world.befalls = partial(self._befall, how)
        applied = self._world.apply(looks=LOOKS)
        self._world.befalls = lambda: None
        self._thieves.busy.clear()
        self._expect(applied.outcome is State.CLOSED, f"a list {how}: {applied.told}")
        # The thieves go on trying while nobody is let in.
        threading.Event().wait(PAUSE_S[0])
        mended = self._world.apply()
        self._expect(mended.good, f"after a list {how}: {mended.told}")

    def _befall(self, how: str) -> None:
        if how == EXPIRED:
            self._world.layout.crl.write_bytes(self._world.expired_list())
        else:
            spoil(self._world.layout.crl, how)

    def _expect(self, held: bool, wrong: str) -> None:  # noqa: FBT001 - what is expected to hold
        if not held:
            self.wrong.append(wrong)
