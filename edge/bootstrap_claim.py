"""Where a claim or a renewal meets the boot partition, the authority and the broker."""

from pathlib import Path

from edge.links.knock import Met, knock
from edge.ports import Clock
from edge.provision.boot import BootClaim, read_claim
from edge.provision.claim import claim_identity, finish_scrub
from edge.provision.enrol import PATIENCE_S, HttpsAuthority
from edge.provision.identity import Home, Identity
from edge.provision.outcome import End, Outcome
from edge.provision.renew import Renewal


def claim_or_renew(
    boot_file: Path, folder: Path, clock: Clock, patience_s: float = PATIENCE_S
) -> Outcome:
    """Do what is due: use the claim that is there, renew the identity that is there.

    Raises BadSettings with one sentence if the claim file is no such file.
    """
    boot = read_claim(boot_file)
    try:
        return _do_both(boot, boot_file, Home(folder), clock, patience_s)
    except OSError as error:
        # A disk that is full or not ours: whatever was written so far is taken up again.
        return Outcome(End.LATER, f"{error.filename or folder}: {error.strerror}")


def _do_both(
    boot: BootClaim | None, boot_file: Path, home: Home, clock: Clock, patience_s: float
) -> Outcome:
    if boot is None:
        finish_scrub(boot_file, home.files)
        current = home.current()
        if current is None:
            said = f"there is no identity in {home.folder}, and no claim at {boot_file}"
            return Outcome(End.TURNED_AWAY, said)
        return _renew(current, home, clock, patience_s)
    authority = HttpsAuthority(boot.enrol_url, boot.root_pem, patience_s)
    claimed = claim_identity(boot, boot_file, home, authority, clock.now_us())
    current = home.current()
    if claimed.end is End.NAMED or current is None:
        return claimed
    # A claim that stays where it is must not keep an older identity from being renewed.
    renewed = _renew(current, home, clock, patience_s)
    end = renewed.end if claimed.end is End.KEPT else claimed.end
    return Outcome(end, f"{renewed.sentence}; the claim: {claimed.sentence}", renewed.node)


def _renew(current: Identity, home: Home, clock: Clock, patience_s: float) -> Outcome:
    root_pem = current.root_file.read_bytes()
    authority = HttpsAuthority(current.about.enrol_url, root_pem, patience_s)
    outcome = Renewal(home, authority, _works, clock.now_us(), clock.trusted()).run(current)
    renewed = home.current()
    if outcome.end is End.NAMED and renewed is not None:
        # The trial ended the agent's session, which may have come back as the old one: once more.
        _works(renewed)
    return outcome


def _works(identity: Identity) -> bool | None:
    """Tell whether the broker lets this identity in; None: it is not there, or not the right one.

    A whole session: if the agent has one, it is taken over, and the agent comes back as this one.
    """
    broker = identity.broker()
    if broker is None:
        # No broker was named: nothing can prove it, and nothing speaks against it.
        return True
    met = knock(broker, identity.about.node, polite=False).met
    if met in {Met.LET_IN, Met.REFUSED}:
        return met is Met.LET_IN
    return False if met is Met.NO_FILES else None
