"""How time and memory grow with the number of containers, as a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Grown:
    """What a size took: seconds by the clock to the first plan and to the last, CPU, memory."""

    size: int
    first_s: float
    all_s: float
    cpu_s: float
    peak_mb: float


def drawn(found: Sequence[Grown], path: Path) -> None:
    """Draw time and memory by size."""
    figure = Figure(figsize=(9, 3.6), layout="constrained")
    times, memory = figure.subplots(1, 2)
    sizes = [one.size for one in found]
    times.plot(sizes, [one.first_s for one in found], marker="o", label="first plan")
    times.plot(sizes, [one.all_s for one in found], marker="s", label="all rounds")
    times.plot(sizes, [one.cpu_s for one in found], marker="^", label="CPU, both engines")
    times.legend(frameon=False)
    _framed(times, "seconds")
    memory.plot(sizes, [one.peak_mb for one in found], marker="o", color="tab:purple")
    _framed(memory, "peak memory of all processes, MB")
    path.parent.mkdir(parents=True, exist_ok=True)
    # Without a date in it an equal picture is an equal file.
    figure.savefig(path, metadata={"Date": None})


def _framed(axes: Axes, label: str) -> None:
    axes.set_xlabel("containers")
    axes.set_ylabel(label)
    axes.set_xlim(left=0)
    axes.set_ylim(bottom=0)
    axes.grid(alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)
