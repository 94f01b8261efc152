"""Draws what each dashboard's queries answer, in the dashboard's own layout, into docs/images.

Our own plot of the very answers, by matplotlib: no picture of Grafana. Run it as
`python -m tests.bench.panels`.
"""

import json
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox
from numpy.typing import NDArray

from cloud.store.influx import InfluxStore
from dashboards.check.board import read
from dashboards.check.influx import Cell, Influx, Series
from dashboards.check.run import Answer, run
from tests.dashboards.conftest import DATABASE, NOW_US, texts
from tests.dashboards.world import Witness, fill
from tests.services.influxd import Influxd
from tests.services.programs import INSTALL, find

OUT: Final = Path(__file__).parents[2] / "docs" / "images" / "panels"
PARIS: Final = ZoneInfo("Europe/Paris")

DAY_MS: Final = 86_400_000
Days: TypeAlias = NDArray[np.float64]

COLUMN_IN: Final = 0.72
ROW_IN: Final = 0.36
DPI: Final = 70
INK: Final = "#1f2430"
FAINT: Final = "#7b8190"
COLOURS: Final = {
    "green": "#2f9e44",
    "orange": "#f08c00",
    "red": "#e03131",
    "blue": "#1c7ed6",
    "text": INK,
}
LINES: Final = [colormaps["tab20"](number) for number in range(20)]
SMALL: Final = 7.5
DAYS: Final = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


@dataclass(frozen=True)
class View:
    """A panel's JSON beside what its query answered."""

    panel: dict[str, Any]
    answer: Answer

    @property
    def defaults(self) -> dict[str, Any]:
        found: dict[str, Any] = self.panel["fieldConfig"]["defaults"]
        return found

    def looks(self, name: str) -> dict[str, Any]:
        """Return how a column looks that has an own look."""
        for override in self.panel["fieldConfig"]["overrides"]:
            matcher = override["matcher"]
            if matcher["options"] == name or (matcher["id"] == "byType" and name == "time"):
                return {one["id"]: one.get("value") for one in override["properties"]}
        return {}

    def name(self, tags: Mapping[str, str], column: str) -> str:
        """Return what a series is called."""
        alias = str(self.panel["targets"][0].get("alias", column)).replace("$col", column)
        for tag, value in tags.items():
            alias = alias.replace(f"$tag_{tag}", value)
        return str(self.looks(alias).get("displayName", alias))

    def say(self, value: Cell, looks: Mapping[str, Any] | None = None) -> str:
        """Return a value as people read it."""
        how = {**self.defaults, **(looks or {})}
        if value is None:
            return ""
        for mapping in how.get("mappings", []):
            if (label := mapping["options"].get(plain(value))) is not None:
                return str(label["text"])
        if isinstance(value, str):
            return value
        return in_unit(float(value), str(how["unit"]), how.get("decimals"))

    def colour(self, value: Cell, looks: Mapping[str, Any] | None = None) -> str:
        """Return the colour of a value."""
        how = {**self.defaults, **(looks or {})}
        for mapping in how.get("mappings", []):
            if (label := mapping["options"].get(plain(value))) is not None:
                return COLOURS.get(label["color"], FAINT)
        steps = how["thresholds"]["steps"]
        if not isinstance(value, (int, float)):
            return INK
        reached = [one for one in steps if one["value"] is None or value >= one["value"]]
        return COLOURS.get(reached[-1]["color"], FAINT)


