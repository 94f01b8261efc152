"""What a program counts of itself, and the address at which Prometheus asks for it."""
