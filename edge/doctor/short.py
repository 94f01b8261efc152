"""What an installer needs of a report on one line: to be typed, or read by a page.

    n-001 go radio=-67 trip=23 fill.empty=2012 fill.cone=2010/2012/2013

`radio` is the strongest signal in dBm, `trip` milliseconds to the broker and back, `empty` the
distance in mm, `cone` the middles of three stretches of it, one after the other. `?`: not known.
"""

import json
from dataclasses import asdict, dataclass

from edge.doctor.finding import Figure, Finding
from edge.doctor.report import Report
from edge.doctor.sensors import CONE

UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Seen:
    """What one sensor sees, in mm; None, and an empty cone: not enough came back."""

    sensor: str
    empty_mm: int | None
    cone_mm: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Short:
    """The few figures of a report; None is not known."""

    node: str
    verdict: str
    radio_dbm: int | None
    round_trip_ms: int | None
    sensors: tuple[Seen, ...]


def shorten(report: Report) -> Short:
    """Pick an installer's figures."""
    return Short(
        report.node,
        report.verdict,
        max(_figures(report, "signal", "dbm"), default=None),
        max(_figures(report, "distance", "median_ms"), default=None),
        tuple(_seen(one) for one in report.findings if one.check == "sensor"),
    )


def as_line(short: Short) -> str:
    """Return it as one line."""
    words = [short.node, short.verdict]
    words += [f"radio={_said(short.radio_dbm)}", f"trip={_said(short.round_trip_ms)}"]
    for one in short.sensors:
        cone = "/".join(map(str, one.cone_mm)) or UNKNOWN
        words += [f"{one.sensor}.empty={_said(one.empty_mm)}", f"{one.sensor}.cone={cone}"]
    return " ".join(words)


def as_json(short: Short) -> str:
    """Return it as one JSON object; its keys never change."""
    return json.dumps(asdict(short), ensure_ascii=False, allow_nan=False)


def _seen(finding: Finding) -> Seen:
    told = finding.figures
    empty_mm = _whole(told["distance_mm"]) if "distance_mm" in told else None
    return Seen(finding.subject, empty_mm, tuple(_whole(told[key]) for key in CONE if key in told))


def _figures(report: Report, check: str, figure: str) -> list[int]:
    told = (one.figures for one in report.findings if one.check == check)
    return [_whole(figures[figure]) for figures in told if figure in figures]


def _whole(figure: Figure) -> int:
    return round(float(figure))


def _said(figure: int | None) -> str:
    return UNKNOWN if figure is None else str(figure)
