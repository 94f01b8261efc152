"""Timed raw frames of many devices: what hardware said, and when."""
