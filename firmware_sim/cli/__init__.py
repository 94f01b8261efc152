"""`vallee-sim` on the command line: a file a verb."""

from firmware_sim.cli.app import main

__all__ = ["main"]
