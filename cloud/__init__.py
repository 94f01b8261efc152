"""From an envelope on the broker to a truck at a container."""
