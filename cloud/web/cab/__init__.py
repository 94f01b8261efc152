"""The round in the cab: what a crew is given, and what it tells."""