def main() -> None:
    if (program := find("influxd")) is None:
        sys.exit(f"no influxd here; as root: {INSTALL}")
    with TemporaryDirectory() as folder:
        server = Influxd(program, Path(folder))
        server.start_afresh()
        try:
            with closing(InfluxStore(server.url, DATABASE)) as store:
                fill(Witness(store), Path(folder), NOW_US)
            OUT.mkdir(parents=True, exist_ok=True)
            for name, text in texts().items():
                answers = list(
                    run(read(name, text), Influx(server.url, DATABASE).ask, NOW_US // 1000)
                )
                sheet(json.loads(text), answers, OUT / f"{name}.png")
        finally:
            server.kill()


def sheet(board: dict[str, Any], answers: list[Answer], file: Path) -> None:
    """Draw all panels of a dashboard, each in its place."""
    high = max(panel["gridPos"]["y"] + panel["gridPos"]["h"] for panel in board["panels"])
    wide_in, high_in = 24 * COLUMN_IN, high * ROW_IN + 0.6
    figure = Figure(figsize=(wide_in, high_in), facecolor="#f4f5f7")
    FigureCanvasAgg(figure)
    figure.text(0.008, 1 - 0.38 / high_in, board["title"], fontsize=16, weight="bold", color=INK)
    by_panel = {one.panel: one for one in answers}
    for panel in board["panels"]:
        grid = panel["gridPos"]
        box = (
            (grid["x"] * COLUMN_IN + 0.06) / wide_in,
            1 - ((grid["y"] + grid["h"]) * ROW_IN + 0.52) / high_in,
            (grid["w"] * COLUMN_IN - 0.12) / wide_in,
            (grid["h"] * ROW_IN - 0.08) / high_in,
        )
        _panel(figure, box, View(panel, by_panel[panel["id"]]), (wide_in, high_in))
    figure.savefig(file, dpi=DPI)
    sys.stdout.write(f"{file.name}: {len(board['panels'])} panels\n")


def _panel(
    figure: Figure, box: tuple[float, float, float, float], view: View, inches: tuple[float, float]
) -> None:
    frame = figure.add_axes(box, facecolor="white")
    frame.set(xticks=[], yticks=[])
    for spine in frame.spines.values():
        spine.set_color("#d7dae0")
    x, y, wide, high = box
    left = _margin_in(view) / inches[0]
    bottom, top = 0.34 / inches[1], 0.36 / inches[1]
    title = view.panel["title"]
    figure.text(
        x + 0.1 / inches[0], y + high - 0.23 / inches[1], title, fontsize=9.5, weight="bold"
    )
    inner = (x + left, y + bottom, wide - left - 0.12 / inches[0], high - bottom - top)
    axes = figure.add_axes(inner)
    axes.tick_params(labelsize=SMALL, colors=FAINT, length=2)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    DRAW[view.panel["type"]](axes, view)


def _margin_in(view: View) -> float:
    """Return how much stands left of the axes: names, days, figures, or nothing."""
    if view.panel["type"] == "table":
        return 0.1 if view.panel["transformations"][0]["id"] == "organize" else 0.75
    return 1.75 if view.panel["type"] == "bargauge" else 0.62


def figure_of(axes: Axes, view: View) -> None:
    """Draw one large figure."""
    axes.axis("off")
    value = view.answer.series[0].values[0][1]
    axes.text(
        0.44, 0.5, view.say(value), ha="center", va="center", fontsize=26, color=view.colour(value)
    )


def bars(axes: Axes, view: View) -> None:
    """Draw a bar for each series."""
    rows = [(view.name(one.tags, "x"), one.values[-1][1]) for one in view.answer.series]
    values = [number(value) for _, value in rows]
    axes.barh(range(len(rows)), values, color=[view.colour(value) for _, value in rows], height=0.7)
    axes.set(xlim=(0, 1.15), xticks=[], ylim=(len(rows) - 0.4, -0.6))
    axes.set_yticks(range(len(rows)), [name for name, _ in rows], fontsize=6.5)
    for at, (_, value) in enumerate(rows):
        axes.text(number(value) + 0.01, at, view.say(value), va="center", fontsize=SMALL)


def lines(axes: Axes, view: View) -> None:
    """Draw lines, a band, or columns."""
    custom = view.defaults.get("custom", {})
    drawn: dict[str, tuple[Days, list[float]]] = {}
    gap_days = float(custom.get("insertNulls") or np.inf) / DAY_MS
    for one in view.answer.series:
        for index, column in enumerate(one.columns[1:], start=1):
            drawn[view.name(one.tags, column)] = _broken(one, index, gap_days)
    if {"borne basse", "borne haute"} <= drawn.keys():
        times, low = drawn.pop("borne basse")
        axes.fill_between(times, low, drawn.pop("borne haute")[1], color="#1c7ed6", alpha=0.2, lw=0)
    for at, (name, (times, values)) in enumerate(drawn.items()):
        colour = LINES[at % len(LINES)]
        if custom.get("drawStyle") == "bars":
            step = min(np.diff(times), default=1.0)
            shift = (at - len(drawn) / 2 + 0.5) / len(drawn) * 0.7
            width = 0.7 * step / len(drawn)
            axes.bar(times + shift * step, values, width=width, color=colour, label=name)
        else:
            marker = "o" if len(times) < 60 else None
            axes.plot(times, values, lw=1.1, color=colour, marker=marker, ms=2.5, label=name)
    _time_axis(axes, view)
    axes.yaxis.set_major_formatter(lambda value, _: view.say(value))
    axes.grid(visible=True, axis="y", color="#eceef2")
    if 1 < len(drawn) <= 12:
        axes.legend(
            fontsize=6.5, ncols=6, frameon=False, loc="lower right", bbox_to_anchor=(1, 0.99)
        )


def _broken(one: Series, index: int, gap_days: float) -> tuple[Days, list[float]]:
    """Return days and values of a column, with a hole where more than `gap_days` are missing."""
    times, values = list[float](), list[float]()
    for row in one.values:
        at = number(row[0]) / DAY_MS
        if times and at - times[-1] > gap_days:
            times.append(at - gap_days)
            values.append(float("nan"))
        times.append(at)
        values.append(number(row[index]))
    return np.array(times), values


def states(axes: Axes, view: View) -> None:
    """Draw a strip of states for each series."""
    series = view.answer.series
    for at, one in enumerate(series):
        days = np.array([number(row[0]) for row in one.values]) / DAY_MS
        step = min(np.diff(days), default=1.0)
        told = [row[1] is not None for row in one.values]
        colours = [view.colour(row[1]) for row in one.values if row[1] is not None]
        axes.broken_barh([(day, step) for day in days[told]], (at - 0.4, 0.8), facecolors=colours)
    names = [view.name(one.tags, "x") for one in series]
    axes.set_yticks(range(len(series)), names, fontsize=6)
    axes.set(ylim=(len(series) - 0.5, -0.5))
    _time_axis(axes, view)


def table(axes: Axes, view: View) -> None:
    """Draw a table, as many rows as fit, or a matrix of heat."""
    if view.panel["transformations"][0]["id"] == "groupingToMatrix":
        heat(axes, view)
        return
    axes.axis("off")
    order = view.panel["transformations"][0]["options"]["indexByName"]
    names = ["time" if name == "Time" else name for name in sorted(order, key=order.get)]
    rows = [
        {**one.tags, **dict(zip(one.columns, row, strict=True))}
        for one in view.answer.series
        for row in one.values
    ]
    for sort in view.panel["options"].get("sortBy", []):
        key = next(name for name in names if view.looks(name)["displayName"] == sort["displayName"])
        rows.sort(key=lambda row: (row[key] is None, row[key]), reverse=sort["desc"])
    fit = int((view.panel["gridPos"]["h"] * ROW_IN - 0.6) / 0.2)
    shown = rows[: fit - 1]
    texts_ = [[_cell(view, name, row.get(name)) for name in names] for row in shown]
    titles = [str(view.looks(name)["displayName"]) for name in names]
    drawn = axes.table(
        texts_ or [[""] * len(names)],
        colLabels=titles,
        colWidths=_widths(texts_, titles),
        bbox=Bbox.from_bounds(0, 1 - (len(shown) + 1) / fit, 1, (len(shown) + 1) / fit),
        cellLoc="left",
        edges="horizontal",
    )
    drawn.auto_set_font_size(value=False)
    drawn.set_fontsize(SMALL)
    for (at, column), cell in drawn.get_celld().items():
        cell.set_edgecolor("#e3e6eb")
        looks = view.looks(names[column])
        if at == 0:
            cell.get_text().set(weight="bold", color=FAINT)
        elif "custom.cellOptions" in looks:
            cell.get_text().set_color(view.colour(shown[at - 1].get(names[column]), looks))
            cell.get_text().set_fontweight("bold")
    if len(rows) > len(shown):
        axes.text(1, -0.06, f"… {len(rows)} lignes", fontsize=6.5, color=FAINT, ha="right")


def _widths(rows: list[list[str]], titles: list[str]) -> list[float]:
    longest = [max(map(len, column)) + 3 for column in zip(titles, *rows, strict=True)]
    return [length / sum(longest) for length in longest]


def heat(axes: Axes, view: View) -> None:
    """Draw the mean of each hour of each weekday."""
    cells = np.full((7, 24), np.nan)
    for one in view.answer.series:
        at = int(one.tags["weekday"]) - 1, int(one.tags["hour"])
        mean = one.values[0][one.columns.index("mean")]
        cells[at] = np.nan if mean is None else number(mean)
    axes.imshow(cells, aspect="auto", cmap="YlOrRd")
    words = view.looks("weekday\\hour")["mappings"][0]["options"]
    axes.set(
        yticks=range(7),
        yticklabels=[words[str(day)]["text"] for day in range(1, 8)],
        xticks=range(24),
        xticklabels=[f"{hour:02}" for hour in range(24)],
    )
    for (day, hour), value in np.ndenumerate(cells):
        if not np.isnan(value):
            axes.text(hour, day, view.say(float(value)), ha="center", va="center", fontsize=SMALL)


def _cell(view: View, name: str, value: Cell) -> str:
    if name == "time":
        at = local(value)
        if "dddd" in str(view.looks(name)["unit"]):
            return f"{DAYS[at.weekday()]} {at:%d/%m/%Y}"
        return f"{at:%d/%m/%Y %H:%M}"
    return view.say(value, view.looks(name))


def _time_axis(axes: Axes, view: View) -> None:
    span = view.answer.span
    axes.set_xlim(span.since_ms / DAY_MS, span.until_ms / DAY_MS)
    locator = AutoDateLocator(tz=PARIS)  # type: ignore[no-untyped-call] # matplotlib's own gap
    axes.xaxis.set_major_locator(locator)
    levels = ["%Y", "%d/%m", "%d/%m", "%H:%M", "%H:%M", "%H:%M"]
    told = ConciseDateFormatter(  # type: ignore[no-untyped-call] # matplotlib's own gap
        locator,
        tz=PARIS,
        formats=levels,
        zero_formats=["", "%Y", *["%d/%m"] * 4],
        show_offset=False,
    )
    axes.xaxis.set_major_formatter(told)


def in_unit(value: float, unit: str, decimals: float | None) -> str:
    """Return a figure with its unit, as French is written."""
    by, sign, fewest = {
        "percentunit": (100.0, " %", 0),
        "masskg": (1.0, " kg", 0),
        "lengthm": (0.001, " km", 1),
        "h": (1.0, " h", 0),
        "dBm": (1.0, " dBm", 0),
        "mvolt": (1.0, " mV", 0),
        "celsius": (1.0, " °C", 1),
    }.get(unit, (1.0, "", 0))
    places = fewest if decimals is None or unit == "lengthm" else int(decimals)
    return f"{value * by:,.{places}f}{sign}".replace(",", " ").replace(".", ",")


def local(at_ms: Cell) -> datetime:
    """Return milliseconds since 1970 as the wall clock shows them."""
    return datetime.fromtimestamp(number(at_ms) / 1000, PARIS)


def number(value: Cell) -> float:
    """Return a cell that holds a figure as one."""
    return float("nan") if value is None else float(value)


def plain(value: Cell) -> str:
    """Return a value as a mapping names it."""
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)


DRAW: Final[Mapping[str, Callable[[Axes, View], None]]] = {
    "stat": figure_of,
    "bargauge": bars,
    "timeseries": lines,
    "state-timeline": states,
    "table": table,
}


if __name__ == "__main__":
    main()
