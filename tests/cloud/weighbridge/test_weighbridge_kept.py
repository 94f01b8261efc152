"""Weighings in the registry, and the verbs that take them in, match them and sum them up."""

import csv
import json
from datetime import date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cloud.bootstrap.lifts import KnownLifts
from cloud.bootstrap.weighbridge import weighings
from cloud.cli.weighbridge import app
from cloud.errors import RegistryFault
from cloud.plan.route import Plan, Route, Stop, StopKind, write_plan
from cloud.registry.registry import open_registry
from cloud.registry.values import Issued, Ticket, Unloading
from cloud.registry.weighbridge import open_weighbridge
from cloud.settings import Registry, Settings, Weighing
from tests.cloud.registry.conftest import blank, folder, kind, url
from tests.cloud.weighbridge.conftest import PARIS, at

__all__ = ["blank", "folder", "kind", "url"]

TIP = """
[[sites]]
id = "tip"
name = "Soumont"
kind = "tip"
operator = "a"
streams = ["residual"]
lat = 43.7
lon = 3.4
opens = "07:00"
closes = "16:00"
unload_s = 600
invented = true
"""
DAY = date(2026, 11, 24)
UNLOADED = Unloading("u-1", "one", "tip", "residual", at("2026-11-24 10:00"), 4200)
WEIGHED = Ticket("T-1", "tip", "AB123CD", 15_200, 11_000, "residual", at("2026-11-24 10:08"))


@pytest.fixture
def valley(url: str, folder: Path) -> Settings:
    """Load a territory with a tip, whose truck has a plate."""
    with (folder / "territory.toml").open("a") as file:
        file.write(TIP)
    with open_registry(url) as registry:
        registry.load_territory(folder)
        registry.issue_plan(issued(5, stop("container", 9.0, 1200), stop("tip", 9.9, 0)))
    plates = Weighing(plates=("ab-123-cd = one",), streams=("OMR = residual",))
    return Settings(registry=Registry(url), weighbridge=plates)


def stop(kind: StopKind, hour: float, load_kg: int, ref: str = "alpha-01") -> Stop:
    second = round(hour * 3600)
    return Stop(kind, ref, ref, 43.6, 3.5, second - 60, second, 0, load_kg, 0)


def issued(hour: int, *stops: Stop) -> Issued:
    at_us = at(f"2026-11-24 {hour:02d}:00")
    route = Route("one", "Grue", "a", (stop("depot", hour, 0), *stops))
    plan = Plan(str(DAY), at_us, "crow", False, (route,), (), 0.0, 1, 1)
    return Issued(DAY, at_us, write_plan(plan), {})


def test_what_is_kept_is_what_was_told(valley: Settings) -> None:
    with open_weighbridge(valley.registry.url) as kept:
        kept.add_tickets([WEIGHED], "marie")
        kept.note_unloadings([UNLOADED])
        kept.note_unloadings([UNLOADED])

        assert kept.tickets() == [WEIGHED]
        assert kept.unloadings(UNLOADED.at_us, UNLOADED.at_us + 1) == [UNLOADED]
        assert kept.unloadings(UNLOADED.at_us + 1) == []


def test_a_number_is_taken_once_and_all_or_none(valley: Settings) -> None:
    with open_weighbridge(valley.registry.url) as kept:
        kept.add_tickets([WEIGHED], "marie")
        other = Ticket("T-2", "tip", "AB123CD", 14_000, 11_000, "residual", 1)

        with pytest.raises(RegistryFault):
            kept.add_tickets([other, WEIGHED], "marie")

        assert kept.tickets() == [WEIGHED]


def test_a_ticket_goes_to_the_commune_of_the_planned_containers(valley: Settings) -> None:
    with open_weighbridge(valley.registry.url) as kept:
        kept.add_tickets([WEIGHED], "marie")
        kept.note_unloadings([UNLOADED])

    found = weighings(valley, DAY, DAY)

    assert [(one.insee, one.kg) for one in found.tonnage.communes] == [("34001", 4200)]
    assert found.facts.communes == {"34001": "Alpha"}
    assert weighings(valley, date(2026, 11, 25), date(2026, 11, 25)).tonnage.streams == ()


def test_a_plan_made_again_keeps_what_was_driven_before_it(valley: Settings) -> None:
    again = issued(10, stop("container", 11, 800, "alpha-02"), stop("container", 12, 900))
    place = valley.registry.url
    with open_registry(place) as registry, open_weighbridge(place) as kept:
        registry.issue_plan(issued(6, stop("container", 9, 500), stop("container", 11, 700)))
        registry.issue_plan(again)

        known = KnownLifts(registry, kept, PARIS)
        found = known.lifts(at("2026-11-24 00:00"), at("2026-11-25 00:00"))

    hours = [(datetime.fromtimestamp(one.at_us / 1e6, PARIS).hour, one.load_kg) for one in found]
    assert hours == [(9, 500), (11, 800), (12, 100)]


SHEET = """N° ticket;Site;Immatriculation;Brut (t);Tare (t);Flux;Date;Heure
T-1;Soumont;AB-123-CD;15,20;11,00;OMR;24/11/2026;10:08
T-2;Soumont;ZZ-999-ZZ;15,20;11,00;OMR;24/11/2026;11:00
T-3;Soumont;AB-123-CD;11,00;15,20;OMR;24/11/2026;12:00
"""


def test_the_verbs_import_match_and_tonnage_work_together(tmp_path: Path, valley: Settings) -> None:
    config, sheet, table = (tmp_path / name for name in ("c.toml", "t.csv", "out.csv"))
    config.write_text(
        f'[registry]\nurl = "{valley.registry.url}"\n[weighbridge]\n'
        'plates = ["AB-123-CD = one"]\nstreams = ["OMR = residual"]\n'
    )
    sheet.write_bytes(SHEET.encode("cp1252"))
    with open_weighbridge(valley.registry.url) as kept:
        kept.note_unloadings([UNLOADED, Unloading("u-2", "one", "tip", "residual", 1)])
    days = ("--since", "2026-11-24", "--until", "2026-11-24")

    def asked(code: int, *words: str) -> str:
        done = CliRunner().invoke(app, [*words, "--config", str(config)])
        assert done.exit_code == code, done.output
        return done.output

    dry = asked(1, "import", str(sheet), "--dry-run")
    assert "line 4: gross: gross 11000 kg less tare 15200 kg leaves -4200 kg" in dry
    assert "2 tickets good; nothing is imported, 0 known already, 1 refusals" in dry
    good = json.loads(asked(0, "import", str(sheet), "--good-ones", "--json"))
    assert (good["good"], good["taken"], good["net_kg"]) == (2, True, 8400)
    again = json.loads(asked(0, "import", str(sheet), "--good-ones", "--json"))
    assert (again["good"], again["known"]) == (0, 2)
    assert "1 pairs, 1 orphans, 0 missing, 0 possible" in asked(0, "match", *days)
    told = asked(0, "tonnage", *days, "--csv", str(table))
    assert "8.40 t of 2 tickets, 50% matched, 50% by commune, 0% as crews told" in told
    rows = list(csv.reader(table.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert [row[3:5] for row in rows[1:]] == [["", "4,200"], ["Alpha", "4,200"]]
