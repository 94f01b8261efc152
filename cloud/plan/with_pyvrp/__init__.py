"""The search of PyVRP, which need not be installed."""

from cloud.plan.with_pyvrp.engine import PyVrp, available

__all__ = ["PyVrp", "available"]
