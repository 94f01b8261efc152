"""People joined: the settings, the registry, the key that seals the secrets of codes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from cloud.bootstrap.parts import now_us
from cloud.errors import RegistryFault
from cloud.people.accounts import Accounts
from cloud.people.codes import KEY_BYTES
from cloud.people.door import Door
from cloud.people.limits import DAY_US, HOUR_US, MINUTE_US, Limits
from cloud.people.passwords import Passwords
from cloud.provision.durable import SECRET, write_durably
from cloud.registry.people import open_people
from cloud.registry.registry import Registry
from cloud.settings import People, Settings
from cloud.web.people.guard import Guard
from cloud.web.people.view import Entrance, PeopleDesk


@dataclass(frozen=True, slots=True)
class Staff:
    """The two faces of the people: the door, and the office of accounts."""

    door: Door
    accounts: Accounts


@contextmanager
def staff(settings: Settings) -> Iterator[Staff]:
    """Open the people of the registry for a while."""
    limits, key = limits_of(settings.people), sealing_key(settings.people.key_file)
    with open_people(settings.registry.url, now_us) as people:
        passwords = Passwords()
        yield Staff(Door(people, passwords, limits, key), Accounts(people, passwords, limits, key))


@contextmanager
def entrance(settings: Settings, records: Registry) -> Iterator[Entrance]:
    """Open what the pages let people in by, for a while."""
    with staff(settings) as opened:
        desk = PeopleDesk(opened.accounts, now_us, lambda: _zone(records), settings.people.url)
        yield Entrance(desk, Guard(opened.door, now_us))


def limits_of(people: People) -> Limits:
    """Return the limits that the settings name."""
    return Limits(
        idle_us=people.idle_hours * HOUR_US,
        session_us=people.session_days * DAY_US,
        admin_idle_us=people.admin_idle_minutes * MINUTE_US,
        admin_session_us=people.admin_session_hours * HOUR_US,
        link_us=people.link_hours * HOUR_US,
        keep_us=people.keep_days * DAY_US,
        journal_us=people.journal_days * DAY_US,
    )


def site_of(settings: Settings) -> str:
    """Return the address under which people reach the pages, as far as the settings know it."""
    web = settings.web
    scheme = "http" if web.is_here and web.cert_file is None else "https"
    name = next(iter(web.allowed_hosts), web.host)
    return settings.people.url or f"{scheme}://{name}:{web.port}"


def sealing_key(file: Path) -> bytes:
    """Read the key that seals the secrets of codes; the first time it is made."""
    try:
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            _make_key(file)
        key = file.read_bytes()
    except OSError as error:
        raise RegistryFault(f"the key file {file}: {error.strerror}") from error
    if len(key) != KEY_BYTES:
        raise RegistryFault(f"the key file {file} is no key of {KEY_BYTES} bytes")
    return key


def _zone(records: Registry) -> ZoneInfo:
    territories = records.territories()
    return ZoneInfo(territories[0].timezone if territories else "UTC")


def _make_key(file: Path) -> None:
    """Write a new key; of two programs that do so at once, one does."""
    made = file.with_name(f".{file.name}.{os.getpid()}")
    write_durably(made, os.urandom(KEY_BYTES), SECRET)
    try:
        file.hardlink_to(made)
    except FileExistsError:
        pass
    finally:
        made.unlink()
