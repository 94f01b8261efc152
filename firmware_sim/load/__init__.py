"""A load on a broker: many nodes out of one process, and sessions that all come back at once."""
