"""The DFRobot A02YYUW as a state machine: time in, bytes out.

Theory of operation. After power-on the module is silent for a while. Then it sends a ping, waits
for the echo as long as the farthest one may take, sends one frame, and rests until the ping's
last echoes have died; then the next ping. A state has a length; when it is over, the next begins
at that very instant, however late anyone looks.

    state       ends with     next
    WARMING     a ping        LISTENING
    LISTENING   a frame       RESTING
    RESTING     a ping        LISTENING
"""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Final

import numpy as np

from firmware_sim.device.echo import Quirks, hear
from firmware_sim.device.frame import encode, spoil
from firmware_sim.world import Scene
from firmware_sim.world.types import Times

MILLISECOND_US: Final = 1000
WARMING_US: Final = 500 * MILLISECOND_US
# 4.5 m and back at 331 m/s.
LISTENING_US: Final = 28 * MILLISECOND_US
# With LISTENING a frame every 100 to 300 ms, as the data sheet says; 60 ms would be the least.
RESTING_US: Final = (72 * MILLISECOND_US, 272 * MILLISECOND_US)
# Looked at this late (the machine slept), the module starts again instead of making up for it.
FORGETS_US: Final = 2_000 * MILLISECOND_US


class State(Enum):
    """What the module is doing."""

    WARMING = "warming"
    LISTENING = "listening"
    RESTING = "resting"


NEXT: Final[Mapping[State, State]] = {
    State.WARMING: State.LISTENING,
    State.LISTENING: State.RESTING,
    State.RESTING: State.LISTENING,
}


class A02yyuw:
    """One module that is powered at `on_at_us`; `look` says what it meets at given times."""

    def __init__(
        self, look: Callable[[Times], Scene], draw: np.random.Generator, on_at_us: int
    ) -> None:
        self._look = look
        self._draw = draw
        self._quirks = Quirks.drawn(draw)
        self._state = State.WARMING
        self._until_us = on_at_us + WARMING_US

    @property
    def next_us(self) -> int:
        """When the present state ends: nothing happens before."""
        return self._until_us

    def advance(self, now_us: int) -> bytes:
        """Return the bytes that left the module since the last call."""
        if now_us - self._until_us > FORGETS_US:
            self._state, self._until_us = State.WARMING, now_us + WARMING_US
        sent = b""
        while self._until_us <= now_us:
            if self._state is State.LISTENING:
                sent += self._frame()
            self._state = NEXT[self._state]
            self._until_us += self._length_us()
        return sent

    def _frame(self) -> bytes:
        scene = self._look(np.array([self._until_us - LISTENING_US], np.int64))
        return spoil(encode(hear(scene, self._quirks, self._draw)), self._draw).tobytes()

    def _length_us(self) -> int:
        if self._state is State.LISTENING:
            return LISTENING_US
        return int(self._draw.integers(*RESTING_US))
