"""From needs to routes that a checker accepts."""
