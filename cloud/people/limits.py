"""How long a session lasts and how often somebody may be wrong, all in µs."""

from dataclasses import dataclass
from typing import Final

from cloud.registry.people_tries import Most
from cloud.registry.values import Person, Role, Session

MINUTE_US: Final = 60_000_000
HOUR_US: Final = 60 * MINUTE_US
DAY_US: Final = 24 * HOUR_US
# Five a quarter of an hour are 480 a day: 12 characters are not found that way, and who only
# mistypes waits a short while. An address may stand for a whole town hall.
MOST: Final = Most(of_account=5, from_address=20, within_us=15 * MINUTE_US)
# For so long after a link let somebody in he may set a password without the old one.
FRESH_US: Final = 15 * MINUTE_US
# That somebody is still there is written down once a minute, not at every request.
SEEN_EVERY_US: Final = MINUTE_US


@dataclass(frozen=True, slots=True)
class Limits:
    """What the settings say of sessions and links; an administrator's are shorter."""

    idle_us: int = DAY_US
    session_us: int = 14 * DAY_US
    admin_idle_us: int = HOUR_US
    admin_session_us: int = 12 * HOUR_US
    link_us: int = 3 * DAY_US
    keep_us: int = 60 * DAY_US
    journal_us: int = 365 * DAY_US

    def longest_us(self, person: Person) -> int:
        """Return how long a session of this person lasts at most."""
        return self.admin_session_us if _administers(person) else self.session_us

    def is_live(self, session: Session, person: Person, now_us: int) -> bool:
        """Tell whether a session still holds: used lately, not too old, its person active."""
        idle_us = self.admin_idle_us if _administers(person) else self.idle_us
        lately = now_us - session.seen_us < idle_us
        return person.active and lately and now_us < session.until_us


def _administers(person: Person) -> bool:
    return Role.ADMINISTRATOR in person.roles
