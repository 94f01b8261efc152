"""Each piece of evidence as a line of the record: what, how much, which limit, go or no-go."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from typing import Final, Literal
from zoneinfo import ZoneInfo

from cloud.installation.facts import metres
from cloud.installation.forms import Place, Visit
from cloud.installation.proof import Proof
from cloud.installation.rules import BEYOND, BLOCKED, COARSEST_M, NEAR_M, RULES, SLOWEST_MS
from cloud.installation.texts import MISSING
from cloud.registry.values import Installation

Go = Literal["go", "no-go", "open"]

_SUPPLY: Final = {
    "permanent": ("permanente", "permanent"),
    "lighting": ("éclairage public, la nuit seulement", "lighting circuit, by night only"),
    "solar": ("solaire", "solar"),
}
_RADIO: Final = {"wifi": "Wi-Fi", "lte": "LTE (RSRP)", "lora": "LoRa"}
_LIMIT_DBM: Final = {rule.fact: rule.limit for rule in RULES if rule.fact.endswith("_dbm")}
_NOT_MEASURED: Final = ("non mesuré : voir la première mesure", "not measured: see first reading")


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its name, what was found and the limit, French and English, and how it ended."""

    name: tuple[str, str]
    found: tuple[str, str]
    limit: tuple[str, str]
    go: Go


def lines(
    visit: Visit, place: Place | None, kept: Installation, proof: Proof | None, zone: str
) -> list[Line]:
    """Return the evidence in the order in which an installer gathers it."""
    refused = set(kept.refused)
    return [
        *_things(visit, refused),
        *_position(visit, place, refused),
        Line(("Alimentation", "Supply"), _SUPPLY[visit.supply], ("", ""), "go"),
        *_network(visit, refused),
        *_container(visit, place, refused),
        *_proof(proof, ZoneInfo(zone)),
    ]


def _things(visit: Visit, refused: set[str]) -> Iterator[Line]:
    same = (f"étiquette {visit.target}", f"label {visit.target}")
    limit = (f"emplacement {visit.place}", f"place {visit.place}")
    yield Line(("Emplacement scanné", "Place scanned"), same, limit, _go(refused, "wrong-target"))
    swap = (f", remplace {visit.replaces}", f", replaces {visit.replaces}")
    node = tuple(visit.node + (one if visit.replaces else "") for one in swap)
    yield Line(("Boîtier scanné", "Node scanned"), (node[0], node[1]), ("", ""), "go")
    offset_s = (visit.offset_us or 0) / 1e6
    said = (_number(f"écart corrigé {offset_s:+.1f} s"), f"corrected by {offset_s:+.1f} s")
    yield Line(("Heure du téléphone", "Phone's time"), said, ("", ""), _go(refused, "clock"))


def _position(visit: Visit, place: Place | None, refused: set[str]) -> Iterator[Line]:
    at = f"{visit.lat:.5f} ; {visit.lon:.5f} ± {visit.accuracy_m:.0f} m"
    yield Line(
        ("Position", "Position"),
        (_number(at), at),
        (f"± {COARSEST_M:.0f} m au plus", f"± {COARSEST_M:.0f} m at most"),
        _go(refused, "position-coarse"),
    )
    if place is not None:
        away = metres(visit.lat, visit.lon, place.lat, place.lon)
        most = NEAR_M + visit.accuracy_m
        yield Line(
            ("Distance à l’emplacement", "Distance from the place"),
            (f"{away:.0f} m", f"{away:.0f} m"),
            (f"{most:.0f} m au plus", f"{most:.0f} m at most"),
            _go(refused, "position-far"),
        )


