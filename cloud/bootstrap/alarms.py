"""Alarms joined: what sensors say, the on-call list, mail and webhooks."""

import logging
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from cloud.alarms.content import Contents, trial
from cloud.alarms.keeping import DAY_US, purge
from cloud.alarms.mail import Mail
from cloud.alarms.oncall import OnCall
from cloud.alarms.post import Line, Post
from cloud.alarms.tower import Places, Tower
from cloud.alarms.watch import Watch
from cloud.alarms.webhook import Webhook
from cloud.bootstrap.parts import local_zone, now_us, registry, store
from cloud.bootstrap.people import site_of
from cloud.errors import CloudError, RegistryFault, StoreDown
from cloud.registry.alarms import Alarms, open_alarms
from cloud.registry.registry import Registry
from cloud.registry.values import Channel
from cloud.settings import Settings

log = logging.getLogger(__name__)


@contextmanager
def alarms(settings: Settings) -> Iterator[Alarms]:
    """Open the alarms for a while."""
    with open_alarms(settings.registry.url) as opened:
        yield opened


def run(settings: Settings, stop: threading.Event) -> None:
    """Look, tell and deliver until `stop` is set; raise RegistryFault if no territory is loaded."""
    wishes = settings.alarms
    if not wishes.levels:
        log.warning("alarms.levels is empty: alarms are listed, and nobody is told")
    with registry(settings) as records, store(settings) as points, alarms(settings) as kept:
        zone = local_zone(records)
        tower = Tower(
            Watch(records, points, wishes), kept, _on_call(settings, records, zone), wishes
        )
        post, purge_us = _post(settings, kept), 0
        while not stop.is_set():
            # Each on its own: a store that is down keeps no message back.
            _try(lambda: _look(tower))
            _try(post.deliver)
            if now_us() >= purge_us:
                purge_us = now_us() + DAY_US
                _try(lambda: purge(kept, now_us()))
            stop.wait(wishes.every_s)


def purge_alarms(settings: Settings) -> tuple[int, int]:
    """Delete messages and alarms that are too old; return how many of each."""
    with alarms(settings) as kept:
        return purge(kept, now_us())


def trials(settings: Settings) -> list[tuple[str, str]]:
    """Send a test to each address of the list; return address and trouble, "" if it was taken."""
    with alarms(settings) as kept:
        on_call = OnCall(settings.alarms.levels, lambda *_: {})
        messages = on_call.tests(now_us(), trial())
        for message in messages:
            kept.put(message)
        _post(settings, kept).deliver()
        found = {one.key: one for one in kept.messages(limit=1000)}
        return [
            (one.address, "" if found[one.key].sent_us else found[one.key].trouble or "it waits")
            for one in messages
        ]


def _on_call(settings: Settings, records: Registry, zone: ZoneInfo) -> OnCall:
    web = settings.web
    # A link to this machine leads nowhere at a reader's.
    is_reached = settings.people.url or web.allowed_hosts or not web.is_here
    url = site_of(settings).rstrip("/") if is_reached else ""
    contents = Contents(Places(records).of, zone, url)
    return OnCall(settings.alarms.levels, contents.of)


def _post(settings: Settings, kept: Alarms) -> Post:
    wishes = settings.alarms
    lines: dict[tuple[Channel, str], Line] = {}
    for level in wishes.levels:
        lines |= {(Channel.MAIL, one): Mail(wishes) for one in level.mails}
        lines |= {(Channel.WEBHOOK, one.url): Webhook(one) for one in level.webhooks}
    return Post(kept, lines, now_us, random.random)


def _look(tower: Tower) -> None:
    turn = tower.turn(now_us())
    for one in turn.opened:
        log.warning("alarm: %s of %s", one.kind, one.subject or "all nodes")
    for one in turn.changed:
        if one.closed_us is not None:
            log.info("alarm %d is over: %s of %s", one.id, one.kind, one.subject or "all nodes")


def _try(step: Callable[[], object]) -> None:
    try:
        step()
    except (StoreDown, RegistryFault) as error:
        log.warning("alarms: %s; it is tried again", error)
    except CloudError:
        log.exception("alarms: this turn failed; the next one comes")
