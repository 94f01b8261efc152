"""The engines of this machine: OR-Tools always, PyVRP beside it where it is installed."""

from cloud.plan.improve import Maker
from cloud.plan.with_ortools import OrTools
from cloud.plan.with_pyvrp import PyVrp, available


def usable() -> tuple[Maker, ...]:
    """Return what makes the engines that can be used here, the strongest first."""
    return (PyVrp, OrTools) if available() else (OrTools,)
