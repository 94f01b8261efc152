"""Rounds that are driven on fixed days, and how long waste may wait: values and pure functions."""
