"""Attacks on a running broker, each a function that says whether it held."""
