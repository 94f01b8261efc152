"""The search of OR-Tools: weaving by ruin and recreate, and local search between."""

from cloud.plan.with_ortools.engine import OrTools as OrTools
