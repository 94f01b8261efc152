"""What units take from the cloud's settings: secrets, what is on this machine, what is hidden."""

from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from cloud.provision.mosquitto.layout import DESK, INGESTER
from cloud.settings import Settings
from cloud.upkeep.units import CONFIG, STATE
from contract.errors import BadSettings

Credential = tuple[str, Path, str]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is the same for several units.

    Attributes:
        run: vallee-cloud, from the root on.
        broker: secrets that open the broker to the ingester; `desk` to who leaves plans there.
        store: secrets that open the store.
        web: secrets that the pages are served under; `web_folder` where ours would be.
        alarms: secrets that open the mail server.
        signs: the folder of the issuing authority.
    """

    run: str
    broker: tuple[Credential, ...]
    store: tuple[Credential, ...]
    broker_is_here: bool
    store_is_here: bool
    registry_is_here: bool
    signs: str
    broker_folder: str
    desk: tuple[Credential, ...]
    desk_name: tuple[tuple[str, str], ...]
    web: tuple[Credential, ...]
    web_folder: str
    alarms: tuple[Credential, ...]

    @property
    def private(self) -> tuple[str, ...]:
        """What only those see who sign, who are the broker, or who serve the pages."""
        return (self.signs, self.broker_folder, self.web_folder)

    def line(self, verb: str) -> str:
        """Return the command line of a verb."""
        return f"{self.run} {verb} --config {CONFIG}"


def facts_of(settings: Settings, programs: Path) -> Facts:
    """Read the facts; raise BadSettings if a unit would hold a secret or cannot be given one."""
    _must_be_no_password(settings)
    return Facts(
        run=f"{programs}/vallee-cloud",
        broker=_broker_secrets(settings),
        store=_store_secrets(settings),
        broker_is_here=_is_here(settings.mqtt.host),
        store_is_here=_is_here(_store_host(settings)),
        registry_is_here=_is_here(_registry_host(settings)),
        # An absolute path stays what it is.
        signs=str(Path(STATE) / settings.identity.folder),
        broker_folder=str(Path(STATE) / settings.mosquitto.folder),
        desk=_broker_secrets(settings, desk=True),
        web=_given("web", {"cert_file": settings.web.cert_file, "key_file": settings.web.key_file}),
        alarms=_given("alarms", {"password_file": settings.alarms.password_file}),
        web_folder=str(Path(STATE) / settings.web.folder),
        desk_name=(("VALLEE_CLOUD_MQTT__USERNAME", DESK),) if _by_account(settings) else (),
    )


def elsewhere(settings: Settings) -> list[str]:
    """Return the folders that programs write into and that are not below their own."""
    named = [settings.store.file.parent] if settings.store.kind == "sqlite" else []
    if settings.registry.url.startswith("sqlite"):
        named.append(Path(settings.registry.url.partition("///")[2]).parent)
    named += [settings.identity.folder, settings.roads.folder, settings.mosquitto.folder]
    named.append(settings.web.folder)
    return sorted(
        {str(one) for one in named if one.is_absolute() and not one.is_relative_to(STATE)}
    )


def _by_account(settings: Settings) -> bool:
    """Tell whether programs have the accounts of a broker that is configured from here."""
    return settings.mqtt.username == INGESTER and settings.mqtt.password_file is not None


def _broker_secrets(settings: Settings, *, desk: bool = False) -> tuple[Credential, ...]:
    broker = settings.mqtt
    password = broker.password_file
    # Plans are left for trucks by an account of their own; its secret lies beside the ingester's.
    if desk and password is not None and _by_account(settings):
        password = password.with_name(DESK)
    named = {
        "password_file": password,
        # No secret, but it may lie in a folder that is hidden.
        "ca_file": broker.ca_file,
        "cert_file": broker.cert_file,
        "key_file": broker.key_file,
    }
    return _given("mqtt", named)


def _store_secrets(settings: Settings) -> tuple[Credential, ...]:
    if settings.store.kind == "sqlite":
        return ()
    named = {
        "password_file": settings.store.password_file,
        "token_file": settings.store.token_file,
    }
    return _given("store", named)


def _given(table: str, named: dict[str, Path | None]) -> tuple[Credential, ...]:
    return tuple(
        (f"{table}.{key}", absolute(f"[{table}] {key}", file), _variable(table, key))
        for key, file in named.items()
        if file is not None
    )


def _variable(table: str, key: str) -> str:
    return f"VALLEE_CLOUD_{table.upper()}__{key.upper()}"


def absolute(what: str, file: Path) -> Path:
    """Return a path that is one from the root on; raise BadSettings for another."""
    if not file.is_absolute():
        raise BadSettings(
            f"{what} = {str(file)!r}: a unit needs it from the root on, like /etc/vallee"
        )
    return file


def _must_be_no_password(settings: Settings) -> None:
    if urlsplit(settings.registry.url).password is not None:
        raise BadSettings(
            "[registry] url holds a password; let PostgreSQL know the user vallee by its own name"
            " instead: postgresql://vallee@/vallee?host=/run/postgresql"
        )


def _registry_host(settings: Settings) -> str:
    return urlsplit(settings.registry.url).hostname or ""


def _store_host(settings: Settings) -> str:
    return "" if settings.store.kind == "sqlite" else urlsplit(settings.store.url).hostname or ""


def _is_here(host: str) -> bool:
    try:
        return host in {"", "localhost"} or ip_address(host).is_loopback
    except ValueError:
        return False
