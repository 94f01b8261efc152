"""The broker's files and its process, the authority and the registry, joined."""

import fcntl
import pwd
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cloud.bootstrap.parts import now_us
from cloud.errors import BadAuthority
from cloud.provision.attack import attack
from cloud.provision.attacks.cast import cast
from cloud.provision.attacks.field import Field, Verdict
from cloud.provision.authority import CRL, Authority
from cloud.provision.authority_files import earlier_authorities, open_authority
from cloud.provision.mosquitto.apply import Applied, Telling, apply, listening
from cloud.provision.mosquitto.canary import Canary, hatch
from cloud.provision.mosquitto.control import ByCommand, ByPid
from cloud.provision.mosquitto.crl import CrlOf
from cloud.provision.mosquitto.guard import Control
from cloud.provision.mosquitto.layout import WARDEN, Layout
from cloud.provision.mosquitto.write import (
    Revoked,
    Written,
    write_broker,
    write_revoked,
    write_server,
    write_trusted,
)
from cloud.provision.revocations import publish_all
from cloud.registry.identities import open_identities
from cloud.registry.values import NodeCertificate
from cloud.settings import Settings

# Twice, after a reload and after a restart: with the longest wait for an answer it stays below the
# minute in which a revoked node has to be out, and a broker with much to read takes some seconds.
_PATIENCE_S: Final = 12.0
_PAUSE_S: Final = 0.25
_LOCK: Final = "apply.lock"


@dataclass(frozen=True, slots=True)
class Commands:
    """How whoever supervises the broker reloads and restarts it; without them, by signals."""

    reload: Sequence[str] = ()
    restart: Sequence[str] = ()


def write(settings: Settings) -> Layout:
    """Write all files of the broker, as of now; one that runs does not know yet."""
    layout, authority = _layout(settings), open_authority(settings.identity.folder)
    now = _now()
    with _alone(layout):
        user = pwd.getpwuid(layout.folder.stat().st_uid).pw_name
        write_broker(settings.mosquitto, layout, authority, user, now)
        _write_revoked(settings, layout, authority, now)
    return layout


def tell(settings: Settings, commands: Commands) -> Applied:
    """Write who is revoked, have the running broker read it, make sure, end live sessions."""
    layout, authority = _layout(settings), open_authority(settings.identity.folder)
    now = _now()
    with _alone(layout):
        write_trusted(layout, authority)
        write_server(settings.mosquitto, layout, authority, now)
        written = _write_revoked(settings, layout, authority, now)
        telling = Telling(_control(layout, commands), _tries)
        return apply(settings.mosquitto, layout, authority, written, telling, now)


def check(settings: Settings) -> list[Verdict]:
    """Attack the running broker."""
    layout, authority = _layout(settings), open_authority(settings.identity.folder)
    try:
        password = layout.secret(WARDEN).read_text().strip()
    except OSError as error:
        raise BadAuthority(
            f"{error.filename}: {error.strerror}; run: vallee-cloud broker write"
        ) from error
    out = layout.revoked.read_bytes() if layout.revoked.exists() else None
    played = cast(authority, out, _now())
    return attack(Field(listening(settings.mosquitto), played, password))


def _write_revoked(
    settings: Settings, layout: Layout, authority: Authority, now: datetime
) -> Written:
    canary = hatch(authority, now)
    with open_identities(settings.registry.url, now_us) as identities:
        denied = tuple(one.node for one in identities.devices() if one.revoked_us is not None)
        listed, _ = publish_all(
            settings.identity.folder,
            lambda: (*identities.revoked(), _entry(canary, now)),
            now,
            settings.identity.crl_days,
        )
    revoked = Revoked(tuple((serial, now) for serial in listed.serials), denied)
    return write_revoked(layout, _lists(settings.identity.folder, authority), revoked, canary, now)


def _lists(folder: Path, authority: Authority) -> list[CrlOf]:
    earlier = [(one.issuing, place) for one, place in earlier_authorities(folder)]
    return [
        CrlOf(issuing, (place / CRL).read_bytes())
        for issuing, place in (*earlier, (authority.issuing, folder))
    ]


def _entry(canary: Canary, now: datetime) -> NodeCertificate:
    at_us = int(now.timestamp()) * 1_000_000
    return NodeCertificate(
        f"{canary.serial:x}", "canary", "", at_us, at_us, "", at_us, "it is the canary"
    )


def _control(layout: Layout, commands: Commands) -> Control:
    if commands.reload and commands.restart:
        return ByCommand(commands.reload, commands.restart)
    return ByPid(layout.pid)


def _layout(settings: Settings) -> Layout:
    return Layout(settings.mosquitto.folder.absolute())


def _tries() -> Iterator[None]:
    until_s = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until_s:
        yield
        time.sleep(_PAUSE_S)


@contextmanager
def _alone(layout: Layout) -> Iterator[None]:
    """Keep others out meanwhile: an older list must never follow a newer one."""
    try:
        layout.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (layout.folder / _LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise BadAuthority(f"{error.filename or layout.folder}: {error.strerror}") from error


def _now() -> datetime:
    return datetime.now(UTC)