def _network(visit: Visit, refused: set[str]) -> Iterator[Line]:
    name = ("Signal radio", "Radio signal")
    if visit.radio is None or visit.radio_dbm is None:
        yield Line(name, _NOT_MEASURED, ("", ""), "open")
    else:
        said = f"{_RADIO[visit.radio]} {visit.radio_dbm:.0f} dBm".replace("-", "−")
        least = f"{_LIMIT_DBM[f'{visit.radio}_dbm']:.0f} dBm".replace("-", "−")
        limit = (f"{least} au moins", f"{least} at least")
        yield Line(name, (said, said), limit, _go(refused, "radio-weak"))
    name = ("Aller-retour réseau", "Network round trip")
    if visit.rtt_ms is None:
        yield Line(name, _NOT_MEASURED, ("", ""), "open")
    else:
        said = f"{visit.rtt_ms} ms"
        limit = (f"{SLOWEST_MS:.0f} ms au plus", f"{SLOWEST_MS:.0f} ms at most")
        yield Line(name, (said, said), limit, _go(refused, "network-slow"))


def _container(visit: Visit, place: Place | None, refused: set[str]) -> Iterator[Line]:
    if place is None or place.floor_mm is None or place.full_mm is None:
        return
    if visit.empty_mm is None:
        geometry = f"{place.floor_mm} mm"
        said = (f"{geometry}, par la géométrie", f"{geometry}, by its geometry")
        limit = ("jusqu’au premier vidage", "until first emptied")
    else:
        said = (f"{visit.empty_mm} mm, mesurée", f"{visit.empty_mm} mm, measured")
        limit = (f"géométrie {place.floor_mm} mm ± 10 %", f"geometry {place.floor_mm} mm ± 10 %")
    yield Line(("Distance à vide", "Empty distance"), said, limit, _go(refused, "empty-beyond"))
    echoes = [one for one in visit.cone_mm if one > 0]
    middle = median(echoes) if echoes else 0
    count = f"({len(echoes)}/{len(visit.cone_mm)})"
    near, far = BLOCKED * place.full_mm, BEYOND * place.floor_mm
    yield Line(
        ("Cône dégagé, main retirée", "Cone clear, hand away"),
        (f"médiane {middle:.0f} mm {count}", f"median {middle:.0f} mm {count}"),
        (f"de {near:.0f} à {far:.0f} mm", f"{near:.0f} to {far:.0f} mm"),
        _go(refused, "cone-blocked"),
    )


def _proof(proof: Proof | None, zone: ZoneInfo) -> Iterator[Line]:
    first, day = (
        ("Première mesure stockée", "First stored reading"),
        ("24 h d’alimentation", "24 h of supply"),
    )
    waits = ("pas encore", "not yet")
    if proof is None or proof.first_us is None:
        yield Line(first, waits, ("", ""), "open")
        yield Line(day, waits, ("", ""), "open")
        return
    said = moment(proof.first_us, zone)
    yield Line(first, (said, said), ("", ""), "go")
    if proof.proven_us is None:
        lacking = [MISSING[code] for code in proof.missing]
        fr, en = (", ".join(one) for one in zip(*((m.fr, m.en) for m in lacking), strict=True))
        yield Line(day, (f"manque : {fr}", f"missing: {en}"), ("", ""), "open")
        return
    gap, allowed = ((x or 0) / 60 for x in (proof.longest_gap_s, proof.allowed_gap_s))
    until = moment(proof.proven_us, zone)
    yield Line(
        day,
        (f"jusqu’au {until}, trou {gap:.0f} min", f"until {until}, gap {gap:.0f} min"),
        (f"trou de {allowed:.0f} min au plus", f"gap of {allowed:.0f} min at most"),
        "go",
    )


def moment(at_us: int, zone: ZoneInfo) -> str:
    """Return an instant as people write it there."""
    return f"{datetime.fromtimestamp(at_us / 1e6, UTC).astimezone(zone):%d/%m/%Y %H:%M}"


def _go(refused: set[str], code: str) -> Go:
    return "no-go" if code in refused else "go"


def _number(text: str) -> str:
    return text.replace(".", ",")
