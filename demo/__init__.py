"""The whole stack on one machine, as separate processes."""
