"""How far it is, and how long it takes, between two places."""
