"""Installations joined: the settings, the registry, the store, the authority that signs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cloud.bootstrap.parts import now_us, store
from cloud.installation.places_sheet import PlacesSheet, read_places
from cloud.installation.service import Installing
from cloud.provision.authority_files import open_authority
from cloud.registry.installations import open_installations
from cloud.registry.values import Installation
from cloud.settings import Settings
from contract.errors import BadSettings


@dataclass(frozen=True, slots=True)
class AuthoritySeal:
    """Signs with the authority in `folder`, which is opened when there is something to sign."""

    folder: Path

    def sign(self, pdf: bytes, reason: str, now_us: int) -> bytes:
        """Return the PDF with a signature; raise BadAuthority with the mend."""
        # 30 MB that the pages do without until a node is proven.
        from cloud.installation.seal import RecordSeal  # noqa: PLC0415

        return RecordSeal(open_authority(self.folder)).sign(pdf, reason, now_us)


@contextmanager
def installing(settings: Settings) -> Iterator[Installing]:
    """Open what closes nodes for a while."""
    seal = AuthoritySeal(settings.identity.folder)
    with open_installations(settings.registry.url) as records, store(settings) as points:
        yield Installing(records, points, seal, now_us)


def prove(settings: Settings) -> list[Installation]:
    """Prove what can be proven by now; return what was."""
    with installing(settings) as opened:
        return opened.prove(now_us())


def list_places(settings: Settings, file: Path, who: str) -> PlacesSheet:
    """Write the list of the evening before anew from a sheet, unless a line is refused."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise BadSettings(f"{file}: cannot be read: {error.strerror}") from None
    with open_installations(settings.registry.url) as records:
        ground = records.ground()
        containers = {one.id for one in ground.containers}
        sheet = read_places(raw, containers, {one.node for one in ground.devices})
        if not sheet.refusals:
            records.list_places(sheet.places, who)
    return sheet
