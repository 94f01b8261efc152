"""Which units an installation has: the cloud's, out of its settings, and a node's own."""

from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Final

from cloud.settings import Settings
from cloud.upkeep.facts import Credential, Facts, absolute, elsewhere, facts_of
from cloud.upkeep.units import BACKUPS, STATE, USER, Unit

_MOSQUITTO: Final = "/usr/sbin/mosquitto"


def cloud_units(
    settings: Settings, programs: Path, keep: int, secret: Path | None = None
) -> list[Unit]:
    """Return the cloud's units; `programs` is the folder of vallee-cloud.

    Raises BadSettings if a secret is named by a path that is not absolute, or a URL holds one.
    """
    facts = facts_of(settings, programs)
    offline = settings.store.kind == "sqlite" and settings.registry.url.startswith("sqlite")
    units = [*_daemons(facts), *_timed(facts), _crl(facts), _backup(facts, keep, secret, offline)]
    if settings.alarms.levels:
        units.append(_alarms(facts))
    if settings.web.makes_its_own:
        units.append(_web(facts))
    return [replace(unit, writable=(*unit.writable, *elsewhere(settings))) for unit in units]


def _daemons(facts: Facts) -> list[Unit]:
    return [
        Unit(
            "vallee-ingest",
            "Vallée: stores what nodes send",
            (facts.line("ingest"),),
            credentials=(*facts.broker, *facts.store),
            local=facts.broker_is_here and facts.store_is_here and facts.registry_is_here,
            hidden=facts.private,
        ),
        Unit(
            "vallee-serve",
            "Vallée: serves the pages",
            (facts.line("serve"),),
            credentials=(*facts.store, *facts.web),
            hidden=(facts.signs, facts.broker_folder),
        ),
        # Open to the network, and it signs: a program of its own, so that no page is.
        Unit(
            "vallee-enrol",
            "Vallée: gives nodes their certificates",
            (facts.line("authority serve --host 0.0.0.0"),),
            hidden=(facts.broker_folder, facts.web_folder),
        ),
        Unit(
            "vallee-broker",
            "Vallée: the broker, with the settings of vallee-cloud broker write",
            (f"{_MOSQUITTO} -c {facts.broker_folder}/mosquitto.conf",),
            hidden=(facts.signs, facts.web_folder),
            reload="/bin/kill -HUP $MAINPID",
        ),
    ]


def _timed(facts: Facts) -> list[Unit]:
    local = facts.store_is_here and facts.registry_is_here
    return [
        Unit(
            "vallee-plan",
            "Vallée: forecasts and plans the next day of collection",
            (facts.line("forecast"), facts.line("plan")),
            calendar="*-*-* 02:30",
            credentials=(*facts.desk, *facts.store),
            environ=facts.desk_name,
            local=local and facts.broker_is_here,
            hidden=facts.private,
        ),
        Unit(
            "vallee-rebuild",
            "Vallée: makes days anew that late readings changed",
            (facts.line("rebuild"),),
            calendar="hourly",
            spread_s=300,
            credentials=facts.store,
            local=local,
            hidden=facts.private,
        ),
        Unit(
            "vallee-rollup",
            "Vallée: sums up hours and weeks",
            (facts.line("rollup"),),
            calendar="*-*-* 01:15",
            credentials=facts.store,
            local=local,
            hidden=facts.private,
        ),
        Unit(
            "vallee-prove",
            "Vallée: finds the installations that a day of readings has proven, and signs them",
            (facts.line("installations prove"),),
            calendar="hourly",
            spread_s=600,
            credentials=facts.store,
            local=local,
            # It signs.
            hidden=(facts.broker_folder, facts.web_folder),
        ),
        Unit(
            "vallee-purge",
            "Vallée: deletes what was kept of crews long enough",
            (facts.line("driven purge"),),
            calendar="*-*-* 04:45",
            local=local,
            hidden=facts.private,
        ),
    ]


def _alarms(facts: Facts) -> Unit:
    return Unit(
        "vallee-alarms",
        "Vallée: tells those on call",
        (facts.line("alarms run"),),
        credentials=(*facts.alarms, *facts.store),
        hidden=facts.private,
    )


def _crl(facts: Facts) -> Unit:
    return Unit(
        "vallee-crl",
        "Vallée: signs who is revoked anew, and has the broker know",
        (facts.line("broker apply"),),
        calendar="*-*-* 03:45",
        spread_s=900,
        local=facts.broker_is_here and facts.registry_is_here,
        hidden=(facts.web_folder,),
        # Before it signals the broker it looks whether the number is still a broker's.
        sees_others=True,
    )


def _web(facts: Facts) -> Unit:
    return Unit(
        "vallee-web",
        "Vallée: gives the pages their next certificate in time",
        (facts.line("authority web"),),
        calendar="*-*-* 04:15",
        spread_s=900,
        # Two folders are all that it needs.
        offline=True,
        hidden=(facts.broker_folder,),
    )


def _backup(facts: Facts, keep: int, secret: Path | None, offline: bool) -> Unit:  # noqa: FBT001
    verb = f"backup --to {BACKUPS} --keep {keep}"
    sealed: tuple[Credential, ...] = ()
    if secret is not None:
        verb += " --seal %d/backup.secret"
        sealed = (("backup.secret", absolute("--seal", secret), ""),)
    return Unit(
        "vallee-backup",
        "Vallée: backs up registry and store",
        (facts.line(verb),),
        calendar="*-*-* 03:15",
        credentials=(*facts.store, *sealed),
        local=facts.store_is_here and facts.registry_is_here,
        offline=offline,
        hidden=(facts.broker_folder, facts.web_folder) if sealed else facts.private,
        writable=(BACKUPS,),
    )


def edge_files(programs: Path) -> dict[str, str]:
    """Return a node's units by file name: those that its card would bring."""
    parts = resources.files("cloud.provision.card") / "parts"
    return {
        name: (parts / name).read_text(encoding="utf-8").replace("/opt/vallee/bin", str(programs))
        for name in ("vallee-edge.service", "vallee-claim.service", "vallee-claim.timer")
    }


EDGE_STARTED: Final = ["vallee-edge.service", "vallee-claim.timer"]


def folders(*, edge: bool) -> dict[str, str]:
    """Return what systemd's own tools make: /etc/sysusers.d and /etc/tmpfiles.d, by file name."""
    if edge:
        # Serial ports and the radio are these groups'.
        user = 'u vallee-edge - "Smart Vallée, node" /var/lib/vallee-edge /usr/sbin/nologin'
        groups = "m vallee-edge dialout\nm vallee-edge bluetooth"
        return {"sysusers.d/vallee-edge.conf": f"{user}\n{groups}\n"}
    return {
        "sysusers.d/vallee.conf": f'u {USER} - "Smart Vallée" {STATE} /usr/sbin/nologin\n',
        "tmpfiles.d/vallee.conf": f"d {BACKUPS} 0700 {USER} {USER} -\n",
    }
