"""The systemd units of an installation, as text: what runs, as whom, and what it may touch.

All programs of the cloud are one user, `vallee`: they share two SQLite files, and a log beside a
file can only be used by who may write it. What one of them has no business with is hidden from it
instead: the issuing authority's folder is seen by those alone who sign, the broker's by the broker
and who tells it, and each secret is given by systemd, as a file of its own, to the one program
that needs it. The broker is the same user so that a signal can tell it who is revoked. A node's
units are those of its card (`provision.card`), whose user is another one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

USER: Final = "vallee"
STATE: Final = "/var/lib/vallee"
CONFIG: Final = "/etc/vallee/cloud.toml"
BACKUPS: Final = "/var/backups/vallee"

SERVERS: Final = ("vallee-broker.service", "influxdb.service", "postgresql.service")

# Written first in each file, and looked for before it is replaced.
OURS: Final = "# Written by vallee-cloud setup; put changes into a drop-in: systemctl edit NAME"

# What every unit is denied; see systemd.exec(5). No program of ours asks for any of it.
_HARDENED: Final = """\
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
UMask=0077
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
PrivateUsers=yes
DevicePolicy=closed
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
ProcSubset=pid
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RemoveIPC=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
KeyringMode=private
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM"""


@dataclass(frozen=True, slots=True)
class Unit:
    """One service.

    Attributes:
        name: without its ending.
        runs: command lines, one after the other.
        calendar: when, if it is no daemon; see systemd.time(7).
        spread_s: seconds within which it starts after that.
        credentials: (name, file, environment variable): secrets that it is given.
        local: whether nothing but this machine is ever spoken to.
        offline: whether nothing at all is spoken to over IP.
        hidden: folders that it does not see.
        writable: folders beside its own that it may write.
        environ: further variables; no secret is among them.
        sees_others: whether it looks at other programs' names in /proc.
        reload: the command that has it read its files again.
    """

    name: str
    title: str
    runs: tuple[str, ...]
    calendar: str = ""
    spread_s: int = 0
    credentials: tuple[tuple[str, Path, str], ...] = ()
    local: bool = False
    offline: bool = False
    hidden: tuple[str, ...] = ()
    writable: tuple[str, ...] = ()
    environ: tuple[tuple[str, str], ...] = ()
    sees_others: bool = False
    reload: str = ""


def service(unit: Unit) -> str:
    """Return the text of NAME.service."""
    after = [one for one in SERVERS if one != f"{unit.name}.service"]
    lines = [OURS, "[Unit]", f"Description={unit.title}"]
    lines += ["Wants=network-online.target", f"After=network-online.target {' '.join(after)}"]
    lines += ["StartLimitIntervalSec=0", "", "[Service]"]
    lines += ["Type=oneshot"] if unit.calendar else ["Type=exec", "Restart=always", "RestartSec=5"]
    lines += [f"ExecStart={line}" for line in unit.runs]
    lines += [f"ExecReload={unit.reload}"] if unit.reload else []
    lines += [f"User={USER}", f"Group={USER}", f"StateDirectory={USER}", "StateDirectoryMode=0700"]
    lines += [f"WorkingDirectory={STATE}", "Environment=PYTHONDONTWRITEBYTECODE=1"]
    lines += [f"Environment={name}={value}" for name, value in unit.environ]
    lines += _secrets(unit.credentials)
    lines += [*_optional("ReadWritePaths", unit.writable)]
    lines += [*_optional("InaccessiblePaths", unit.hidden), _HARDENED]
    # Another program's user namespace makes it invisible even to the same user.
    lines += [f"ProtectProc={'default' if unit.sees_others else 'invisible'}", *_network(unit)]
    if not unit.calendar:
        lines += ["", "[Install]", "WantedBy=multi-user.target"]
    return "\n".join(lines) + "\n"


def timer(unit: Unit) -> str:
    """Return the text of NAME.timer."""
    return (
        f"{OURS}\n[Unit]\nDescription={unit.title}\n\n"
        f"[Timer]\nOnCalendar={unit.calendar}\nRandomizedDelaySec={unit.spread_s}\n"
        # What was due while the machine was off is done when it is on again.
        "Persistent=yes\n\n[Install]\nWantedBy=timers.target\n"
    )


def _secrets(credentials: Iterable[tuple[str, Path, str]]) -> list[str]:
    lines = []
    for name, file, variable in credentials:
        lines.append(f"LoadCredential={name}:{file}")
        if variable:
            lines.append(f"Environment={variable}=%d/{name}")
    return lines


def _with(key: str, values: Iterable[str]) -> list[str]:
    joined = " ".join(values)
    return [f"{key}={joined}"] if joined else []


def _optional(key: str, folders: Iterable[str]) -> list[str]:
    # The dash: one that is not there yet is no reason not to start.
    return _with(key, (f"-{folder}" for folder in folders))


def _network(unit: Unit) -> list[str]:
    if unit.offline:
        return ["PrivateNetwork=yes", "RestrictAddressFamilies=AF_UNIX", "IPAddressDeny=any"]
    lines = ["RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX"]
    return [*lines, *(["IPAddressDeny=any", "IPAddressAllow=localhost"] if unit.local else [])]
