"""How a node gets its name, and keeps it."""
