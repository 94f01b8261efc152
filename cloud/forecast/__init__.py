"""From a container's series to what it needs."""
