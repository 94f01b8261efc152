"""Whether the node's certificate is its own, good today, and its key nobody else's."""

from datetime import UTC, datetime
from typing import Final

from edge.doctor.finding import Figures, Finding, Verdict
from edge.links.certificate import Certificate

DAY_US: Final = 86_400_000_000
# A certificate of 90 days is renewed when 30 are left: with 10 left that has failed for weeks.
LEAST_DAYS: Final = 10
_OTHERS: Final = 0o077


def judge_identity(
    node: str, certificate: Certificate | None, key_mode: int | None, now_us: int
) -> Finding:
    """Judge the certificate of `node`; None: it is missing or cannot be read."""
    if certificate is None or key_mode is None:
        return _bad("missing", {"node": node}, "claim_mend")
    days = (certificate.until_us - now_us) // DAY_US
    figures: Figures = {
        "node": node,
        "name": certificate.name,
        "from": _day(certificate.from_us),
        "until": _day(certificate.until_us),
        "days": days,
        "key_mode": f"{key_mode:o}",
    }
    faults = (
        (certificate.name != node, "another", "another_mend"),
        (bool(key_mode & _OTHERS), "open_key", "open_key_mend"),
        (now_us < certificate.from_us, "not_yet", "not_yet_mend"),
        (now_us >= certificate.until_us, "expired", "claim_mend"),
        (days < LEAST_DAYS, "ending", "ending_mend"),
    )
    for is_so, what, mend in faults:
        if is_so:
            return _bad(what, figures, mend)
    return Finding("identity", Verdict.GO, "identity.good", figures)


def no_identity() -> Finding:
    """Say that the settings name no certificate, so that there is none to judge."""
    return Finding("identity", Verdict.UNKNOWN, "identity.none", {}, "identity.none_mend")


def _bad(what: str, figures: Figures, mend: str) -> Finding:
    return Finding("identity", Verdict.NO_GO, f"identity.{what}", figures, f"identity.{mend}")


def _day(at_us: int) -> str:
    return f"{datetime.fromtimestamp(at_us / 1e6, UTC):%Y-%m-%d}"
