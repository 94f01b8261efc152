"""Matching and tonnage as tables that a French spreadsheet opens: UTF-8 with its mark, `;`, `,`."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import StringIO
from zoneinfo import ZoneInfo

from cloud.registry.spreadsheet.cells import harmless
from cloud.registry.values import Ticket, Unloading
from cloud.weighbridge.match import Matching
from cloud.weighbridge.tonnage import Tonnage

_MATCHING = (
    *("état", "site", "ticket", "immatriculation", "flux", "pesé", "brut (kg)", "tare (kg)"),
    *("net (kg)", "camion", "vidage", "vidé", "écart (s)", "poids annoncé (kg)"),
)
_TONNAGE = (
    *("flux", "mois", "INSEE", "commune", "tonnes"),
    *("part rapprochée", "part répartie", "part selon les équipages"),
)


def matching_csv(found: Matching, trucks: Mapping[str, str], zone: ZoneInfo) -> bytes:
    """Return a line for each ticket and each unloading without one; twins are named again."""
    pairs = (
        ["rapproché", *_ticket(one.ticket, zone), *_unloading(one.unloading, zone, one.apart_s)]
        for one in found.pairs
    )
    orphans = (
        [
            "orphelin" if one.why == "unloading" else "plaque inconnue",
            *_ticket(one.ticket, zone),
            *(trucks.get(one.ticket.plate, ""), "", "", "", ""),
        ]
        for one in found.orphans
    )
    missing = (
        ["ticket manquant", one.tip, "", "", one.stream, "", "", "", "", *_unloading(one, zone)]
        for one in found.missing
    )
    twins = (
        ["doublon possible", *_ticket(one.second, zone), "", one.first.number, "", "", ""]
        for one in found.twins
    )
    return _sheet(_MATCHING, [*pairs, *orphans, *missing, *twins])


def tonnage_csv(found: Tonnage, communes: Mapping[str, str]) -> bytes:
    """Return a line per stream, month and commune, with the shares of its stream and month."""
    shares = {(one.stream, one.month): one for one in found.streams}
    rows = (
        [
            *(one.stream, one.month, one.insee, communes.get(one.insee, "")),
            _decimal(one.kg / 1000, 3),
            _decimal(shares[one.stream, one.month].matched_share, 3),
            _decimal(shares[one.stream, one.month].split_share, 3),
            _decimal(shares[one.stream, one.month].told_share, 3),
        ]
        for one in found.communes
    )
    return _sheet(_TONNAGE, rows)


def _ticket(one: Ticket, zone: ZoneInfo) -> list[str]:
    weights = (str(kg) for kg in (one.gross_kg, one.tare_kg, one.net_kg))
    return [one.site, one.number, one.plate, one.stream, _local(one.at_us, zone), *weights]


def _unloading(one: Unloading, zone: ZoneInfo, apart_s: int | None = None) -> list[str]:
    weight = "" if one.weight_kg is None else str(one.weight_kg)
    apart = "" if apart_s is None else str(apart_s)
    return [one.truck, one.id, _local(one.at_us, zone), apart, weight]


def _sheet(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = StringIO()
    lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
    lines.writerow(columns)
    # A figure with its sign is no formula: it is ours, and whole.
    lines.writerows([cell if _is_figure(cell) else harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _is_figure(cell: str) -> bool:
    return cell.removeprefix("-").isdecimal()


def _local(at_us: int, zone: ZoneInfo) -> str:
    return f"{datetime.fromtimestamp(at_us // 1_000_000, zone):%Y-%m-%d %H:%M:%S}"


def _decimal(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}".replace(".", ",")
